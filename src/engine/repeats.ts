import type { EndpointId } from '../core/model.ts'
import { isRecent } from '../core/span.ts'

const EXPECTED_MS = 60_000
const MOST_EXPECTED = 1_000

interface Expected {
  readonly endpoint: EndpointId
  readonly since: number
}

export type RepeatContents = readonly (readonly [key: string, Expected])[]

/**
 * Sessions whose client is expected to ask the same again, and the endpoint
 * whose word it is to hear then. Bounded, and short-lived.
 */
export class Repeats {
  readonly #expected = new Map<string, Expected>()

  get isEmpty(): boolean {
    return this.#expected.size === 0
  }

  expect(key: string, endpoint: EndpointId, now: number): void {
    this.#expected.delete(key)
    this.#expected.set(key, { endpoint, since: now })
    for (const [oldest, { since }] of this.#expected) {
      if (this.#expected.size <= MOST_EXPECTED && isRecent(since, EXPECTED_MS, now)) return
      this.#expected.delete(oldest)
    }
  }

  /** A copy of all that is in it. */
  contents(): RepeatContents {
    return [...this.#expected]
  }

  replace(contents: RepeatContents): void {
    this.#expected.clear()
    for (const [key, expected] of contents) this.#expected.set(key, expected)
  }

  /** Null when none is expected. */
  find(key: string, now: number): EndpointId | null {
    const found = this.#expected.get(key)
    return found !== undefined && isRecent(found.since, EXPECTED_MS, now) ? found.endpoint : null
  }
}
