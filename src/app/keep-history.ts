import { existsSync } from 'node:fs'
import type { Switch } from '../core/failover/switch.ts'
import { AppError } from '../errors/app-error.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { HealthEvent, History } from '../ports/history.ts'
import type { Trail, Trails } from '../ports/trail.ts'
import type { Settings } from '../settings/schema.ts'
import { setAside } from '../store/set-aside.ts'

/** What happens in a running proxy, on its way to the history. */
export interface KeptHistory extends Trails {
  /** Never throws and never waits. */
  recordSwitch(one: Switch): void
  /** The same of a check, or of what changed about an endpoint. */
  recordHealth(event: HealthEvent): void
  /** The newest switch that is kept; null when there is none, or none can be read. */
  lastSwitch(): Promise<Switch | null>
  /** All that happened so far, for whoever looks back; null when nothing is kept. Not to be closed. */
  read(): Promise<History | null>
  /** Writes what waits. Never rejects. */
  settle(): Promise<void>
  /** Writes for the last time. */
  close(): Promise<void>
}

interface Keeping {
  readonly open: () => Promise<History>
  /** The file behind it. */
  readonly file: string
  readonly clock: Clock
  readonly settings: () => Pick<Settings, 'trail.requests' | 'trail.age'>
  /** It could not be written; told once for each reason. */
  readonly onFault: (why: string) => void
}

/** What happens within this time is written together, so that a commit is paid for once. */
const GATHER_MS = 200
/** No batch may keep requests waiting for longer than a few milliseconds: this one takes one. */
const GATHER_MOST = 256
/** While the history cannot be written, the newest wait for it. */
const WAITING_MOST = 2_000
/** Old ones are looked for once for so many trails. */
const PRUNE_EVERY = 1_000
/** Switches are few, and small. */
const SWITCHES = { most: 1_000, ageMs: 90 * 86_400_000 }
/** One check a minute of three endpoints for a week. */
const HEALTH_EVENTS = { most: 30_000, ageMs: 90 * 86_400_000 }
/** Batches that may go at once: they hold one trail each where there is little to do. That takes a few milliseconds. */
const PRUNED_AT_ONCE = 1_500
/** A full disk may have room again. */
const AGAIN_MS = 5_000
/** Not while a proxy starts. */
const TIDY_AFTER_MS = 5_000

/** Where nobody will ask. */
export const NO_HISTORY: KeptHistory = {
  record: () => undefined,
  recordSwitch: () => undefined,
  recordHealth: () => undefined,
  lastSwitch: async () => null,
  read: async () => null,
  settle: async () => undefined,
  close: async () => undefined,
}

/** No failure of the history reaches a request. */
export function keepHistory(keeping: Keeping): KeptHistory {
  return new HistoryWriter(keeping)
}

class HistoryWriter implements KeptHistory {
  readonly #keeping: Keeping
  #history: Promise<History> | null = null
  readonly #trails: Trail[] = []
  readonly #switches: Switch[] = []
  readonly #health: HealthEvent[] = []
  #cancel: Cancel | null = null
  #writing: Promise<void> = Promise.resolve()
  #fault: string | null = null
  #unpruned = 0
  readonly #cancelTidying: Cancel

  constructor(keeping: Keeping) {
    this.#keeping = keeping
    this.#cancelTidying = keeping.clock.after(TIDY_AFTER_MS, () => void this.#tidy())
  }

