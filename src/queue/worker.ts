import type { QueuedItem } from '../core/queue/item.ts'
import { dueItems, nextDueAt, type RetryRules } from '../core/queue/schedule.ts'
import { FRESH_COURSE } from '../core/retry/course.ts'
import type { Ask } from '../engine/ask.ts'
import type { Cancel } from '../ports/clock.ts'
import type { Retried } from '../ports/parking.ts'
import { type Kit } from './kit.ts'
import { retryRules } from '../settings/retry-rules.ts'
import { sent } from './sending.ts'

/** What changes together is looked at together. */
const GATHER_MS = 20
/** Sendings at once, when all goes well. */
const MOST_AT_ONCE = 4
/** Requests of one kind that are asked about before the rest of that kind is left for later. */
const ASKED_OF_A_KIND = 8
/** When routing says yes and then nothing is sent, the next look at that item is put off: doubling, up to the second. */
const REST_MS = { first: 1_000, most: 60_000 }

interface Rest {
  readonly until: number
  readonly ms: number
}

/**
 * Sends what waits, when routing has somebody for it. Looks only when something
 * changed: an item, what is known of an endpoint, or the time that one of them
 * waits for.
 */
export class Worker {
  readonly #kit: Kit
  readonly #forget: Cancel
  readonly #rests = new Map<string, Rest>()
  #mostAtOnce = 1
  #cancelLook: Cancel | null = null
  #cancelWake: Cancel = () => undefined
  #isOver = false

  constructor(kit: Kit) {
    this.#kit = kit
    this.#forget = kit.engine.onChange(this.lookSoon)
  }

  /** Something changed. */
  readonly lookSoon = (): void => {
    const { clock, items } = this.#kit
    if (items.isEmpty || this.#isOver) return
    this.#cancelLook ??= clock.after(GATHER_MS, () => {
      this.#cancelLook = null
      this.#look()
    })
  }

  stop(): void {
    this.#isOver = true
    this.#forget()
    this.#cancelWake()
    this.#cancelLook?.()
  }

  /** Whether routing has somebody for an item now; by hand also who may be back. */
  hasSomebody(item: QueuedItem, { byHand }: { readonly byHand: boolean }): boolean {
    return this.#kit.engine.wouldServe({ ...askOf(item), mayBeTrial: byHand })
  }

  #look(): void {
    const { clock, isStopping, items, live, running, settings } = this.#kit
    this.#cancelWake()
    if (this.#isOver || isStopping() || settings()['queue.enabled'] === 'off') return
    const rules = retryRules(settings())
    const all = items.all.filter(({ id }) => !running.has(id) && !live.has(id))
    const now = clock.now()
    const due = dueItems(all, rules, now).filter(({ id }) => (this.#rests.get(id)?.until ?? 0) <= now)
    const refused = this.#sendSome(due)
    this.#wakeAt(this.#nextLookAt(all, refused, rules, now))
  }

  /** Those of the first of each kind for whom there is nobody. */
  #sendSome(due: readonly QueuedItem[]): readonly QueuedItem[] {
    const refused = new Map<string, QueuedItem[]>()
    for (const item of due) {
      if (this.#kit.running.size >= this.#mostAtOnce) break
      const kind = `${item.fence ?? ''} ${item.model ?? ''}`
      const before = refused.get(kind) ?? []
      if (before.length >= ASKED_OF_A_KIND) continue
      if (this.hasSomebody(item, { byHand: false })) void this.#send(item.id)
      else refused.set(kind, [...before, item])
    }
    return [...refused.values()].flatMap((one) => one.slice(0, 1))
  }

  /** The time of an item, or the end of what keeps an endpoint out; null when only something that happens is waited for. */
  #nextLookAt(
    all: readonly QueuedItem[],
    refused: readonly QueuedItem[],
    rules: RetryRules,
    now: number,
  ): number | null {
    const returns = refused.flatMap((item) =>
      this.#kit.engine.refusals(askOf(item)).map(({ returnsAt }) => returnsAt),
    )
    const rests = [...this.#rests.values()].map(({ until }) => until)
    const times = [nextDueAt(all, rules, now), ...returns, ...rests]
    const soonest = Math.min(...times.map((at) => (at === null || at <= now ? Infinity : at)))
    return soonest === Infinity ? null : soonest
  }

  #wakeAt(at: number | null): void {
    if (at === null) return
    const { clock } = this.#kit
    // No timer of Node's reaches further.
    this.#cancelWake = clock.after(Math.min(at - clock.now(), LONGEST_TIMER_MS), this.lookSoon)
  }

  async #send(id: string): Promise<void> {
    const retried = await sent(id, this.#kit, { byHand: false })
    this.noted(retried)
    this.lookSoon()
  }

  /** Learns from what a sending came to: how many at once, and whom to leave alone for a while. */
  noted({ end, id }: Retried): void {
    this.#mostAtOnce = end === 'served' ? Math.min(this.#mostAtOnce + 1, MOST_AT_ONCE) : 1
    const wasSent = end !== 'nobody-eligible' && end !== 'failed'
    const ms = Math.min((this.#rests.get(id)?.ms ?? REST_MS.first / 2) * 2, REST_MS.most)
    if (wasSent) this.#rests.delete(id)
    else this.#rests.set(id, { until: this.#kit.clock.now() + ms, ms })
    if (this.#kit.items.get(id) === null) this.#rests.delete(id)
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1

const askOf = ({ agent, bytes, fence, model, session, stream }: QueuedItem): Ask => ({
  ...{
    kind: 'message',
    holder: null,
    course: FRESH_COURSE,
    waitedMs: 0,
    heldMs: 0,
    place: 0,
    isBehind: true,
  },
  ...{ agent, bytes, fence, model, session, stream },
})
