import { nearest } from '../core/nearest.ts'
import { ITEM_STATES, type ItemState, type QueuedItem } from '../core/queue/item.ts'
import { AppError } from '../errors/app-error.ts'
import type { QueueStore } from '../ports/queue.ts'
import type { Context } from './context.ts'
import { localTime } from '../views/local-time.ts'
import { missing } from './missing.ts'
import { keptItems } from '../views/queue-view.ts'
import { shortIds } from './short-ids.ts'
import type { Say } from './texts.ts'

interface Wanted {
  readonly named: string | undefined
  /** How the command goes. */
  readonly usage: string
  /** Those that are proposed at a terminal; all unless given. */
  readonly states?: readonly ItemState[]
}

/**
 * The item that a person names by any beginning of its id that no other has,
 * or by that of a try of it, or chooses at a terminal. Throws `no-such-thing`
 * with the nearest one.
 */
export async function queuedItem(
  { ask: asker, say }: Pick<Context, 'ask' | 'say'>,
  queue: Pick<QueueStore, 'list'>,
  { named, states = ITEM_STATES, usage }: Wanted,
): Promise<QueuedItem> {
  const items = await keptItems(queue)
  if (named !== undefined) return itemNamed(items, named.toLowerCase(), say)
  const ask = await asker()
  if (ask === null) throw missing('ID', usage, say)
  const fitting = items.filter(({ state }) => states.includes(state))
  if (fitting.length === 0) throw new AppError('no-such-thing', say('queue.list.none-so'))
  const shortOf = shortIds(items.map(({ id }) => id))
  const choices = fitting.map(({ id, model, parkedAt, state }) => ({
    ...{ value: id, label: `${shortOf(id)}  ${localTime(parkedAt)}  ${model ?? ''}`.trim() },
    hint: say(`item.${state}`),
  }))
  return itemNamed(items, await ask.choose(say('queue.which'), choices), say)
}

/** A request that was sent again has an id of its own, which the log shows: it means the item that it is of. */
export function itemNamed(items: readonly QueuedItem[], named: string, say: Say): QueuedItem {
  const begins = (id: string): boolean => named !== '' && id.startsWith(named)
  const own = items.filter(({ id }) => begins(id))
  const found = own.length > 0 ? own : items.filter(({ tries }) => tries.some((one) => begins(one.request)))
  const [first, second] = found
  if (first === undefined) throw unknown(items, named, say)
  if (second === undefined || first.id === named) return first
  const shortOf = shortIds(items.map(({ id }) => id))
  const ids = found.map(({ id }) => shortOf(id)).join(', ')
  throw new AppError('usage', say('queue.ambiguous', { id: named, ids }))
}

function unknown(items: readonly QueuedItem[], named: string, say: Say): AppError {
  // Somebody who gave a beginning mistyped a beginning.
  const near = nearest(
    named,
    items.map(({ id }) => id.slice(0, named.length)),
  )
  const next = near === null || near === '' ? say('queue.see-list') : say('cli.did-you-mean', { name: near })
  return new AppError('no-such-thing', `${say('queue.unknown', { id: named })}\n${next}`)
}
