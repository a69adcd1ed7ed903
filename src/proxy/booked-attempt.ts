import { answerHeaders } from '../anthropic/headers.ts'
import type { Decision } from '../core/failover/route.ts'
import type { Limits } from './answer-timer.ts'
import { attempt } from './attempt.ts'
import type { Attempted } from './attempted.ts'
import { bundle } from './bundle.ts'
import { keyOf } from './endpoint-key.ts'
import type { Job } from './job.ts'
import { mapped } from './mapped.ts'
import { marks } from './marks.ts'
import type { Parts } from './parts.ts'
import { readerFor } from './reader-for.ts'

export type Booked = Extract<Decision, { readonly kind: 'send' }>

/** What an attempt needs to know of the request's course. */
interface Turn extends Pick<Limits, 'deadlineAt' | 'isLast'> {
  /** Counts from 1. */
  readonly number: number
}

/** One attempt at an endpoint that the engine chose: written down, and its slot given back whatever happens. */
export async function bookedAttempt(job: Job, booked: Booked, turn: Turn, parts: Parts): Promise<Attempted> {
  let result = unsent('cancelled', 'it did not come to an end')
  try {
    result = await withItsKey(job, booked, turn, parts)
    const { outcome, progress, timings, why } = result
    const seen = { outcome: outcome.kind, progress, why, tookMs: timings.tookMs }
    const at = parts.clock.now()
    parts.log.write({ event: 'attempt', at, request: job.id, endpoint: booked.to.name, ...seen })
    return result
  } finally {
    parts.engine.release(booked.slot, result)
  }
}

async function withItsKey(
  job: Job,
  { slot, to: endpoint }: Booked,
  turn: Turn,
  parts: Parts,
): Promise<Attempted> {
  const { clock, log, settings, vault, sender } = parts
  const found = await keyOf(endpoint, vault)
  if (found.kind === 'none') return unsent('credential', found.why)
  if (job.client.isGone) return unsent('cancelled', 'the client left')
  const asked = mapped(job, slot.model)
  const setup = {
    job: asked,
    endpoint,
    clock,
    limits: {
      ...endpoint.timers,
      quietMs: settings['timeout.quiet'] * 1_000,
      lastQuietMs: settings['timeout.quiet-last'] * 1_000,
      noContentMs: settings['timeout.no-content'] * 1_000,
      deadlineAt: turn.deadlineAt,
      isLast: turn.isLast,
    },
    reader: (status: number, headers: readonly string[]) => readerFor(job, status, headers, settings),
    marks: marks(job, endpoint.name, turn.number),
    onCommit: (headers: readonly string[]) => {
      parts.engine.commit(slot)
      const at = clock.now()
      const commit = { at, request: job.id, endpoint: endpoint.name, afterMs: at - job.startedAt }
      // The client had others before; what a person looks for, such as the endpoint's own id, is here.
      const lost = job.client.isEarly ? { lostHeaders: answerHeaders(headers, ['set-cookie']) } : {}
      log.write({ event: 'commit', ...commit, ...lost })
    },
  }
  return attempt(setup, sender, bundle(asked, endpoint, found.key))
}

const unsent = (kind: 'credential' | 'cancelled', why: string): Attempted => ({
  outcome: { kind },
  progress: 'not-sent',
  why,
  held: null,
  status: null,
  limits: null,
  timings: { sentMs: null, headMs: null, contentMs: null, tookMs: 0 },
})
