import type { EndpointNo } from '../core/failover/eligible.ts'
import type { TierStanding } from '../core/failover/tier.ts'
import type { PlaceName } from '../core/model.ts'
import type { ItemState } from '../core/queue/item.ts'

/** How a proxy stands when its metrics are asked for. Instants in epoch milliseconds. */
export interface ProxyNow {
  readonly version: string
  readonly startedAt: number
  /** Requests without a complete answer. */
  readonly open: number
  /** Requests whose clients are held, since nobody can serve them yet. */
  readonly held: number
  /** Version of the configuration that is followed, and whether that is the newest. */
  readonly configuration: number
  readonly isNewestFollowed: boolean
  readonly endpoints: readonly EndpointNow[]
  readonly tiers: readonly TierNow[]
  /** Null where nothing is kept, or it cannot be read. */
  readonly queue: QueueNow | null
  /** Null while no traces are sent. */
  readonly traces: TracesNow | null
  readonly process: ProcessNow
}

export interface EndpointNow {
  /** `PROFILE/NAME`. */
  readonly name: string
  readonly state: 'ok' | EndpointNo['kind']
  readonly inFlight: number
  readonly effectiveWeight: number
  /** 0 to 100; null while too little is known. */
  readonly score: number | null
}

export interface TierNow {
  readonly tier: PlaceName
  readonly state: TierStanding['kind']
  readonly isActive: boolean
}

export interface QueueNow {
  readonly items: Readonly<Record<ItemState, number>>
  /** Of the database and its log. */
  readonly bytes: number
}

export interface TracesNow {
  readonly sent: number
  readonly dropped: number
}

export interface ProcessNow {
  /** Version of Node. */
  readonly node: string
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly heapBytes: number
  /** Null where the system does not tell. */
  readonly openFiles: number | null
}
