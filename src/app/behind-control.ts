import type { Identity } from '../admin/contract.ts'
import type { EventTap } from '../admin/event-tap.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { RecordedEngine } from '../engine/recorded-engine.ts'
import type { Counts } from '../metrics/counts.ts'
import type { Prober } from '../health/prober.ts'
import type { Parking, QueueActions } from '../ports/parking.ts'
import type { RunningProxy } from '../proxy/server.ts'
import type { LiveConfiguration } from './live-configuration.ts'
import type { LiveTokens } from './live-tokens.ts'
import type { RecentHeaders } from './recent-headers.ts'
import type { Tracing } from './tracing.ts'
import type { Wanted } from './wanted-proxy.ts'

/** What is there a moment after that which needs it. */
export interface Late {
  /** Ends the streams of events; null while there were none. */
  endEvents: (() => void) | null
  queue: Parking & QueueActions
  server: RunningProxy | null
}

/** What the control API speaks for. */
export interface BehindControl {
  readonly wanted: Wanted
  readonly identity: Identity
  /** Bearer token of the control API. */
  readonly token: string
  readonly tap: EventTap
  readonly engine: RecordedEngine
  readonly lastSwitch: () => Switch | null
  readonly live: LiveConfiguration
  readonly tokens: LiveTokens
  readonly prober: Prober
  readonly counts: Counts
  readonly tracing: Tracing
  readonly headers: RecentHeaders
  readonly late: Late
}
