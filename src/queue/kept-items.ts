import type { QueuedItem } from '../core/queue/item.ts'

/** What is looked at before anything is computed from a request: nearly always that is enough to know that it is new. */
type Size = Pick<QueuedItem, 'fence' | 'bytes'>

/** The items that wait, are sent, or have an answer for their client, as far as is known: the database knows better. */
export class KeptItems {
  readonly #items = new Map<string, QueuedItem>()
  readonly #sizes = new Map<string, number>()

  /** Takes in an item as it is now, or forgets one that is nothing to anybody any more. */
  put(item: QueuedItem): void {
    this.remove(item.id)
    if (!isOfUse(item)) return
    this.#items.set(item.id, item)
    this.#count(item, 1)
  }

  remove(id: string): void {
    const item = this.#items.get(id)
    if (item === undefined) return
    this.#items.delete(id)
    this.#count(item, -1)
  }

  /** Whether a request may be one of them. */
  mayHave(size: Size): boolean {
    return this.#sizes.size > 0 && this.#sizes.has(keyOf(size))
  }

  get(id: string): QueuedItem | null {
    return this.#items.get(id) ?? null
  }

  get all(): readonly QueuedItem[] {
    return [...this.#items.values()]
  }

  get isEmpty(): boolean {
    return this.#items.size === 0
  }

  #count(item: Size, by: number): void {
    const key = keyOf(item)
    const left = (this.#sizes.get(key) ?? 0) + by
    if (left === 0) this.#sizes.delete(key)
    else this.#sizes.set(key, left)
  }
}

const keyOf = ({ bytes, fence }: Size): string => `${String(bytes)} ${fence ?? ''}`

const isOfUse = ({ answer, state }: QueuedItem): boolean =>
  state === 'pending' || state === 'retrying' || (answer !== null && answer.givenAt === null)
