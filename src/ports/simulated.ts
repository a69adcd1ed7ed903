import type { SwitchCause } from '../core/failover/switch.ts'

/** What a simulation came to, for whoever shows it. Durations and instants in milliseconds, instants from its beginning. */
export interface Simulated {
  readonly name: string
  readonly lastsMs: number
  /** Requests as people see them, those that they gave up left out. */
  readonly asked: number
  readonly served: number
  readonly left: number
  /** What endpoints got. */
  readonly sends: number
  /** Answers that may be billed beyond one for each request that was served. */
  readonly extraPaid: number
  readonly probes: number
  /** Of what was served: from the request to the send that served it. */
  readonly addedP50Ms: number
  readonly addedP99Ms: number
  /** The same, of those alone that were sent more than once. */
  readonly failoverP99Ms: number
  /** How often a session went on at another endpoint. */
  readonly moves: number
  /** Changes of the tier that is asked first. */
  readonly switches: readonly {
    readonly atMs: number
    readonly from: string | null
    readonly to: string | null
    readonly cause: SwitchCause
  }[]
  /** How long each tier was the one asked first. */
  readonly onTierMs: Readonly<Record<string, number>>
  /** Sixty stretches of the same length: what each tier served in it, and what failed. */
  readonly timeline: readonly { readonly served: Readonly<Record<string, number>>; readonly failed: number }[]
}

/** A scenario that a person names: its name for people, and its text. */
export interface ScenarioText {
  readonly name: string
  readonly text: string
}

export type SimulationResult =
  | { readonly kind: 'simulated'; readonly simulated: Simulated }
  /** A rule was broken; `flight` is the text of the flight log before. */
  | { readonly kind: 'violated'; readonly what: string; readonly flight: string }

export interface Simulator {
  /** Whether it is a person's own configuration, or the one that ships. */
  readonly configuration: 'own' | 'built-in'
  run(seed: number): SimulationResult
}
