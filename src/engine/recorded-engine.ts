import type { Seen } from '../core/health/evidence.ts'
import type { RoutingTable } from '../core/model.ts'
import type { Slot } from '../core/router.ts'
import type { Deps } from './deps.ts'
import { Engine } from './engine.ts'
import { FlightLog, type Call, type Entry } from './flight-log.ts'
import { gist, slotIn } from './gist.ts'

/** What clock and dice say during one call. */
class Tape {
  readonly #deps: Deps
  /** Used over and over: a list of its own for each call would be grown for nothing. */
  readonly #heard: number[] = []
  #length = 0
  /** Not between calls: what is asked then decides nothing. */
  #isRunning = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  readonly clock = { now: () => this.#note(this.#deps.clock.now()) }
  readonly dice = { roll: () => this.#note(this.#deps.dice.roll()) }

  start(): void {
    this.#isRunning = true
    this.#length = 0
  }

  /** What was said since the start, in order. */
  stop(): readonly number[] {
    this.#isRunning = false
    return this.#heard.slice(0, this.#length)
  }

  #note(reading: number): number {
    if (this.#isRunning) this.#heard[this.#length++] = reading
    return reading
  }
}

/** An engine that writes down whatever its decisions depend on. */
export class RecordedEngine extends Engine {
  readonly flight = new FlightLog(() => this.memory())
  readonly #tape: Tape
  /** One call may use another, which then is no input of its own. */
  #isWithin = false

  constructor(table: RoutingTable, deps: Deps, tape = new Tape(deps)) {
    super(table, { ...deps, clock: tape.clock, dice: tape.dice })
    this.#tape = tape
  }

  override acquire(...args: Parameters<Engine['acquire']>) {
    return this.#noted('acquire', args, () => super.acquire(...args))
  }
  override leave(place: number) {
    // Nearly every request leaves a line in which it did not stand.
    if (this.isInLine(place)) this.#noted('leave', [place], () => super.leave(place))
  }
  override commit(...args: Parameters<Engine['commit']>) {
    return this.#noted('commit', args, () => super.commit(...args))
  }
  override release(slot: Slot, seen: Seen) {
    // Of what comes with it nothing else is looked at, and nothing of an answer may stay.
    const { limits, outcome, progress } = seen
    return this.#noted('release', [slot, { limits, outcome, progress }], () => super.release(slot, seen))
  }
  override blame(...args: Parameters<Engine['blame']>) {
    this.#noted('blame', args, () => super.blame(...args))
  }
  override configure(...args: Parameters<Engine['configure']>) {
    this.#noted('configure', args, () => super.configure(...args))
  }
  override switchTo(...args: Parameters<Engine['switchTo']>) {
    return this.#noted('switchTo', args, () => super.switchTo(...args))
  }
  override woke(...args: Parameters<Engine['woke']>) {
    this.#noted('woke', args, () => super.woke(...args))
  }
  override expectRepeat(...args: Parameters<Engine['expectRepeat']>) {
    this.#noted('expectRepeat', args, () => super.expectRepeat(...args))
  }
  override lastMove(...args: Parameters<Engine['lastMove']>) {
    return this.#noted('lastMove', args, () => super.lastMove(...args))
  }
  override dueProbes(...args: Parameters<Engine['dueProbes']>) {
    return this.#noted('dueProbes', args, () => super.dueProbes(...args))
  }
  override probed(...args: Parameters<Engine['probed']>) {
    this.#noted('probed', args, () => super.probed(...args))
  }

  #noted<R extends ReturnType<Engine[Call]>>(call: Call, args: readonly unknown[], run: () => R): R {
    if (this.#isWithin) return run()
    this.#isWithin = true
    const entry: Entry = { call, args, readings: [], gist: '', slot: null }
    this.flight.add(entry)
    this.#tape.start()
    try {
      const result = run()
      entry.gist = gist(call, result)
      entry.slot = slotIn(result)
      return result
    } finally {
      this.#isWithin = false
      entry.readings = this.#tape.stop()
    }
  }
}
