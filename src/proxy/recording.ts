/** Gathers the trail of one request while it is on its way. */
import { isShut, type Candidate, type No } from '../core/failover/eligible.ts'
import type { Booked, Decision } from '../core/failover/route.ts'
import type { News } from '../core/health/news.ts'
import type { Against, AttemptStep, Considered, QueueWhat, Trail, TrailStep } from '../ports/trail.ts'
import type { Attempted } from './attempted.ts'
import type { Ended } from './ended.ts'

/** What is known of a request before anything was decided. */
export type Arrived = Pick<
  Trail,
  'request' | 'arrivedAt' | 'method' | 'path' | 'kind' | 'fence' | 'configuration'
>

/** What its body and its headers say. */
export type Said = Pick<Trail, 'model' | 'stream' | 'bytes' | 'session' | 'agent'>

/** What is seen of an attempt besides its outcome. */
export interface Beside {
  readonly news: readonly News[]
  readonly lostHeaders: readonly string[]
}

type WaitStep = Extract<TrailStep, { readonly kind: 'wait' }>

/** Far more than a request can come to, unless it is held for hours: of that, its beginning and its end are kept. */
const MOST_STEPS = 64

export class Recording {
  readonly #arrived: Arrived
  readonly #steps: TrailStep[] = []
  #contentAfterMs: number | null = null

  constructor(arrived: Arrived) {
    this.#arrived = arrived
  }

  /** `startedAt`: epoch ms. */
  attempted(
    { considered, because, slot, to }: Booked,
    result: Attempted,
    beside: Beside,
    startedAt: number,
  ): void {
    const afterMs = startedAt - this.#arrived.arrivedAt
    const { model, outcome, progress, requestId, status, stopReason, timings, usage, why } = result
    const { contentMs, headMs, sentMs, tookMs } = timings
    const { lostHeaders, news } = beside
    if (contentMs !== null) this.#contentAfterMs = afterMs + contentMs
    const receipt = { model, stopReason, usage }
    // Told name by name: putting objects together costs several times as much, and this is done for each request.
    this.#add({
      kind: 'attempt',
      afterMs,
      considered: considered.map(inShort),
      endpoint: to.name,
      endpointId: to.id,
      because,
      model: slot.model,
      outcome: outcome.kind,
      progress,
      why,
      status,
      requestId,
      sentMs,
      headMs,
      contentMs,
      tookMs,
      receipt,
      news,
      lostHeaders,
    })
  }

  /** `startedAt`: epoch ms. */
  waited(why: WaitStep['why'], considered: readonly Candidate[], startedAt: number, tookMs: number): void {
    const last = this.#steps.at(-1)
    const afterMs = startedAt - this.#arrived.arrivedAt
    // Whoever waits asks again whenever anything changes: that is one wait.
    if (last?.kind === 'wait' && last.why === why) {
      this.#steps.pop()
      this.#add({ ...last, tookMs: afterMs + tookMs - last.afterMs })
    } else this.#add({ kind: 'wait', why, afterMs, tookMs, considered: considered.map(inShort) })
  }

  exhausted({ considered }: Decision, at: number): void {
    this.#add({
      kind: 'nobody',
      afterMs: at - this.#arrived.arrivedAt,
      considered: considered.map(inShort),
    })
  }

  queued(what: QueueWhat, item: string | null, at: number): void {
    this.#add({ kind: 'queue', afterMs: at - this.#arrived.arrivedAt, considered: [], what, item })
  }

  /** The attempts so far. */
  get attempts(): readonly AttemptStep[] {
    return this.#steps.filter((step) => step.kind === 'attempt')
  }

  #add(step: TrailStep): void {
    if (this.#steps.length >= MOST_STEPS) this.#steps.splice(MOST_STEPS / 2, 1)
    this.#steps.push(step)
  }

  /** `endedAt`: epoch ms. */
  trail(said: Said, ended: Ended, endedAt: number): Trail {
    return {
      ...this.#arrived,
      model: said.model,
      stream: said.stream,
      bytes: said.bytes,
      session: said.session,
      agent: said.agent,
      steps: this.#steps,
      ending: ended.ending,
      status: ended.status,
      endpoint: ended.endpoint,
      attempts: ended.attempts,
      contentAfterMs: this.#contentAfterMs,
      tookMs: endedAt - this.#arrived.arrivedAt,
    }
  }
}

const inShort = ({ gate, no, seat }: Candidate): Considered => {
  // It would have been tried, if it were not for its place.
  const told = no?.kind === 'on-trial' && isShut(gate) ? gate : no
  return { endpoint: seat.endpoint.name, no: told === null ? null : against(told) }
}

function against(no: No): Against {
  if (no.kind !== 'benched') return no
  const { model, origin, reason, until } = no.bench
  return { kind: 'benched', until, reason, model, origin }
}
