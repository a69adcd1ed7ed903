import type { Cancel, Clock } from '../ports/clock.ts'
import type { History, TrailBatch } from '../ports/history.ts'
import { factOf, MINUTES, type Fact } from '../views/overview.ts'

/** Batches that are read at once: some milliseconds' worth. */
const AT_ONCE = 32
/** How long what was read is kept for the next who asks. */
const KEPT_MS = 60_000

/**
 * What counts of the requests since `since`. All of them are read for whoever
 * asks first; after that only what has come since. Nothing is gathered while
 * nobody asks, and a minute later nothing is kept.
 */
export class Facts {
  readonly #clock: Clock
  #batches: readonly { readonly number: number; readonly facts: readonly Fact[] }[] = []
  #reading: Promise<unknown> = Promise.resolve()
  #cancel: Cancel = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** One at a time: two who ask at once share what is read. `since` is in epoch milliseconds. */
  since(since: number, history: Pick<History, 'requests'>): Promise<readonly Fact[]> {
    const read = this.#reading.then(() => this.#read(since, history))
    this.#reading = read.catch(() => undefined)
    return read
  }

  async #read(since: number, { requests }: Pick<History, 'requests'>): Promise<readonly Fact[]> {
    this.#cancel()
    this.#cancel = this.#clock.after(KEPT_MS, () => {
      this.#batches = []
    })
    const known = this.#batches[0]?.number ?? 0
    const fresh: TrailBatch[] = []
    for (let before: number | null = null; ; before = fresh.at(-1)?.number ?? 0) {
      const page = await requests.batches(before, AT_ONCE)
      const wanted = page.filter(({ endedAt, number }) => number > known && endedAt >= since)
      fresh.push(...wanted)
      if (wanted.length < AT_ONCE) break
      await this.#breath()
    }
    const added = fresh.map(({ number, trails }) => ({ number, facts: trails.map(factOf) }))
    const all = [...added, ...this.#batches]
    this.#batches = all.filter(({ facts }) => facts.some(({ endedAt }) => endedAt >= since))
    return this.#batches.flatMap(({ facts }) => facts).filter(({ endedAt }) => endedAt >= since)
  }

  /** Lets streams pass meanwhile. */
  #breath(): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(0, resolve))
  }
}

/** Since when facts are needed for the last hour and for today: both in epoch milliseconds. */
export function reachOf(now: number): { readonly since: number; readonly midnight: number } {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  return { since: Math.min(midnight, now - MINUTES * 60_000), midnight }
}
