import type { Hand } from '../core/failover/line-up.ts'
import type { Seen } from '../core/health/evidence.ts'
import type { Probed } from '../core/health/probe.ts'
import type { EndpointId, RoutingTable } from '../core/model.ts'
import type { Slot } from '../core/router.ts'
import type { Ask } from './ask.ts'
import type { Call, Result } from './call.ts'
import type { Deps } from './deps.ts'
import { Engine } from './engine.ts'
import { FlightLog } from './flight-log.ts'
import type { SessionName } from './session-table.ts'

/** Clock and dice whose words are written down, as long as somebody says where. */
class Tape {
  readonly #deps: Deps
  /** Null between calls: what is asked then decides nothing. */
  into: number[] | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  readonly clock = { now: () => this.#note(this.#deps.clock.now()) }
  readonly dice = { roll: () => this.#note(this.#deps.dice.roll()) }

  #note(reading: number): number {
    this.into?.push(reading)
    return reading
  }
}

/** An engine that writes down whatever its decisions depend on. */
export class RecordedEngine extends Engine {
  readonly flight = new FlightLog(() => this.memory())
  readonly #tape: Tape

  constructor(table: RoutingTable, deps: Deps, tape = new Tape(deps)) {
    super(table, { ...deps, clock: tape.clock, dice: tape.dice })
    this.#tape = tape
  }

  override acquire(ask: Ask) {
    return this.#noted('acquire', () => super.acquire(ask), ask)
  }
  override leave(place: number) {
    // Nearly every request leaves a line in which it did not stand.
    if (this.isInLine(place)) this.#noted('leave', () => super.leave(place), place)
  }
  override commit(slot: Slot) {
    return this.#noted('commit', () => super.commit(slot), slot)
  }
  override release(slot: Slot, seen: Seen) {
    // Of what comes with it nothing else is looked at, and nothing of an answer may stay.
    const { limits, outcome, progress } = seen
    return this.#noted('release', () => super.release(slot, seen), slot, { limits, outcome, progress })
  }
  override blame(slots: readonly Slot[]) {
    this.#noted('blame', () => super.blame(slots), slots)
  }
  override configure(table: RoutingTable) {
    this.#noted('configure', () => super.configure(table), table)
  }
  override switchTo(hand: Omit<Hand, 'since'> | null) {
    return this.#noted('switchTo', () => super.switchTo(hand), hand)
  }
  override woke() {
    this.#noted('woke', () => super.woke())
  }
  override expectRepeat(name: SessionName, endpoint: EndpointId) {
    this.#noted('expectRepeat', () => super.expectRepeat(name, endpoint), name, endpoint)
  }
  override lastMove(ask: Ask) {
    return this.#noted('lastMove', () => super.lastMove(ask), ask)
  }
  override dueProbes() {
    return this.#noted('dueProbes', () => super.dueProbes())
  }
  override probed(source: EndpointId, probed: Probed) {
    this.#noted('probed', () => super.probed(source, probed), source, probed)
  }

  #noted<R extends Result>(call: Call, run: () => R, first?: unknown, second?: unknown): R {
    // One call may use another, which then is no input of its own.
    if (this.#tape.into !== null) return run()
    this.#tape.into = this.flight.begin(call, first, second)
    try {
      const result = run()
      this.flight.end(call, result)
      return result
    } finally {
      this.#tape.into = null
    }
  }
}
