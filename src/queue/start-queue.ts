import { nextTryAt, waitOf } from '../core/queue/schedule.ts'
import { summaryOf } from '../core/queue/summary.ts'
import type { Cancel } from '../ports/clock.ts'
import { AppError } from '../errors/app-error.ts'
import type { Fetched, ParkedAs, Parking, QueueActions, QueueStanding, Retried } from '../ports/parking.ts'
import type { KeptRequest } from '../ports/queue.ts'
import { KeptItems } from './kept-items.ts'
import { attempted, reread, type Kit, type QueueDeps } from './kit.ts'
import { retryRules } from '../settings/retry-rules.ts'
import { fingerprintOf, meet } from './meeting.ts'
import { sent } from './sending.ts'
import { Worker } from './worker.ts'

/** The queue of a running proxy. */
export interface Queue extends Parking, QueueActions {
  /** Stops what is being sent, which waits again then, and lets go of what is stored. */
  close(): Promise<void>
}

/** Old ones are looked for so often, or four times in the life of one. */
const TIDY_EVERY_MS = 600_000
/** Answers that are looked for at the start: more clients than that do not come back at once. */
const MOST_ANSWERS = 1_000

/** Goes on with what an earlier proxy left. Never rejects: a queue that cannot be read is told in the log. */
export async function startQueue(deps: QueueDeps): Promise<Queue> {
  const kit: Kit = { ...deps, items: new KeptItems(), running: new Map(), live: new Map() }
  await recall(kit)
  return new RunningQueue(kit)
}

async function recall(kit: Kit): Promise<void> {
  const { clock, items, owner, settings } = kit
  await attempted(kit, async ({ store }) => {
    await store.freeOthers(owner)
    await store.prune(clock.now(), retryRules(settings()).ttlMs)
    for (const item of await store.list({ states: ['succeeded'], most: MOST_ANSWERS })) items.put(item)
    for (const item of await store.open()) items.put(item)
  })
}

class RunningQueue implements Queue {
  readonly #kit: Kit
  readonly #worker: Worker
  #cancelTidying: Cancel = () => undefined

  constructor(kit: Kit) {
    this.#kit = kit
    this.#worker = new Worker(kit)
    this.#worker.lookSoon()
    this.#tidyLater()
  }

  meet(...[request]: Parameters<Parking['meet']>): ReturnType<Parking['meet']> {
    const { items, settings } = this.#kit
    if (!items.mayHave(request) || settings()['queue.enabled'] === 'off') return null
    return meet(request, this.#kit)
  }

  async park(request: KeptRequest, why: Parameters<Parking['park']>[1]): Promise<ParkedAs> {
    const { clock, log, settings } = this.#kit
    if (settings()['queue.enabled'] === 'off') return { kind: 'off' }
    const at = clock.now()
    const stored = await this.#stored(request, why, at)
    if ('why' in stored) {
      log.write({ event: 'not-parked', at, request: request.id, why: stored.why })
      return { kind: 'not-parked' }
    }
    log.write({ event: 'parked', at, request: request.id, item: stored.id, reason: why.reason })
    this.#worker.lookSoon()
    return { kind: 'parked', item: stored.id }
  }

  /** The id of the item, or why there is none. */
  async #stored(
    request: KeptRequest,
    { isAccepted, reason }: Parameters<Parking['park']>[1],
    at: number,
  ): Promise<{ readonly id: string } | { readonly why: string }> {
    const { access, dice, items, live, settings } = this.#kit
    const { 'queue.max-bytes': bytes, 'queue.max-items': most } = settings()
    const nextAt = nextTryAt(0, retryRules(settings()), at, dice.roll())
    try {
      const stored = await access.use(async (depot) => {
        const fingerprint = await fingerprintOf(request, depot)
        const isHolder = [...live.values()].some((one) => one.request === request.id)
        const draft = { request, fingerprint, reason, isAccepted, isHolder, at, nextAt }
        return depot.store.park(draft, { items: most, bytes })
      })
      if (stored.kind === 'full') return { why: FULL }
      items.put(stored.item)
      return { id: stored.item.id }
    } catch (error) {
      if (error instanceof AppError) return { why: error.message }
      throw error
    }
  }

  async fetch(id: string, fence: string | null): Promise<Fetched> {
    const found = await attempted(this.#kit, async ({ store }) => {
      const [item] = await store.find(id, 1)
      if (item === undefined || (fence !== null && item.fence !== fence)) return null
      return { item, answer: item.answer === null ? null : await store.answer(id) }
    })
    if (found === null) return { kind: 'none' }
    const { answer, item } = found
    return answer === null ? { kind: 'told', item } : { kind: 'answered', answer }
  }

  async retry(ids: readonly string[] | null): Promise<readonly Retried[]> {
    const { items } = this.#kit
    const waiting = items.all.filter(({ state }) => state === 'pending').map(({ id }) => id)
    const retried: Retried[] = []
    for (const id of ids ?? waiting) retried.push(await this.#retryOne(id))
    this.#worker.lookSoon()
    return retried
  }

  async #retryOne(id: string): Promise<Retried> {
    const item = this.#kit.items.get(id)
    if (item?.state === 'pending' && !this.#worker.hasSomebody(item, BY_HAND)) {
      return { id, end: 'nobody-eligible', endpoint: null, status: null, state: item.state }
    }
    const retried = await sent(id, this.#kit, BY_HAND)
    this.#worker.noted(retried)
    return retried
  }

  standing(): QueueStanding {
    const { access, clock, items, running, settings } = this.#kit
    const rules = retryRules(settings())
    const now = clock.now()
    const { counts, next, oldest } = summaryOf(items.all, (item) =>
      running.has(item.id) ? { kind: 'nothing' } : waitOf(item, rules, now),
    )
    const sending = running.size
    const waiting = Math.max(0, counts.pending + counts.retrying - sending)
    const enabled = settings()['queue.enabled'] === 'on'
    return { enabled, waiting, sending, oldest, next, fault: access.fault }
  }

  async close(): Promise<void> {
    const { access, clock, live, running } = this.#kit
    this.#worker.stop()
    this.#cancelTidying()
    for (const sending of running.values()) sending.dismiss()
    const ended = [...running.values(), ...live.values()].map(({ settled }) => settled)
    const tooLong = new Promise<void>((resolve) => clock.after(LAST_WORDS_MS, resolve))
    await Promise.race([Promise.all(ended), tooLong])
    await access.close()
  }

  #tidyLater(): void {
    const { clock, settings } = this.#kit
    const everyMs = Math.min(TIDY_EVERY_MS, retryRules(settings()).ttlMs / 4)
    this.#cancelTidying = clock.after(everyMs, () => {
      void this.#tidy().then(() => {
        this.#tidyLater()
      })
    })
  }

  /** Lets go of what is too old, and takes note of what others removed. */
  async #tidy(): Promise<void> {
    const { clock, items, settings } = this.#kit
    const { ttlMs } = retryRules(settings())
    await attempted(this.#kit, async ({ store }) => {
      await store.prune(clock.now(), ttlMs)
      for (const { id } of items.all) await reread(id, this.#kit)
    })
  }
}

const BY_HAND = { byHand: true }

const FULL =
  'it is full of requests that still wait. "qcc queue list" shows them, and queue.max-items and queue.max-bytes allow more.'
/** What was cut off has this long to be written down. */
const LAST_WORDS_MS = 2_000
