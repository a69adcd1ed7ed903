/** The control API's shapes: what the proxy promises to the command line and, later, to the dashboard. */
import type { EndpointNo } from '../core/failover/eligible.ts'
import type { Hand, Place } from '../core/failover/line-up.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { TierStanding } from '../core/failover/tier.ts'
import type { Check } from '../core/health/check.ts'
import type { Condition } from '../core/health/score.ts'
import type { Json } from '../core/json.ts'
import type { CheckKind } from '../core/health/check.ts'
import type { BenchReason } from '../core/health/bench.ts'
import type { PlaceName } from '../core/model.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { QueueStanding, Retried } from '../ports/parking.ts'

export const API = '/_qcc/api/v1'

/** `GET /identity`: who listens here. Tells nothing that is secret, and needs no token. */
export interface Identity {
  readonly product: 'qcc'
  readonly version: string
  readonly pid: number
  /** New at each start. */
  readonly instance: string
}

/** `GET /status`: what the proxy says of itself. */
export interface ProxyStatus {
  readonly version: string
  readonly pid: number
  /** Where programs of this machine reach it. */
  readonly url: string
  /** Address or name that it listens on. */
  readonly host: string
  /** Whether that is more than this machine; then every request needs a client token. */
  readonly beyondMachine: boolean
  /** Client tokens in force. */
  readonly clientTokens: number
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly uptimeMs: number
  /** It takes no new requests and ends when the open ones have. */
  readonly stopping: boolean
  /** Requests taken since the start. */
  readonly requests: number
  /** Requests without a complete answer. */
  readonly open: number
  /** Resident memory of the process. */
  readonly memoryBytes: number
  /** Version of the configuration that it follows. */
  readonly configuration: number
  /** Why the newest version of the configuration is not followed; null when it is. */
  readonly configurationFault: string | null
  /** Why the log file is not written; null when it is. */
  readonly logFault: string | null
  /** The profiles that the root URL serves, in the order in which they are asked. */
  readonly profiles: readonly string[]
  readonly tiers: TiersStatus
  readonly queue: QueueStanding
  /** Since when this machine has no network (epoch milliseconds); null when it has one, as far as is known. */
  readonly networkDownSince: number | null
  /** Requests whose clients are held now, since nobody can serve them yet. */
  readonly held: readonly HeldRequests[]
  /** All that it may serve, also below the URL of their profile only; those of the root URL first, as they are asked. */
  readonly endpoints: readonly EndpointStatus[]
}

/** Those that are held for the same. */
export interface HeldRequests {
  /** The profile that they are limited to; null at the root URL. */
  readonly profile: string | null
  /** As it was asked for; null where they name none. */
  readonly model: string | null
  readonly requests: number
}

/** How the places stand that the root URL is served from. Instants in epoch milliseconds. */
export interface TiersStatus {
  /** The first in order that serves; null when there is none. */
  readonly active: PlaceName | null
  /** Since when that one does: the last switch, or the start of the proxy. */
  readonly activeSince: number
  /** By the settings; `hand.only` leaves neither with anything to do. */
  readonly autoFailover: boolean
  readonly autoRecovery: boolean
  /** Whom a person put first; null when nobody did. */
  readonly hand: Hand | null
  /** In the order in which they are asked. */
  readonly places: readonly PlaceStatus[]
  /** Null when none is known. */
  readonly lastSwitch: Switch | null
}

export interface PlaceStatus extends Place {
  readonly isActive: boolean
  readonly state: TierStanding['kind']
  readonly since: number
  /** When a cooling ends; null when a person has to end it, and for the other states. */
  readonly until: number | null
  /** What a recovery has passed so far. */
  readonly checks: number
}

