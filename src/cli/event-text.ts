import { isSamePlace } from '../core/failover/switch.ts'
import type { LogEvent } from '../ports/log.ts'
import { newsText } from '../views/news-text.ts'
import { switchText } from '../views/switch-text.ts'
import { findingText } from './probe-text.ts'
import { isOfQueue, queueText, type QueueEvent } from './queue-event-text.ts'
import type { Say } from './texts.ts'

/** What happened in a proxy, as a sentence. */
export const eventText = (event: LogEvent, say: Say): string =>
  isOfQueue(event) ? queueText(event, say) : plainText(event, say)

function plainText(event: Exclude<LogEvent, QueueEvent>, say: Say): string {
  if (event.event === 'attempt') {
    const { endpoint, outcome, tookMs: ms, why } = event
    return say(outcome === 'ok' ? 'log.attempt-ok' : 'log.attempt', { endpoint, outcome, why, ms })
  }
  if (event.event === 'answer') return answerText(event, say)
  if (event.event === 'probe') return probeText(event, say)
  if (event.event === 'endpoint') {
    const { at, endpoint, news } = event
    return say('log.endpoint', { endpoint, news: newsText(news, at, say) })
  }
  if (event.event === 'switch') {
    const key = isSamePlace(event.from, event.to) ? 'log.switch-stays' : 'log.switch'
    return say(key, { switch: switchText(event, say) })
  }
  if (event.event === 'commit') return say('log.commit', { endpoint: event.endpoint, ms: event.afterMs })
  if (isPlain(event)) return say(`log.${event.event}`, { ...event })
  return lifeText(event, say)
}

function answerText(event: Extract<LogEvent, { readonly event: 'answer' }>, say: Say): string {
  const { attempts, ending, endpoint, method, path, status, tookMs: ms } = event
  const values = { attempts, ending, endpoint: endpoint ?? '', method, path, status: status ?? '-', ms }
  return say(endpoint === null ? 'log.answer-ours' : 'log.answer', values)
}

function probeText(event: Extract<LogEvent, { readonly event: 'probe' }>, say: Say): string {
  const { endpoint, reason, totalMs } = event
  const values = { endpoint, why: say(`log.probe-${reason}`), finding: findingText(event, say) }
  return totalMs === null ? say('log.probe-unanswered', values) : say('log.probe', { ...values, ms: totalMs })
}

/** What its values alone tell. */
type PlainEvent = Extract<
  LogEvent,
  {
    readonly event:
      | 'settings-healed'
      | 'not-notified'
      | 'traces-not-sent'
      | 'trail-not-saved'
      | 'state-not-saved'
  }
>

const isPlain = (event: LogEvent): event is PlainEvent => PLAIN.has(event.event)

const PLAIN: ReadonlySet<LogEvent['event']> = new Set<PlainEvent['event']>([
  ...(['settings-healed', 'not-notified', 'traces-not-sent', 'trail-not-saved', 'state-not-saved'] as const),
])

type LifeEvent = Exclude<
  LogEvent,
  | QueueEvent
  | PlainEvent
  | { readonly event: 'attempt' | 'commit' | 'answer' | 'probe' | 'endpoint' | 'switch' }
>

/** Of the proxy itself rather than of a request. */
function lifeText(event: LifeEvent, say: Say): string {
  switch (event.event) {
    case 'listening':
      return say('log.listening', { ...event, ...named(event.endpoints) })
    case 'config-followed': {
      const { configuration, needsRestart } = event
      const followed = say('log.config-followed', { configuration, ...named(event.endpoints) })
      if (needsRestart.length === 0) return followed
      return `${followed} ${say('log.config-restart', { keys: needsRestart.join(', ') })}`
    }
    case 'config-refused':
      return say('log.config-refused', { why: event.why.replaceAll('\n', '; ') })
    case 'stopping':
      return say('log.stopping', { open: event.open, seconds: event.drainMs / 1_000 })
    case 'not-started':
    case 'stopped':
    case 'lines-lost':
    case 'fault':
      return say(`log.${event.event}`, { ...event })
  }
}

const named = (endpoints: readonly string[]) => ({
  count: endpoints.length,
  endpoints: endpoints.join(', ') || '-',
})
