import type { Refusal } from '../core/failover/route.ts'
import { afterFailure, FRESH_COURSE, sentAgain, type Course } from '../core/retry/course.ts'
import { contradicted, nextMove } from '../core/retry/next-move.ts'
import type { Ask } from '../engine/engine.ts'
import { bookedAttempt, type Booked } from './booked-attempt.ts'
import type { Ended, Failed } from './ended.ts'
import type { Job } from './job.ts'
import { lastWord } from './last-word.ts'
import type { Parts } from './parts.ts'
import { pause } from './pause.ts'

/**
 * The attempts loop: ask the engine, send, judge, and go on until somebody
 * served or nothing may follow. Resolves when the client has got all that it
 * will get.
 */
export async function attempts(job: Job, parts: Parts): Promise<Ended> {
  const { clock, engine } = parts
  const failures: Failed[] = []
  let course: Course = FRESH_COURSE
  let waitedMs = 0
  while (!job.client.isGone) {
    const ask = asked(job, course, waitedMs)
    const decision = engine.acquire(ask)
    switch (decision.kind) {
      case 'wait':
        waitedMs += await pause(job, parts, decision.untilMs)
        break
      case 'exhausted': {
        const last = engine.lastMove(ask)
        if (last.kind === 'give-up') return lastWord(job, failures, known(decision.noes, job, parts))
        await pause(job, parts, clock.now() + last.afterMs, 'the time alone')
        course = sentAgain(course, last.endpoint)
        break
      }
      case 'send': {
        const step = await sent(job, decision, { ask, failures }, parts)
        if (step.kind === 'ended') return step.how
        course = step.course
      }
    }
  }
  const endpoint = failures.at(-1)?.endpoint ?? null
  return { ending: 'cancelled', status: null, endpoint, attempts: failures.length }
}

type Step = { readonly kind: 'ended'; readonly how: Ended } | { readonly kind: 'on'; readonly course: Course }

/** One attempt and what follows from it; a failure is added to `failures`. */
async function sent(
  job: Job,
  booked: Booked,
  { ask, failures }: { readonly ask: Ask; readonly failures: Failed[] },
  parts: Parts,
): Promise<Step> {
  const { engine, settings } = parts
  const { slot, to } = booked
  const result = await bookedAttempt(job, booked, failures.length + 1, parts)
  const by = { endpoint: to.name, attempts: failures.length + 1, status: result.status }
  if (result.outcome.kind === 'ok') {
    engine.blame(contradicted(failures).map((failure) => failure.slot))
    return { kind: 'ended', how: { ending: 'served', ...by } }
  }

  failures.push({ ...result, endpoint: to.name, slot })
  const situation = {
    kind: job.kind,
    mostAttempts: settings['attempts.max'],
    answeredBy: engine.answeredBy(ask),
  }
  const move = nextMove(to.id, result, ask.course, situation)
  const course = afterFailure(ask.course, to, result, move.kind === 'elsewhere' && move.counts)
  switch (move.kind) {
    case 'nothing':
      return { kind: 'ended', how: { ending: job.client.isGone ? 'cancelled' : 'broken', ...by } }
    case 'answer':
      return {
        kind: 'ended',
        how: lastWord(job, failures.slice(-1), { ...known([], job, parts), candidates: 1 }),
      }
    case 'give-up':
      return {
        kind: 'ended',
        how: lastWord(job, failures, known(engine.refusals({ ...ask, course }), job, parts)),
      }
    case 'elsewhere':
      return { kind: 'on', course }
  }
}

function asked({ agent, body, fence, kind, model, session }: Job, course: Course, waitedMs: number): Ask {
  const bytes = body?.kind === 'kept' ? body.bytes : 0
  return { kind, fence, model, bytes, session, agent, course, waitedMs }
}

const known = (noes: readonly Refusal[], { fence }: Job, { clock, engine, noEndpoint }: Parts) => ({
  noes,
  candidates: engine.candidates(fence),
  now: clock.now(),
  noEndpoint: noEndpoint(fence),
})
