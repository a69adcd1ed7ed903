/**
 * The engine's inputs of the last while, each with the time and the chance
 * that it was given, and what the engine knew at the beginning of them: enough
 * to decide all of it again. Bounded: there are two stretches, and when the
 * newer one is full, the older one goes.
 */
import type { Endpoint } from '../core/model.ts'
import type { RouterState, Slot } from '../core/router.ts'
import type { Call, Result } from './call.ts'
import { bookedIn, gist, sendText } from './gist.ts'
import type { Memory } from './memory.ts'

/** What stands for calls that are not kept: what was known after them. */
export type Known = Omit<RouterState, 'line'>

export interface Entry {
  /** `known`: no call; its argument is a `Known`. */
  readonly call: Call | 'known'
  readonly args: readonly unknown[]
  /** What clock and dice said meanwhile, in order. */
  readonly readings: readonly number[]
  /** What came of it, in short. */
  readonly gist: string
  /** The slot that it gave out. */
  readonly slot: Slot | null
}

/** From one moment of which everything is known. */
export interface Stretch {
  readonly memory: Memory
  readonly entries: readonly Entry[]
}

/**
 * An entry as it is kept: each is filled over and over, since what is made for
 * every call anew outlives a collection or two, which cost a request 1.5 µs.
 */
interface Kept {
  call: Entry['call']
  /** What it was given; undefined where that is less. */
  first: unknown
  second: unknown
  /** Where its readings begin; they end where those of the next one begin. */
  from: number
  /** Of a send why, without whom: the rest is said when somebody reads it. */
  gist: string
  to: Endpoint | null
  slot: Slot | null
}

const EMPTY: Kept = {
  ...{ call: 'known', first: undefined, second: undefined, from: 0, gist: '', to: null, slot: null },
}

interface KeptStretch {
  memory: Memory
  /** As many as `size` are in use. */
  readonly entries: Kept[]
  size: number
  readonly readings: number[]
}

/** A request makes three of them. */
const MOST_ENTRIES = 400
/** A night without requests is checks alone, which must not push out what requests were told. */
const MOST_CHECKS_IN_A_ROW = 12

/** They change nothing but the router's state. */
const OF_CHECKS: ReadonlySet<Entry['call']> = new Set(['dueProbes', 'probed'])

export class FlightLog {
  #older: KeptStretch | null = null
  #newer: KeptStretch | null = null
  readonly #memory: () => Memory
  /** Entries of checks since the last one of something else. */
  #checks = 0

  /** `memory` is asked for when a new stretch begins. */
  constructor(memory: () => Memory) {
    this.#memory = memory
  }

  /** Writes down that a call begins; what clock and dice say during it is to be added to the result. */
  begin(call: Call, first: unknown, second: unknown): number[] {
    const stretch = this.#stretchWithRoom()
    if (!OF_CHECKS.has(call)) this.#checks = 0
    else if (this.#checks++ >= MOST_CHECKS_IN_A_ROW) {
      const { line: _, ...known } = this.#memory().state
      drop(stretch, MOST_CHECKS_IN_A_ROW)
      add(stretch, 'known', known, undefined)
      this.#checks = 2
    }
    add(stretch, call, first, second)
    return stretch.readings
  }

  /** Writes down what came of the call that began last. */
  end(call: Call, result: Result): void {
    const entry = this.#newer?.entries[this.#newer.size - 1]
    if (entry === undefined) return
    const booked = bookedIn(result)
    entry.gist = booked?.because ?? gist(call, result)
    entry.to = booked?.to ?? null
    entry.slot = booked?.slot ?? null
  }

  /** The longest stretch that there is without a gap; null before the first call. */
  get stretch(): Stretch | null {
    const first = this.#older ?? this.#newer
    if (first === null || this.#newer === null) return null
    const later = first === this.#newer ? [] : entriesIn(this.#newer)
    return { memory: first.memory, entries: [...entriesIn(first), ...later] }
  }

  #stretchWithRoom(): KeptStretch {
    if (this.#newer !== null && this.#newer.size < MOST_ENTRIES) return this.#newer
    const { entries, readings } = this.#older ?? { entries: [], readings: [] }
    readings.length = 0
    this.#older = this.#newer
    this.#newer = { memory: this.#memory(), entries, size: 0, readings }
    this.#checks = 0
    return this.#newer
  }
}

function add(stretch: KeptStretch, call: Entry['call'], first: unknown, second: unknown): void {
  const { entries, readings, size } = stretch
  const entry = (entries[size] ??= { ...EMPTY })
  entry.call = call
  entry.first = first
  entry.second = second
  entry.from = readings.length
  entry.gist = ''
  entry.to = null
  entry.slot = null
  stretch.size += 1
}

function drop(stretch: KeptStretch, count: number): void {
  stretch.size -= count
  stretch.readings.length = stretch.entries[stretch.size]?.from ?? 0
}

/** Copies, since what is kept is filled again. */
const entriesIn = ({ entries, readings, size }: KeptStretch): readonly Entry[] =>
  entries.slice(0, size).map(({ call, first, from, gist, second, slot, to }, index) => ({
    call,
    args: [first, second].filter((arg) => arg !== undefined),
    readings: readings.slice(from, index + 1 < size ? entries[index + 1]?.from : undefined),
    gist: to === null ? gist : sendText(to, gist),
    slot,
  }))
