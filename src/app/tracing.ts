import type { Log } from '../ports/log.ts'
import type { Trail } from '../ports/trail.ts'
import type { TraceExport } from '../metrics/trace-export.ts'
import type { TracesNow } from '../metrics/proxy-now.ts'
import type { Settings } from '../settings/schema.ts'
import { loadedLater } from './loaded-later.ts'
import { systemClock } from './system-clock.ts'
import { VERSION } from './version.ts'

/** Sends traces where the setting says so; otherwise it costs a comparison, and nothing of it is loaded. */
export interface Tracing {
  onTrail(trail: Trail): void
  /** Null while none was sent. */
  readonly now: TracesNow | null
  /** Sends what waits. */
  close(): Promise<void>
}

interface About {
  readonly settings: () => Pick<Settings, 'otlp.endpoint'>
  /** Of the proxy. */
  readonly instance: string
  readonly log: Log
}

/** What the setting is by itself. */
const OFF = 'none'

export function tracing({ instance, log, settings }: About): Tracing {
  const to = (): string | null => {
    const url = settings()['otlp.endpoint']
    return url === OFF ? null : url
  }
  const onFault = (why: string): void => {
    log.write({ event: 'traces-not-sent', at: systemClock.now(), why })
  }
  const exporter = loadedLater(async (): Promise<TraceExport> => {
    const { TraceExport: Export } = await import('../metrics/trace-export.ts')
    return new Export({ to, clock: systemClock, onFault, version: VERSION, instance })
  }, onFault)
  return {
    onTrail: (trail) => {
      if (settings()['otlp.endpoint'] === OFF) return
      exporter.use((one) => {
        one.record(trail)
      })
    },
    get now() {
      const { now } = exporter
      return now === null ? null : { sent: now.sent, dropped: now.dropped }
    },
    close: async () => {
      const one = await exporter.settled()
      await one?.close()
    },
  }
}