  record(trail: Trail): void {
    if (this.#keeping.settings()['trail.requests'] === 0) return
    this.#trails.push(trail)
    if (this.#trails.length > WAITING_MOST) this.#trails.splice(0, this.#trails.length - WAITING_MOST)
    if (this.#trails.length === GATHER_MOST) void this.settle()
    else this.#settleIn(GATHER_MS)
  }

  recordSwitch(one: Switch): void {
    this.#switches.push(one)
    if (this.#switches.length > SWITCHES.most) this.#switches.shift()
    this.#settleIn(GATHER_MS)
  }

  recordHealth(event: HealthEvent): void {
    this.#health.push(event)
    if (this.#health.length > WAITING_MOST) this.#health.shift()
    this.#settleIn(GATHER_MS)
  }

  async lastSwitch(): Promise<Switch | null> {
    if (!existsSync(this.#keeping.file)) return null
    try {
      return (await (await this.#opened()).switches.newest(1))[0] ?? null
    } catch (error) {
      await this.#failed(error)
      return null
    }
  }

  async read(): Promise<History | null> {
    await this.settle()
    return existsSync(this.#keeping.file) ? this.#opened() : null
  }

  settle(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async close(): Promise<void> {
    this.#cancelTidying()
    await this.settle()
    await this.#letGo()
  }

  #settleIn(ms: number): void {
    this.#cancel ??= this.#keeping.clock.after(ms, () => void this.settle())
  }

  async #write(): Promise<void> {
    if (this.#trails.length + this.#switches.length + this.#health.length === 0) return
    try {
      const { healthEvents, requests, samples, switches } = await this.#opened()
      this.#unpruned += await written(this.#trails, (batch) => requests.add(batch))
      const switched = await written(this.#switches, (batch) => switches.add(batch))
      this.#unpruned += await written(this.#health, (batch) => healthEvents.add(batch))
      this.#fault = null
      if (switched > 0) await switches.prune(this.#switchLimits())
      if (this.#unpruned < PRUNE_EVERY) return
      this.#unpruned = 0
      await requests.prune(this.#limits(PRUNED_AT_ONCE))
      await healthEvents.prune(this.#healthLimits())
      await samples.rollUp(this.#keeping.clock.now(), PRUNED_AT_ONCE)
    } catch (error) {
      this.#settleIn(AGAIN_MS)
      await this.#failed(error)
    }
  }

  /** What was kept under other limits, or before trails were switched off. */
  readonly #tidy = async (): Promise<void> => {
    if (!existsSync(this.#keeping.file)) return
    try {
      const { healthEvents, requests, samples, switches } = await this.#opened()
      await requests.prune(this.#limits(Number.MAX_SAFE_INTEGER))
      await switches.prune(this.#switchLimits())
      await healthEvents.prune(this.#healthLimits())
      await samples.rollUp(this.#keeping.clock.now(), PRUNED_AT_ONCE)
    } catch (error) {
      await this.#failed(error)
    }
  }

  #opened(): Promise<History> {
    return (this.#history ??= this.#keeping.open())
  }

  #limits(atOnce: number) {
    const { clock, settings } = this.#keeping
    const { 'trail.age': ageS, 'trail.requests': most } = settings()
    return { most, since: clock.now() - ageS * 1_000, atOnce }
  }

  #switchLimits() {
    return { most: SWITCHES.most, since: this.#keeping.clock.now() - SWITCHES.ageMs }
  }

  #healthLimits() {
    return { most: HEALTH_EVENTS.most, since: this.#keeping.clock.now() - HEALTH_EVENTS.ageMs }
  }

  /** What is damaged is set aside: a past that cannot be read must not cost the future. */
  async #failed(error: unknown): Promise<void> {
    await this.#letGo()
    const { file, onFault } = this.#keeping
    const isDamaged = error instanceof AppError && error.code === 'store-corrupt'
    if (isDamaged) setAside(file)
    const why = error instanceof Error ? error.message : String(error)
    if (why !== this.#fault) onFault(why)
    this.#fault = why
  }

  async #letGo(): Promise<void> {
    const history = await this.#history?.catch(() => null)
    this.#history = null
    history?.close()
  }
}

/** Writes all that waits, and returns how much that was; what cannot be written waits on. */
async function written<T>(waiting: T[], write: (batch: readonly T[]) => Promise<void>): Promise<number> {
  const batch = waiting.splice(0)
  try {
    if (batch.length > 0) await write(batch)
  } catch (error) {
    waiting.unshift(...batch)
    throw error
  }
  return batch.length
}
