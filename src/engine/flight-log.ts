/**
 * The engine's inputs of the last while, each with the time and the chance
 * that it was given, and what the engine knew at the beginning of them: enough
 * to decide all of it again. Bounded: there are two stretches, and when the
 * newer one is full, the older one goes.
 */
import type { RouterState, Slot } from '../core/router.ts'
import type { Memory } from './memory.ts'

/** The calls that change an engine, or whose answer depends on chance. */
export type Call =
  | 'acquire'
  | 'leave'
  | 'commit'
  | 'release'
  | 'blame'
  | 'configure'
  | 'switchTo'
  | 'woke'
  | 'expectRepeat'
  | 'lastMove'
  | 'dueProbes'
  | 'probed'

/** What stands for calls that are not kept: what was known after them. */
export type Known = Omit<RouterState, 'line'>

export interface Entry {
  /** `known`: no call; its argument is a `Known`. */
  readonly call: Call | 'known'
  readonly args: readonly unknown[]
  /** What clock and dice said meanwhile, in order. */
  readings: readonly number[]
  /** What came of it, in short. */
  gist: string
  /** The slot that it gave out. */
  slot: Slot | null
}

/** From one moment of which everything is known. */
export interface Stretch {
  readonly memory: Memory
  readonly entries: Entry[]
}

/** A request makes four or five of them. */
const MOST_ENTRIES = 400
/** A night without requests is checks alone, which must not push out what requests were told. */
const MOST_CHECKS_IN_A_ROW = 12

/** They change nothing but the router's state. */
const OF_CHECKS: ReadonlySet<Entry['call']> = new Set(['dueProbes', 'probed'])

export class FlightLog {
  #older: Stretch | null = null
  #newer: Stretch | null = null
  readonly #memory: () => Memory
  /** Entries of checks since the last one of something else. */
  #checks = 0

  /** `memory` is asked for when a new stretch begins. */
  constructor(memory: () => Memory) {
    this.#memory = memory
  }

  add(entry: Entry): void {
    if (this.#newer === null || this.#newer.entries.length >= MOST_ENTRIES) {
      this.#older = this.#newer
      this.#newer = { memory: this.#memory(), entries: [] }
      this.#checks = 0
    }
    const { entries } = this.#newer
    if (!OF_CHECKS.has(entry.call)) this.#checks = 0
    else if (this.#checks++ >= MOST_CHECKS_IN_A_ROW) {
      const { line: _, ...known } = this.#memory().state
      entries.splice(-MOST_CHECKS_IN_A_ROW, MOST_CHECKS_IN_A_ROW, knownEntry(known))
      this.#checks = 2
    }
    entries.push(entry)
  }

  /** The longest stretch that there is without a gap; null before the first call. */
  get stretch(): Stretch | null {
    if (this.#older === null || this.#newer === null) return this.#newer
    return { memory: this.#older.memory, entries: [...this.#older.entries, ...this.#newer.entries] }
  }
}

const knownEntry = (known: Known): Entry => ({
  ...{ call: 'known', args: [known], readings: [], gist: '', slot: null },
})
