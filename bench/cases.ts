import type { Wanted } from './message.ts'

/** Requests one after the other, and many at once for as long as a round is. */
export interface Crowd {
  readonly kind: 'crowd'
  readonly name: string
  readonly kilobytes: number
  readonly wanted: Wanted
  /** How many are asked at once where throughput is measured. */
  readonly atOnce: number
  /** Requests of a round one after the other, for the time to first byte: as many, or as many as fit into its time. */
  readonly probes: number
  /** Requests until everything is compiled, if they take no longer than six rounds. */
  readonly warmUp: number
}

/** Streams that are all open together, with pauses between their events. */
export interface Streams {
  readonly kind: 'streams'
  readonly name: string
  readonly count: number
  readonly wanted: Wanted & { readonly kind: 'paced' }
  /** They begin spread over this time, which is shorter than a stream. */
  readonly beginOverMs: number
  /** Only who is spoken of in a target, since it is long. */
  readonly isForFew: boolean
}

/** The first endpoint fails each request, in one of several ways. */
export interface Failover {
  readonly kind: 'failover'
  readonly name: string
  /** Failovers of a round in each way, each before and after requests that are served as usual. */
  readonly probes: number
}

export type Case = Crowd | Streams | Failover

const PACED = { kind: 'paced', events: 20, everyMs: 50 } as const

export const CASES = {
  small: {
    ...{ kind: 'crowd', name: '1 KB, whole answer', kilobytes: 1 },
    ...{ wanted: { kind: 'whole' }, atOnce: 16, probes: 200, warmUp: 20_000 },
  },
  stream: {
    ...{ kind: 'crowd', name: '200 KB, stream of 60 events', kilobytes: 200 },
    ...{ wanted: { kind: 'stream' }, atOnce: 16, probes: 80, warmUp: 1_500 },
  },
  large: {
    ...{ kind: 'crowd', name: '2 MB request, whole answer', kilobytes: 2_000 },
    ...{ wanted: { kind: 'whole' }, atOnce: 4, probes: 20, warmUp: 60 },
  },
  streams500: {
    ...{ kind: 'streams', name: '500 streams, 50 ms between events', count: 500 },
    ...{ wanted: PACED, beginOverMs: 700, isForFew: false },
  },
  streams1000: {
    ...{ kind: 'streams', name: '1,000 streams, 50 ms between events', count: 1_000 },
    ...{ wanted: PACED, beginOverMs: 700, isForFew: true },
  },
  failover: { kind: 'failover', name: 'Failover on, the first endpoint down', probes: 12 },
} as const satisfies Readonly<Record<string, Case>>

/** Beside the cases: starting the program. */
export const START = 'start'
