import { beginsTurn } from '../anthropic/begins-turn.ts'
import { endpointId } from '../core/model.ts'
import { finalAnswer } from '../core/failover/final-answer.ts'
import { patientHoldMs } from '../core/failover/hold.ts'
import type { Booked, Decision, Refusal } from '../core/failover/route.ts'
import { unserved } from '../core/failover/unserved.ts'
import { afterFailure, FRESH_COURSE, sentAgain, type Course } from '../core/retry/course.ts'
import { allOfRequest, contradicted, nextMove } from '../core/retry/next-move.ts'
import type { Ask } from '../engine/ask.ts'
import type { Attempted } from './attempted.ts'
import { bookedAttempt } from './booked-attempt.ts'
import type { Ended, Failed } from './ended.ts'
import type { Job } from './job.ts'
import { keptWaiting } from './kept-waiting.ts'
import { lastWord, type Known } from './last-word.ts'
import { parked, tellAccepted } from './park.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'
import { pause } from './pause.ts'
import { attemptsOn, freshWay, waited, type Way } from './way.ts'

/**
 * The attempts loop: ask the engine, send, judge, and go on until somebody
 * served or nothing may follow. Resolves when the client has got all that it
 * will get.
 */
export async function attempts(job: Job, parts: Parts): Promise<Ended> {
  const { clock, engine } = parts
  const { deadlineAt, headersAt, holdEndsAt } = patienceOf(job, parts.settings)
  const stopPings = needsPings(job) ? keptWaiting(job, parts, headersAt) : null
  const place = engine.newPlace()
  const way = freshWay(firstCourse(job, engine), deadlineAt)
  // Whoever asks once more to hear the status was held before, if at all.
  const holdMs = way.course.again === null ? job.holdMs : 0
  const stays = { startsTurn: isTurn(job, engine), place, holdMs, holdEndsAt }
  try {
    while (!job.client.isGone) {
      const ask = asked(job, way, stays)
      if (clock.now() >= way.deadlineAt) {
        // Whoever were asked now would have no time to answer, and would be blamed for it.
        return concluded(job, way, way.failures.length > 0 ? [] : engine.refusals(ask), parts)
      }
      const decision = engine.acquire(ask)
      if (decision.kind === 'wait') {
        if (decision.why === 'rest' && allOfRequest(way.failures)) return concluded(job, way, [], parts)
        await waited(job, decision, way, parts)
        continue
      }
      const step =
        decision.kind === 'send'
          ? afterAttempt(job, decision, await sent(job, decision, { ask, way }, parts), { ask, way }, parts)
          : await onExhausted(job, decision, { ask, way }, parts)
      if (step.kind === 'ended') return step.how
      way.course = step.course
    }
  } finally {
    engine.leave(place)
    stopPings?.()
  }
  return { ending: 'cancelled', status: null, endpoint: lastAsked(way), attempts: attemptsOn(way) }
}

const lastAsked = ({ failures }: Way): string | null => failures.at(-1)?.endpoint ?? null

/** Where nobody reads, nobody is kept waiting; and who was told a status cannot be told that it may come back later. */
const needsPings = ({ isAccepted, isBehind, stream }: Job): boolean => stream && !isBehind && !isAccepted

/**
 * After an error in a stream that had headers ahead, the client asks once more without a
 * stream, to hear the status: that is the same endpoint's to say, as long as it can be asked.
 */
function firstCourse(job: Job, engine: Parts['engine']): Course {
  const again = job.stream || job.isBehind || job.kind !== 'message' ? null : engine.repeatOf(job)
  return again === null ? FRESH_COURSE : { ...FRESH_COURSE, again }
}

/** Where its body is looked at to know it: that costs time, and seldom decides anything. */
function isTurn(job: Job, engine: Parts['engine']): boolean {
  const { body, kind } = job
  if (kind !== 'message' || body?.kind !== 'kept') return false
  const ask = () => asked(job, freshWay(FRESH_COURSE, Infinity), UNSAID)
  return engine.asksForTurn(ask) && beginsTurn(body.chunks)
}

type Step =
  | { readonly kind: 'ended'; readonly how: Ended | Promise<Ended> }
  | { readonly kind: 'on'; readonly course: Course }

interface SoFar {
  readonly ask: Ask
  readonly way: Way
}

/** Nobody is left: what is to be done all the same, or the end. */
async function onExhausted(
  job: Job,
  nobody: Extract<Decision, { readonly kind: 'exhausted' }>,
  { ask, way }: SoFar,
  parts: Parts,
): Promise<Step> {
  const { clock, engine } = parts
  const { course } = ask
  // The endpoint that a repeat was for cannot be asked: then it is anybody's.
  if (course.again !== null && course.tried.size === 0) return { kind: 'on', course: FRESH_COURSE }
  const last = engine.lastMove(ask)
  const at = clock.now()
  if (last.kind === 'give-up') {
    job.recording.exhausted(nobody, at)
    return { kind: 'ended', how: concluded(job, way, nobody.noes, parts) }
  }
  const tookMs = await pause(job, parts, Math.min(at + last.afterMs, way.deadlineAt), 'the time alone')
  job.recording.waited('again', nobody.considered, at, tookMs)
  return { kind: 'on', course: sentAgain(course, last.endpoint) }
}

function sent(job: Job, booked: Booked, { ask, way }: SoFar, parts: Parts): Promise<Attempted> {
  const isLast = () => isLastChance(booked, ask, parts)
  const { deadlineAt } = way
  return bookedAttempt(job, booked, { number: attemptsOn(way) + 1, deadlineAt, isLast }, parts)
}

