import type { LogEvent } from '../ports/log.ts'
import type { Say } from './texts.ts'

/** Beginnings of ids are enough to tell them apart, and to ask for one. */
export const SHOWN_OF_ID = 8

export type QueueEvent = Extract<
  LogEvent,
  { readonly event: 'parked' | 'not-parked' | 'retry' | 'answered-from-queue' | 'queue-fault' }
>

const QUEUE_EVENTS: ReadonlySet<LogEvent['event']> = new Set<QueueEvent['event']>([
  'parked',
  'not-parked',
  'retry',
  'answered-from-queue',
  'queue-fault',
])

export const isOfQueue = (event: LogEvent): event is QueueEvent => QUEUE_EVENTS.has(event.event)

/** What the queue did, as a sentence. */
export function queueText(event: QueueEvent, say: Say): string {
  switch (event.event) {
    case 'parked': {
      const { item, reason, request } = event
      const key = item === request ? 'log.parked' : 'log.parked-as'
      return say(key, { item: item.slice(0, SHOWN_OF_ID), reason })
    }
    case 'answered-from-queue':
      return say(`log.answered-from-queue-${event.how}`, { item: event.item.slice(0, SHOWN_OF_ID) })
    case 'retry': {
      const { end, endpoint, item, state, status } = event
      const values = {
        item: item.slice(0, SHOWN_OF_ID),
        end,
        endpoint: endpoint ?? '-',
        state,
        status: status ?? '-',
      }
      return say('log.retry', values)
    }
    case 'not-parked':
    case 'queue-fault':
      return say(`log.${event.event}`, { why: event.why })
  }
}
