/** What a run came to, as its people saw it. */
import { lineUp } from '../../core/failover/line-up.ts'
import type { RoutingTable } from '../../core/model.ts'
import type { Ended } from './clients.ts'

/** One stretch of the run, for the timeline. */
export interface Slice {
  /** Requests that each place served, by its name. */
  readonly served: ReadonlyMap<string, number>
  readonly failed: number
}

export interface Totals {
  /** Requests as people see them, those that they gave up left out. */
  readonly asked: number
  readonly served: number
  readonly left: number
  /** What clients sent for them, with their own repeats. */
  readonly requests: number
  /** What endpoints got, and how much of it may be billed beyond one for each that was served. */
  readonly sends: number
  readonly extraPaid: number
  /** Of those that were served, in milliseconds until the send that served began. */
  readonly addedP50Ms: number
  readonly addedP99Ms: number
  /** The same, of those alone that were sent more than once. */
  readonly failoverP99Ms: number
  /** How often a session went on at another endpoint than before: its prompt cache is lost. */
  readonly moves: number
  /** How often the place that served most of a stretch was another one than in the stretch before. */
  readonly flaps: number
  readonly slices: readonly Slice[]
}

const SLICES = 60

/** The place of a profile: its tier, or `default` where there are none. */
const placeOf = (table: RoutingTable, profile: number): string => table.profiles[profile]?.tier ?? 'default'

export class Tally {
  readonly #from: number
  readonly #sliceMs: number
  readonly #placeOf = new Map<string, string>()
  readonly #slices = Array.from({ length: SLICES }, () => ({ served: new Map<string, number>(), failed: 0 }))
  readonly #owner = new Map<string, string>()
  readonly #added: number[] = []
  readonly #failovers: number[] = []
  #asked = 0
  #left = 0
  #requests = 0
  #sends = 0
  #paid = 0
  #moves = 0

  /** `from`: when the run began (epoch ms). */
  constructor(table: RoutingTable, from: number, lastsMs: number) {
    this.#from = from
    this.#sliceMs = lastsMs / SLICES
    for (const { endpoint, profile } of lineUp(table).seats) {
      this.#placeOf.set(endpoint.name, placeOf(table, profile))
    }
  }

  add(ended: Ended): void {
    const { reply, requests, to, turn } = ended
    this.#requests += requests
    this.#sends += turn.sends
    if (reply.kind === 'left') {
      this.#left += 1
      return
    }
    this.#asked += 1
    this.#paid += turn.paid
    const slice = this.#slices[Math.min(SLICES - 1, Math.floor((to - this.#from) / this.#sliceMs))]
    if (slice === undefined) return
    if (reply.kind === 'served') this.#served(ended, slice.served)
    else slice.failed += 1
  }

  #served({ from, turn }: Ended, slice: Map<string, number>): void {
    const place = this.#placeOf.get(turn.by) ?? turn.by
    slice.set(place, (slice.get(place) ?? 0) + 1)
    this.#added.push(turn.sentAt - from)
    if (turn.sends > 1) this.#failovers.push(turn.sentAt - from)
    const key = `${turn.session ?? ''} ${turn.agent ?? ''}`
    const before = this.#owner.get(key)
    if (before === turn.by) return
    this.#owner.set(key, turn.by)
    if (before !== undefined) this.#moves += 1
  }

  get totals(): Totals {
    const added = this.#added.toSorted((a, b) => a - b)
    const failovers = this.#failovers.toSorted((a, b) => a - b)
    const served = added.length
    return {
      ...{ asked: this.#asked, served, left: this.#left, requests: this.#requests, sends: this.#sends },
      extraPaid: this.#paid - served,
      addedP50Ms: percentile(added, 0.5),
      addedP99Ms: percentile(added, 0.99),
      failoverP99Ms: percentile(failovers, 0.99),
      ...{ moves: this.#moves, flaps: this.#flaps(), slices: this.#slices },
    }
  }

  #flaps(): number {
    let flaps = 0
    let before: string | null = null
    for (const { served } of this.#slices) {
      const most = [...served].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0] as [string, number])[0]
      if (most === '') continue
      if (before !== null && before !== most) flaps += 1
      before = most
    }
    return flaps
  }
}

/** Of numbers in order; 0 of none. */
const percentile = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