/** What follows from an attempt; a failure is added to `failures`. */
function afterAttempt(
  job: Job,
  { slot, to }: Booked,
  result: Attempted,
  { ask, way }: SoFar,
  parts: Parts,
): Step {
  const { engine, settings } = parts
  const { failures } = way
  // However long its attempts take, a hold is over when its time is.
  if (way.heldMs > 0) way.heldMs += result.timings.tookMs
  const number = attemptsOn(way) + 1
  const by = { endpoint: to.name, attempts: number, status: result.status }
  if (result.outcome.kind === 'ok') {
    if (failures.length > 0) engine.blame(contradicted(failures).map((failure) => failure.slot))
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
        how: told(job, failures.slice(-1), { ...known([], way, job, parts), candidates: 1 }),
      }
    case 'give-up':
      // What is held on begins anew after its attempts are used up, and nothing that is its own fault.
      if (result.outcome.kind !== 'rejected' && isHeldOn(ask, settings)) {
        return { kind: 'on', course: { ...course, isSpent: true } }
      }
      return {
        kind: 'ended',
        how: concluded(job, way, engine.refusals({ ...ask, course }), parts),
      }
    case 'elsewhere':
      return { kind: 'on', course }
  }
}

const told = (job: Job, failures: readonly Failed[], all: Known): Ended =>
  lastWord(job, finalAnswer({ ...all, failures }, all.now), all)

/**
 * Nobody is left: the request is kept, if that makes sense, and then its client
 * hears of it. What an endpoint could not tell with its status is asked for
 * once more, and is its to tell.
 */
async function concluded(job: Job, way: Way, noes: readonly Refusal[], parts: Parts): Promise<Ended> {
  const { failures } = way
  const all = known(noes, way, job, parts)
  const answer = finalAnswer({ ...all, failures }, all.now)
  const why = unserved(answer)
  const item = why === null ? null : await parked(job, why, parts)
  if (item !== null && job.isAccepted && !job.client.isBegun) {
    return { ...tellAccepted(job, item, all.attempts), unserved: { why, item } }
  }
  const { isEarly } = job.client
  const how = lastWord(job, answer, all)
  const speaker = failures.findLast(({ endpoint }) => endpoint === how.endpoint)
  if (isEarly && how.ending === 'passed' && speaker !== undefined) {
    parts.engine.expectRepeat(job, speaker.slot.endpoint)
  }
  if (isEarly && how.ending === 'refused') parts.engine.expectRepeat(job, NOBODY)
  return { ...how, unserved: { why, item } }
}

/** For a repeat that is to hear our own status. */
const NOBODY = endpointId('')

/** Whether nobody could follow the attempt that is out. A write has no deadline that would end the wait. */
function isLastChance({ to }: Booked, ask: Ask, { engine, settings }: Parts): boolean {
  if (ask.kind === 'write') return false
  return ask.course.counted + 1 >= settings['attempts.max'] || !engine.hasAnother(ask, to.id)
}

const isHeldOn = (ask: Ask, settings: Parts['settings']): boolean =>
  patientHoldMs(ask, settings['hold.max'] * 1_000) !== null

/** What stays as it is, however often a request asks. */
interface Stays extends Pick<Job, 'holdMs'> {
  readonly startsTurn: boolean
  readonly place: number
  /** Epoch ms, or `Infinity`. */
  readonly holdEndsAt: number
}

const UNSAID: Stays = { startsTurn: false, place: 0, holdMs: null, holdEndsAt: Infinity }

function asked(
  { agent, body, fence, holder, isBehind, kind, mayBeTrial, model, session, stream }: Job,
  { course, heldMs, waitedMs }: Way,
  { holdEndsAt, holdMs, place, startsTurn }: Stays,
): Ask {
  const bytes = body?.kind === 'kept' ? body.bytes : 0
  const ask = {
    kind,
    fence,
    holder,
    model,
    bytes,
    stream,
    startsTurn,
    session,
    agent,
    isBehind,
    course,
    waitedMs,
    heldMs,
    place,
  }
  if (mayBeTrial === true) return { ...ask, mayBeTrial }
  if (holdMs !== null) return { ...ask, holdEndsAt, holdMs }
  return holdEndsAt === Infinity ? ask : { ...ask, holdEndsAt }
}

const known = (
  noes: readonly Refusal[],
  way: Way,
  { fence, holder }: Job,
  { clock, engine, noEndpoint }: Parts,
) => ({
  noes,
  attempts: attemptsOn(way),
  candidates: engine.candidates({ fence, holder }),
  isOffline: engine.networkDownSince !== null,
  now: clock.now(),
  noEndpoint: holderIsOff(holder, noes) ?? noEndpoint(fence),
  restriction: fence === null ? restrictionOf(noes, engine) : null,
})

/** At the root URL, a person may have said who else is not to be asked. */
function restrictionOf(noes: readonly Refusal[], engine: Parts['engine']): string | null {
  const { hand } = engine
  if (hand?.only === true) {
    return `Only the profile "${hand.profile}" may serve, by hand; "qcc priority switch --auto" ends that.`
  }
  if (!noes.some(({ no }) => no.kind === 'failover-off')) return null
  return 'Failover is off, so no other tier was asked; "qcc priority policy --auto-failover" turns it on.'
}

/** That whoever has what a request names is switched off; null when it is not so. */
function holderIsOff(holder: Job['holder'], noes: readonly Refusal[]): string | null {
  const off = noes.find(({ endpoint, no }) => endpoint.sourceId === holder && no.kind === 'disabled')
  return off === undefined
    ? null
    : `What this request names is at the endpoint ${off.endpoint.name}, which is switched off.`
}
