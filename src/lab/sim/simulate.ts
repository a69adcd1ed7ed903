/**
 * One run of a scenario: a world of endpoints, a crowd of clients, and between
 * them an engine under watch, all on one virtual clock with seeded dice. The
 * same seed takes the same course. Nothing is sent.
 */
import type { RoutingTable } from '../../core/model.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { Engine, type Deps } from '../../engine/engine.ts'
import { Agenda, type Process } from './agenda.ts'
import { startClients, type Route } from './clients.ts'
import { Host } from './host.ts'
import { probing } from './probing.ts'
import { reconfigured } from './reconfigured.ts'
import { throughQcc } from './request.ts'
import { restoredWell } from './restored-well.ts'
import type { ProxyEvent, Scenario } from './scenario.ts'
import { hash, seeded } from './seeded.ts'
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
}

/** 2026-01-05, a Monday. */
export const START_AT = 1_767_571_200_000
const SAVED_EVERY_MS = 30_000
const DOWN_MS = 2_000

/** Runs it to its end. Throws a `Violation` where something is so that must never be. */
export function simulate(setup: Setup): Run {
  const run = new Simulation(setup)
  run.go()
  return { ...run.tally.totals, probes: run.probes }
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
  #table: RoutingTable
  /** What a crash leaves. */
  #saved: { readonly snapshot: Snapshot | null; readonly told: ToldLimits } = {
    snapshot: null,
    told: new ToldLimits(),
  }
  #told = new ToldLimits()

  constructor(setup: Setup) {
    const { scenario, seed, table } = setup
    this.#setup = setup
    this.#table = table
    this.#dice = seeded(hash(seed, 7))
    this.#endAt = START_AT + scenario.lastsMs
    this.#world = new World(scenario, table, START_AT)
    this.#host = new Host(this.#watched(), this.agenda)
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
      },
    })
    for (const event of scenario.proxy) this.agenda.start(this.#deed(event))
    if (scenario.proxy.some(({ does }) => does === 'crash')) this.agenda.start(this.#saving())
    this.#startProbing()
    this.agenda.run()
    this.#host.router?.atEnd()
  }

  #watched(): Watch {
    const deps = { clock: { now: () => this.agenda.now }, dice: { roll: this.#dice } }
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
      yield* this.#startAgain(this.#saved.snapshot, this.#saved.told.copy())
    } else if (event.does === 'restart') {
      this.#host.stop('politely')
      // Whoever was woken has ended by then.
      yield { until: this.agenda.now + 1 }
      watch.atEnd()
      const snapshot = watch.engine.snapshot()
      this.#host.end()
      yield* this.#startAgain(snapshot, this.#told)
    } else {
      this.#table = reconfigured(this.#table, event)
      watch.configure(this.#table)
    }
  }

  *#startAgain(snapshot: Snapshot | null, told: ToldLimits): Process {
    yield { until: this.agenda.now + DOWN_MS }
    this.#told = told
    const watch = this.#watched()
    if (snapshot !== null) {
      // As it comes back from a database.
      watch.engine.restore(JSON.parse(JSON.stringify(snapshot)))
      restoredWell(snapshot, watch.engine.snapshot(), this.agenda.now)
    }
    this.#host.router = watch
    this.#startProbing()
  }

  *#saving(): Process {
    while (this.agenda.now < this.#endAt) {
      yield { until: this.agenda.now + SAVED_EVERY_MS }
      const watch = this.#host.router
      if (watch === null || this.#host.isStopping) continue
      this.#saved = { snapshot: watch.engine.snapshot(), told: this.#told.copy() }
    }
  }
}

const plain = (table: RoutingTable, deps: Deps): Engine => new Engine(table, deps)
