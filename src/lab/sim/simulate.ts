/**
 * One run of a scenario: a world of endpoints, a crowd of clients, and between
 * them an engine under watch, all on one virtual clock with seeded dice. The
 * same seed takes the same course. Nothing is sent.
 */
import type { Switch } from '../../core/failover/switch.ts'
import type { EndpointId, RoutingTable } from '../../core/model.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import type { Deps } from '../../engine/deps.ts'
import { Engine } from '../../engine/engine.ts'
import { Agenda, type Process } from './agenda.ts'
import { startClients, type Route } from './clients.ts'
import { Host } from './host.ts'
import { probing } from './probing.ts'
import { reconfigured } from './reconfigured.ts'
import { throughQcc } from './request.ts'
import { restoredWell } from './restored-well.ts'
import type { ProxyEvent, Scenario } from './scenario.ts'
import { hash, seeded } from './seeded.ts'
import { SwitchRules } from './switch-rules.ts'
import { Tally, type Totals } from './tally.ts'
import { ToldLimits } from './told-limits.ts'
import { Watch } from './watch.ts'
import { World } from './world.ts'

export interface Setup {
  readonly scenario: Scenario
  readonly table: RoutingTable
  readonly seed: number
  /** Counted attempts that one request may make. */
  readonly mostAttempts: number
  /** Makes an engine; another one than the plain one records what it decides. */
  readonly engineOf?: (table: RoutingTable, deps: Deps) => Engine
}

export interface Run extends Totals {
  readonly probes: number
  /** Every change of the place that is asked first. */
  readonly switches: readonly Switch[]
  /** How long each place was asked first, by its name, in milliseconds. */
  readonly onPlaceMs: Readonly<Record<string, number>>
}

/** 2026-01-05, a Monday. */
export const START_AT = 1_767_571_200_000
const SAVED_EVERY_MS = 30_000
const DOWN_MS = 2_000
const LOOK_EVERY_MS = 5_000

/** Runs it to its end. Throws a `Violation` where something is so that must never be. */
export function simulate(setup: Setup): Run {
  const run = new Simulation(setup)
  run.go()
  const { onPlaceMs, probes, switches, tally } = run
  return { ...tally.totals, probes, switches, onPlaceMs }
}

/** What outlives an engine, and what must be known of it to judge the next one. */
interface Kept {
  readonly snapshot: Snapshot | null
  readonly told: ToldLimits
  readonly rules: SwitchRules
}

class Simulation {
  readonly tally: Tally
  readonly agenda = new Agenda(START_AT)
  probes = 0
  readonly #setup: Setup
  readonly #host: Host<Watch>
  readonly #world: World
  readonly #dice: () => number
  readonly #endAt: number
  readonly #firstPlace: string | null
  #table: RoutingTable
  /** What a crash leaves. */
  #saved: Kept = { snapshot: null, told: new ToldLimits(), rules: new SwitchRules() }
  #told = new ToldLimits()
  readonly switches: Switch[] = []
  #rules = new SwitchRules()
  #servedAt = START_AT

  constructor(setup: Setup) {
    const { scenario, seed, table } = setup
    this.#setup = setup
    this.#table = table
    this.#dice = seeded(hash(seed, 7))
    this.#endAt = START_AT + scenario.lastsMs
    this.#world = new World(scenario, table, START_AT)
    const first = this.#watched()
    this.#host = new Host(first, this.agenda)
    this.#firstPlace = first.engine.tiers().active
    this.tally = new Tally(table, START_AT, scenario.lastsMs)
  }

