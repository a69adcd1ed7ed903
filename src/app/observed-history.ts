import { Counts } from '../metrics/counts.ts'
import type { Log } from '../ports/log.ts'
import type { KeptHistory } from './keep-history.ts'
import type { LiveConfiguration } from './live-configuration.ts'
import { RecentHeaders } from './recent-headers.ts'
import { tracing, type Tracing } from './tracing.ts'

/** What happens, and what machines are told of it. */
interface Observed {
  readonly history: KeptHistory
  readonly counts: Counts
  readonly tracing: Tracing
  readonly headers: RecentHeaders
}

interface About {
  readonly live: LiveConfiguration
  readonly log: Log
  /** Of the proxy. */
  readonly instance: string
}

/** Counts what happens on its way to the history, and sends it to a collector where there is one. */
export function observedHistory(history: KeptHistory, { instance, live, log }: About): Observed {
  const counts = new Counts()
  const traces = tracing({ settings: () => live.now.settings, instance, log })
  const headers = new RecentHeaders()
  const observers = { counts, tracing: traces, headers }
  return { ...observers, history: withObservers(history, live, observers) }
}

const withObservers = (
  history: KeptHistory,
  live: LiveConfiguration,
  { counts, headers, tracing: traces }: Omit<Observed, 'history'>,
): KeptHistory => ({
  record: (trail, lines) => {
    counts.onTrail(trail)
    traces.onTrail(trail)
    if (lines !== undefined) headers.note(trail.request, lines)
    history.record(trail)
  },
  recordSwitch: (one) => {
    counts.onSwitch(one.cause)
    history.recordSwitch(one)
  },
  recordHealth: (event) => {
    if (event.kind === 'check') {
      const endpoint = live.endpoint(event.endpointId)
      if (endpoint !== null) counts.onCheck(endpoint.name, event.check)
    }
    history.recordHealth(event)
  },
  lastSwitch: () => history.lastSwitch(),
  read: () => history.read(),
  settle: () => history.settle(),
  close: async () => {
    await traces.close()
    await history.close()
  },
})
