/** What goes from the queue, and when. */
import type { QueuedItem } from './item.ts'

/** What is kept at the most: items, and bytes as they are stored. */
export interface QueueCaps {
  readonly items: number
  readonly bytes: number
}

export type Room =
  /** Once these, by their ids, are gone. */
  { readonly kind: 'room'; readonly going: readonly string[] } | { readonly kind: 'full' }

/** The ages that `agedItems` looks at. */
type Aging = Pick<QueuedItem, 'id' | 'state' | 'renewedAt' | 'finishedAt'>

/**
 * Room for one more item of `bytes` beside those that are there: finished ones
 * go, the oldest first, no more of them than are needed, and open ones never.
 */
export function roomFor(
  bytes: number,
  there: QueueCaps,
  finished: readonly Pick<QueuedItem, 'id' | 'storedBytes'>[],
  caps: QueueCaps,
): Room {
  const left = { items: there.items + 1, bytes: there.bytes + bytes }
  const isTooMuch = (): boolean => left.items > caps.items || left.bytes > caps.bytes
  const going: string[] = []
  for (const { id, storedBytes } of finished) {
    if (!isTooMuch()) break
    going.push(id)
    left.items -= 1
    left.bytes -= storedBytes
  }
  return isTooMuch() ? { kind: 'full' } : { kind: 'room', going }
}

/** By their ids: what has waited for `ttlMs` expires, and what has been over for as long is forgotten. What is being sent does neither. */
export function agedItems(
  items: readonly Aging[],
  now: number,
  ttlMs: number,
): { readonly expired: readonly string[]; readonly forgotten: readonly string[] } {
  const idsOf = (isAged: (item: Aging) => boolean): readonly string[] =>
    items.filter(isAged).map(({ id }) => id)
  return {
    expired: idsOf(({ renewedAt, state }) => state === 'pending' && now - renewedAt >= ttlMs),
    forgotten: idsOf(({ finishedAt }) => finishedAt !== null && now - finishedAt >= ttlMs),
  }
}