  go(): void {
    const { mostAttempts, scenario, seed } = this.#setup
    const meet: Parameters<typeof throughQcc>[0]['meet'] = (endpoint, turn) =>
      this.#world.meet(endpoint, turn, this.agenda.now)
    const route: Route = (turn) => throughQcc({ host: this.#host, meet, mostAttempts }, turn)
    startClients(scenario.clients, {
      ...{ agenda: this.agenda, seed, endAt: this.#endAt, route },
      onEnd: (ended) => {
        this.tally.add(ended)
        if (ended.reply.kind === 'served') this.#servedAt = ended.to
      },
    })
    for (const event of scenario.proxy) this.agenda.start(this.#deed(event))
    if (scenario.proxy.some(({ does }) => does === 'crash')) this.agenda.start(this.#saving())
    this.#startProbing()
    this.agenda.start(this.#looking())
    this.agenda.run()
    this.#host.router?.atEnd()
  }

  #watched(): Watch {
    const onSwitch = (one: Switch): void => {
      this.switches.push(one)
      this.#rules.onSwitch(one, this.#table.policy)
    }
    const deps = { clock: { now: () => this.agenda.now }, dice: { roll: this.#dice }, onSwitch }
    const engine = (this.#setup.engineOf ?? plain)(this.#table, deps)
    return new Watch(engine, () => this.agenda.now, this.#setup.mostAttempts, this.#told)
  }

  #startProbing(): void {
    const watch = this.#host.router
    if (watch === null) return
    const meet: Parameters<typeof probing>[0]['meet'] = (endpoint, turn) => {
      this.probes += 1
      return this.#world.meet(endpoint, turn, this.agenda.now)
    }
    const { life } = this.#host
    const isOver = (): boolean => this.#host.life !== life || this.agenda.now >= this.#endAt
    this.agenda.start(probing({ watch, agenda: this.agenda, meet, dice: this.#dice, isOver }))
  }

  *#deed(event: ProxyEvent): Process {
    yield { until: START_AT + event.atMs }
    const watch = this.#host.router
    if (watch === null) return
    if (event.does === 'crash') {
      this.#host.stop('at once')
      const { rules, snapshot, told } = this.#saved
      yield* this.#startAgain({ snapshot, told: told.copy(), rules: rules.copy() })
    } else if (event.does === 'restart') {
      this.#host.stop('politely')
      // Whoever was woken has ended by then.
      yield { until: this.agenda.now + 1 }
      watch.atEnd()
      const snapshot = watch.engine.snapshot()
      this.#host.end()
      yield* this.#startAgain({ snapshot, told: this.#told, rules: this.#rules })
    } else {
      this.#table = reconfigured(this.#table, event)
      watch.configure(this.#table)
    }
  }

  *#startAgain({ rules, snapshot, told }: Kept): Process {
    yield { until: this.agenda.now + DOWN_MS }
    this.#told = told
    this.#rules = rules
    const watch = this.#watched()
    if (snapshot !== null) {
      // As it comes back from a database.
      watch.engine.restore(JSON.parse(JSON.stringify(snapshot)))
      restoredWell(snapshot, watch.engine.snapshot(), this.agenda.now)
    }
    this.#host.router = watch
    this.#startProbing()
  }

  /** How long each place was asked first. */
  get onPlaceMs(): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {}
    let from = START_AT
    let place = this.#firstPlace
    for (const { at, to } of [...this.switches, { at: this.#endAt, to: null }]) {
      const until = Math.min(at, this.#endAt)
      if (place !== null) sums[place] = (sums[place] ?? 0) + Math.max(0, until - from)
      from = until
      place = to?.place ?? null
    }
    return sums
  }

  *#looking(): Process {
    while (this.agenda.now < this.#endAt) {
      yield { until: this.agenda.now + LOOK_EVERY_MS }
      const { router } = this.#host
      if (router === null) continue
      const isCalm = (source: EndpointId): boolean => this.#world.isCalm(source, this.agenda.now)
      this.#rules.look(router.engine, isCalm, this.#servedAt, this.agenda.now)
    }
  }

  *#saving(): Process {
    while (this.agenda.now < this.#endAt) {
      yield { until: this.agenda.now + SAVED_EVERY_MS }
      const watch = this.#host.router
      if (watch === null || this.#host.isStopping) continue
      this.#saved = {
        ...{ snapshot: watch.engine.snapshot(), told: this.#told.copy(), rules: this.#rules.copy() },
      }
    }
  }
}

const plain = (table: RoutingTable, deps: Deps): Engine => new Engine(table, deps)
