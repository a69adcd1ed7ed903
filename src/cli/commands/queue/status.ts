import type { Context } from '../../context.ts'
import { liveProxy } from '../../live.ts'
import { localTime } from '../../../views/local-time.ts'
import { waitText } from '../../queue-text.ts'
import { queueSummary } from '../../../views/queue-view.ts'
import { printJson } from '../../report.ts'
import type { QueueStatusShape } from '../../../views/shapes/queue.ts'
import { sizeText } from '../../../views/size-text.ts'
import { printPairs } from '../../table.ts'
import type { Say } from '../../texts.ts'

/** How much is kept, what waits, and what comes next. Needs no proxy, and says when none runs. */
export async function queueStatus(context: Context): Promise<void> {
  const { clock, json, output, say } = context
  const { settings } = await context.settings()
  const summary = await queueSummary(() => context.queue(), settings, clock.now(), say)
  const shown: QueueStatusShape = {
    ...summary,
    strategy: settings['queue.strategy'],
    proxy: (await liveProxy(context)) !== null,
    fileBytes: (await context.queue()).fileBytes(),
    maxItems: settings['queue.max-items'],
    maxBytes: settings['queue.max-bytes'],
  }
  if (json) return printJson<QueueStatusShape>(context, shown)
  await printPairs(output, pairs(shown, clock.now(), say))
  const open = shown.counts.pending + shown.counts.retrying
  if (!shown.proxy && open > 0) output.note(say('queue.no-proxy'))
}

function pairs(shown: QueueStatusShape, now: number, say: Say) {
  const { auto, counts, enabled, fault, maxBytes, maxItems, next, oldest, strategy } = shown
  const sent = auto ? say('queue.sent-auto', { strategy }) : say('queue.sent-by-hand')
  if (fault !== null) return [[say('title.queue'), say('queue.faulty', { why: fault })]] as const
  const items = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const size = sizeText(shown.storedBytes)
  const kept = { items, size, most: maxItems, 'most-size': sizeText(maxBytes) }
  const dash = '-'
  return [
    [say('title.queue'), enabled ? sent : say('queue.off')],
    [say('queue.title.waiting'), String(counts.pending)],
    [say('queue.title.sending'), String(counts.retrying)],
    [say('queue.title.oldest'), oldest === null ? dash : aged(oldest, say)],
    [
      say('queue.title.next'),
      next === null ? dash : `${waitText(next.waitsFor, now, say)} (${short(next.id)})`,
    ],
    [say('queue.title.over'), say('queue.over', counts)],
    [say('queue.title.kept'), say('queue.kept-of', kept)],
    [say('queue.title.file'), sizeText(shown.fileBytes)],
  ] as const
}

const aged = ({ id, parkedAt }: NonNullable<QueueStatusShape['oldest']>, say: Say): string =>
  say('queue.since', { time: localTime(parkedAt), id: short(id) })

/** Enough to tell them apart, and to ask for one. */
const short = (id: string): string => id.slice(0, 8)