export interface EndpointStatus {
  readonly id: string
  /** `PROFILE/NAME`. */
  readonly name: string
  readonly enabled: boolean
  readonly inFlight: number
  /** `ok`, or what would keep it from serving a new request of its profile. */
  readonly state: EndpointState
  /** Why it is benched; null when it is not. */
  readonly reason: BenchReason | null
  /** When that ends (epoch milliseconds); null when it is not known. */
  readonly until: number | null
  /** All benches, those of single models among them. */
  readonly benches: readonly BenchStatus[]
  readonly effectiveWeight: EffectiveWeight
  readonly score: ScoreStatus
  /** The newest check of ours; null when there was none lately. */
  readonly lastCheck: Pick<Check, 'at' | 'kind' | 'verdict' | 'quality'> | null
  /** Tokens that checks used today (UTC). */
  readonly checkTokens: number
}

/** What requests, or checks where there are too few of them, lately come to. */
export interface ScoreStatus {
  readonly condition: Condition | 'unknown'
  /** Null while too little is known; so are the numbers that follow, each 0 to 100. */
  readonly source: 'traffic' | 'probes' | null
  readonly observations: number
  readonly overall: number | null
  readonly success: number | null
  /** Beside the fastest of its profile; null also where nothing can be compared. */
  readonly response: number | null
  readonly stability: number | null
  /** Of answers to checks; null also without any lately. */
  readonly quality: number | null
}

/** An endpoint's share of new sessions beside the others of its profile, and how it comes about. */
export interface EffectiveWeight {
  /** The product of the others; 0 while it is out. */
  readonly effective: number
  /** As configured. */
  readonly weight: number
  /** For its health, 0.1 to 2. */
  readonly score: number
  /** For its return, 0.1 to 1. */
  readonly ramp: number
  /** For what is left of its limits, 0.1 to 1. */
  readonly quota: number
}

export type EndpointState = 'ok' | EndpointNo['kind']

export interface BenchStatus {
  readonly reason: BenchReason
  /** As the endpoint knows it; null for all models. */
  readonly model: string | null
  /** Epoch milliseconds. */
  readonly until: number
}

/** Body of `POST /probe`: the ids of the endpoints to be checked now, and how. */
export interface ProbeRequest {
  readonly endpoints: readonly string[]
  readonly kind: CheckKind
}

/** Answer to `POST /probe`, in the order of the ids, without those that there are not; and to `POST /check`, which checks all that may serve. */
export interface ProbeAnswer {
  readonly reports: readonly ProbeReport[]
}

/** Answer to `POST /settle`: everything that happened so far can be read from the home. */
export interface SettleAnswer {
  readonly settled: true
}

/** Answer to `GET /flight`: what the last decisions were made from, for `explain --replay`. */
export type FlightAnswer = Json

/** Body of `POST /switch`: whom the root URL asks first from now on; null ends what was said before. */
export interface SwitchRequest {
  readonly hand: Omit<Hand, 'since'> | null
}

/** Answer to `POST /switch`: how the places stand after it. */
export type SwitchAnswer = TiersStatus

/** Body of `POST /retry`: the ids of kept requests that are to be sent now, or null for all that wait. */
export interface RetryRequest {
  readonly ids: readonly string[] | null
}

/** Answer to `POST /retry`, given when all of them have ended. */
export interface RetryAnswer {
  readonly retried: readonly Retried[]
}

/** Body of `POST /stop`. */
export interface StopRequest {
  /** How long open requests may finish. */
  readonly drainMs: number
}

/** Answer to `POST /stop`, given when open requests have ended. */
export interface StopAnswer {
  /** Requests that did not finish in time and were cut off. */
  readonly broken: number
}

/** `HOME/run.json`: a hint to where the proxy of a home is; the proxy itself is asked who it is. */
export interface RunFile {
  readonly url: string
  readonly instance: string
  readonly pid: number
  /** Bearer token of the control API; new at each start. */
  readonly token: string
  /** What programs of this home use for a client token; null where none is needed. */
  readonly clientToken: string | null
  /** What a restart starts again. */
  readonly flags: Readonly<Record<string, string | number>>
  readonly profile: string | null
  readonly daemon: boolean
}
