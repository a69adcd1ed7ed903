import { endpointId, type EndpointId } from '../core/model.ts'
import type { Cancel } from '../ports/clock.ts'
import type { GivenId } from '../ports/store.ts'

/** Results of a batch are there for 29 days after it was made. Source: https://docs.claude.com/en/api/creating-message-batches. */
export const REMEMBERED_MS = 30 * 86_400_000
export const MOST_REMEMBERED = 10_000
/** Who is asked for often need not be written down each time. */
const RENEWED_AFTER_MS = 86_400_000

type Listener = (ids: readonly GivenId[]) => void

/**
 * Which endpoint has which file and batch: nobody else knows the ids that it
 * gave. Bounded, and forgotten when nobody asked for so long. A map keeps the
 * order in which keys were set, which is that of their last use.
 */
export class Holders {
  readonly #most: number
  readonly #known = new Map<string, GivenId>()
  readonly #listeners = new Set<Listener>()
  #hasFiles = false

  constructor(most = MOST_REMEMBERED) {
    this.#most = most
  }

  /** Whether a file was ever given: without one, no body need be looked at. */
  get hasFiles(): boolean {
    return this.#hasFiles
  }

  /** Takes over what an earlier proxy knew, oldest first. */
  restore(ids: readonly GivenId[]): void {
    for (const one of ids) this.#put(one)
  }

  /** `holder` gave these, or told them again. */
  given(ids: readonly string[], holder: EndpointId, now: number): void {
    const all = ids.map((id): GivenId => ({ id, holder, at: now }))
    for (const one of all) this.#put(one)
    if (all.length > 0) this.#tell(all)
  }

  /** Who has the first of these that is known; null when none is. */
  holderOf(ids: Iterable<string>, now: number): EndpointId | null {
    for (const id of ids) {
      const found = this.#known.get(id)
      if (found === undefined || now - found.at >= REMEMBERED_MS) continue
      if (now - found.at >= RENEWED_AFTER_MS) this.given([id], endpointId(found.holder), now)
      return endpointId(found.holder)
    }
    return null
  }

  /** Calls `listener` with what is new or renewed; it must not throw. */
  onGiven(listener: Listener): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #put(one: GivenId): void {
    this.#known.delete(one.id)
    this.#known.set(one.id, one)
    this.#hasFiles ||= one.id.startsWith('file_')
    if (this.#known.size > this.#most) this.#drop(Math.ceil(this.#most / 8))
  }

  /** Several at once: looking for the first key of a map costs more the more were deleted before it. */
  #drop(count: number): void {
    for (const id of [...this.#known.keys()].slice(0, count)) this.#known.delete(id)
  }

  #tell(ids: readonly GivenId[]): void {
    for (const listener of this.#listeners) listener(ids)
  }
}
