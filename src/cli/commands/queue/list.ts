import type { ItemState } from '../../../core/queue/item.ts'
import type { Context } from '../../context.ts'
import { liveProxy } from '../../live.ts'
import { localTime } from '../../../views/local-time.ts'
import { itemStateText, parkedText, waitText } from '../../queue-text.ts'
import { itemView, keptItems } from '../../../views/queue-view.ts'
import { printJson } from '../../report.ts'
import type { QueuedItemJson, QueueListShape } from '../../../views/shapes/queue.ts'
import { shortIds } from '../../short-ids.ts'
import { printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

export interface QueueListFlags {
  /** How many of the newest ones. */
  readonly count: number
  /** Those in one of these states; all unless given. */
  readonly state?: readonly ItemState[]
}

/** What is kept, the newest first, with what each waits for. */
export async function queueList(context: Context, { count, state }: QueueListFlags): Promise<void> {
  const { clock, json, output, say } = context
  const { settings } = await context.settings()
  const found = await keptItems(await context.queue(), state)
  const now = clock.now()
  const items = found.slice(0, count).map((item) => itemView(item, settings, now))
  if (json) return printJson<QueueListShape>(context, { items })
  if (items.length === 0) {
    const nothing = state === undefined ? say('queue.list.none') : say('queue.list.none-so')
    return void output.note(nothing)
  }
  const shortOf = shortIds(found.map(({ id }) => id))
  await printTable(
    output,
    titles(say),
    items.map((item) => row(item, shortOf(item.id), now, say)),
  )
  if (found.length > count) output.note(say('queue.list.more', { count: found.length - count }))
  const waits = items.some(({ state: one }) => one === 'pending')
  if (waits && (await liveProxy(context)) === null) output.note(say('queue.no-proxy'))
}

const titles = (say: Say): readonly string[] => [
  ...[
    say('title.id'),
    say('title.state'),
    say('queue.title.parked'),
    say('title.model'),
    say('title.profile'),
  ],
  ...[say('queue.title.tries'), say('title.reason'), say('queue.title.waits')],
]

const row = (item: QueuedItemJson, id: string, now: number, say: Say): readonly string[] => [
  id,
  itemStateText(item, say),
  localTime(item.parkedAt),
  item.model ?? '-',
  item.profile ?? '-',
  String(item.tries.length),
  parkedText(item.reason, say),
  waitText(item.waitsFor, now, say),
]
