import type { ItemState, QueuedItem } from '../../../core/queue/item.ts'
import type { Cleared } from '../../../ports/queue.ts'
import { confirmed } from '../../confirm.ts'
import type { Context } from '../../context.ts'
import { keptItems } from '../../../views/queue-view.ts'
import { printJson } from '../../report.ts'
import type { QueueClearShape } from '../../../views/shapes/queue.ts'
import { sizeText } from '../../../views/size-text.ts'

export interface QueueClearFlags {
  /** Those in one of these states; all unless given. */
  readonly state?: readonly ItemState[]
  /** Those that were parked last so long ago, in seconds. */
  readonly olderThan?: number
}

/** Removes what is kept, once a person agrees; what is being sent stays. Done when the disk has its space back. */
export async function queueClear(context: Context, flags: QueueClearFlags): Promise<void> {
  const { clock, json, output, say } = context
  const now = clock.now()
  const filter = filterOf(flags, now)
  const queue = await context.queue()
  const found = (await keptItems(queue, flags.state)).filter(
    ({ renewedAt }) => renewedAt < (filter.before ?? Infinity),
  )
  if (found.length > 0) await confirmed(context, question(found, context))
  const cleared = found.length === 0 ? null : await queue.clear(filter, now)
  if (json) return printJson<QueueClearShape>(context, shown(cleared, queue.fileBytes()))
  if (cleared === null) return void output.note(say('queue.clear.nothing'))
  const { fileBytesAfter, fileBytesBefore, items: count, leased } = cleared
  const sizes = { before: sizeText(fileBytesBefore), after: sizeText(fileBytesAfter) }
  output.note(say('queue.cleared', { count, ...sizes }))
  if (leased > 0) output.note(say('queue.clear.stay', { count: leased }))
}

/** What `QueueStore.clear` takes. */
const filterOf = ({ olderThan, state: states }: QueueClearFlags, now: number) => ({
  ...(states === undefined ? {} : { states }),
  ...(olderThan === undefined ? {} : { before: now - olderThan * 1_000 }),
})

function shown(cleared: Cleared | null, bytes: number): QueueClearShape {
  if (cleared === null) return { items: 0, beingSent: 0, fileBytesBefore: bytes, fileBytesAfter: bytes }
  const { fileBytesAfter, fileBytesBefore, items, leased: beingSent } = cleared
  return { items, beingSent, fileBytesBefore, fileBytesAfter }
}

/** Says what would be lost for good. */
function question(found: readonly QueuedItem[], { say }: Context): string {
  const waiting = found.filter(({ state }) => state === 'pending').length
  const answered = found.filter(({ answer }) => answer !== null && answer.givenAt === null).length
  return [
    say('queue.clear.asks', { count: found.length }),
    ...(waiting === 0 ? [] : [say('queue.clear.waiting', { count: waiting })]),
    ...(answered === 0 ? [] : [say('queue.clear.answered', { count: answered })]),
  ].join('')
}
