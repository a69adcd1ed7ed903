import { answerHeaders } from '../anthropic/headers.ts'
import type { News } from '../core/health/news.ts'
import type { Booked } from '../core/failover/route.ts'
import { NO_RECEIPT } from '../core/usage.ts'
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

/** What an attempt needs to know of the request's course. */
interface Turn extends Pick<Limits, 'deadlineAt' | 'isLast'> {
  /** Counts from 1. */
  readonly number: number
}

/** One attempt at an endpoint that the engine chose: written down, and its slot given back whatever happens. */
export async function bookedAttempt(job: Job, booked: Booked, turn: Turn, parts: Parts): Promise<Attempted> {
  const { clock, engine, log } = parts
  const { slot, to } = booked
  const startedAt = clock.now()
  const beside: { news: readonly News[]; lostHeaders: readonly string[] } = { news: [], lostHeaders: [] }
  const onCommit = (headers: readonly string[], at: number): void => {
    beside.news = engine.commit(slot)
    // The client had others before; what a person looks for, such as the endpoint's own id, is here.
    if (job.client.isEarly) beside.lostHeaders = answerHeaders(headers, ['set-cookie'])
    log.write({ event: 'commit', at, request: job.id, endpoint: to.name, afterMs: at - job.startedAt })
  }
  let result = NOT_ENDED
  try {
    const key = keyOf(to, parts.vault)
    const found = key instanceof Promise ? await key : key
    if (found.kind === 'none') result = unsent('credential', found.why)
    else if (job.client.isGone) result = unsent('cancelled', 'the client left')
    else result = await sentWith(found.key, job, booked, { ...turn, onCommit }, parts)
    log.write({
      event: 'attempt',
      at: clock.now(),
      request: job.id,
      endpoint: to.name,
      outcome: result.outcome.kind,
      progress: result.progress,
      why: result.why,
      tookMs: result.timings.tookMs,
    })
    return result
  } finally {
    beside.news = [...beside.news, ...engine.release(slot, result)]
    job.recording.attempted(booked, result, beside, startedAt)
  }
}

function sentWith(
  key: string,
  job: Job,
  { slot, to: endpoint }: Booked,
  turn: Turn & { readonly onCommit: (headers: readonly string[], now: number) => void },
  parts: Parts,
): Promise<Attempted> {
  const { clock, settings, sender } = parts
  const asked = mapped(job, slot.model)
  const { connectMs, idleMs } = endpoint.timers
  const around = {
    settings,
    onGiven: (ids: readonly string[]) => {
      parts.holders.given(ids, endpoint.sourceId, clock.now())
    },
  }
  const setup = {
    job: asked,
    endpoint,
    clock,
    limits: {
      connectMs,
      firstContentMs: slot.firstContentMs,
      idleMs,
      quietMs: settings['timeout.quiet'] * 1_000,
      lastQuietMs: settings['timeout.quiet-last'] * 1_000,
      noContentMs: settings['timeout.no-content'] * 1_000,
      deadlineAt: turn.deadlineAt,
      isLast: turn.isLast,
    },
    reader: (status: number, headers: readonly string[]) => readerFor(job, status, headers, around),
    marks: marks(job, endpoint.name, turn.number),
    onCommit: turn.onCommit,
  }
  return attempt(setup, sender, bundle(asked, endpoint, key))
}

const unsent = (kind: 'credential' | 'cancelled', why: string): Attempted => ({
  outcome: { kind },
  progress: 'not-sent',
  why,
  held: null,
  status: null,
  limits: null,
  requestId: null,
  ...NO_RECEIPT,
  timings: { sentMs: null, headMs: null, contentMs: null, tookMs: 0 },
})

const NOT_ENDED = unsent('cancelled', 'it did not come to an end')
