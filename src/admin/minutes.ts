import type { Cancel, Clock } from '../ports/clock.ts'
import type { History } from '../ports/history.ts'
import { countTrail, MINUTE_MS, type Minute, type MinutesKnown } from '../views/minute.ts'
import { unhurried } from './unhurried.ts'

/** How long what was read is kept for the next who asks. */
const KEPT_MS = 60_000

/**
 * What ended in each minute. All of it is read for whoever asks first; after
 * that only what has come since. Nothing is gathered while nobody asks, and a
 * minute later nothing is kept.
 */
export class Minutes {
  readonly #clock: Clock
  #minutes: MinutesKnown = new Map()
  /** The newest batch that is counted. */
  #upTo = 0
  #reading: Promise<unknown> = Promise.resolve()
  #cancel: Cancel = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Those since then (epoch milliseconds). One reads at a time: two who ask at once share what is read. */
  since(since: number, history: Pick<History, 'requests'>): Promise<readonly Minute[]> {
    const read = this.#reading.then(() => this.#read(since, history))
    this.#reading = read.catch(() => undefined)
    return read
  }

  async #read(since: number, history: Pick<History, 'requests'>): Promise<readonly Minute[]> {
    this.#cancel()
    const from = Math.floor(since / MINUTE_MS)
    try {
      await this.#readOn(since, history)
    } catch (error) {
      // Half of it would be taken for all the next time.
      this.#forget()
      throw error
    }
    for (const minute of this.#minutes.keys()) if (minute < from) this.#minutes.delete(minute)
    this.#cancel = this.#clock.after(KEPT_MS, () => {
      this.#forget()
    })
    return [...this.#minutes.values()]
  }

  async #readOn(since: number, history: Pick<History, 'requests'>): Promise<void> {
    let newest = 0
    for await (const page of unhurried(history, this.#clock)(null)) {
      const last = page[0]?.number ?? 0
      newest = Math.max(newest, last)
      // Another history took the place of a damaged one.
      if (newest < this.#upTo) this.#forget()
      const wanted = page.filter(({ endedAt, number }) => number > this.#upTo && endedAt >= since)
      for (const { trails } of wanted) for (const trail of trails) countTrail(this.#minutes, trail, since)
      if (wanted.length < page.length) break
    }
    this.#upTo = newest
  }

  #forget(): void {
    this.#minutes = new Map()
    this.#upTo = 0
  }
}
