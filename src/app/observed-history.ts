import { Counts } from '../metrics/counts.ts'
import type { Log } from '../ports/log.ts'
import type { KeptHistory } from './keep-history.ts'
import type { LiveConfiguration } from './live-configuration.ts'
import { tracing, type Tracing } from './tracing.ts'

/** What happens, and what machines are told of it. */
interface Observed {
  readonly history: KeptHistory
  readonly counts: Counts
  readonly tracing: Tracing
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
  return { counts, tracing: traces, history: withObservers(history, live, counts, traces) }
}

const withObservers = (
  history: KeptHistory,
  live: LiveConfiguration,
  counts: Counts,
  traces: Tracing,
): KeptHistory => ({
  record: (trail) => {
    counts.onTrail(trail)
    traces.onTrail(trail)
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
