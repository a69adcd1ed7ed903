/**
 * A flight log as JSON. What JSON does not know (maps, sets, infinity) is
 * tagged; a slot is a number, so that a release names the send it belongs to.
 */
import { lineUp, type Hand } from '../core/failover/line-up.ts'
import type { Json } from '../core/json.ts'
import type { Endpoint, RoutingTable } from '../core/model.ts'
import type { RouterState } from '../core/router.ts'
import type { Memory } from './memory.ts'
import type { Entry, Stretch } from './flight-log.ts'

/** One call as it was recorded. */
export interface Recorded {
  readonly call: Entry['call']
  /** Slots in them are `SlotNumber`s. */
  readonly args: readonly unknown[]
  readonly readings: readonly number[]
  /** What came of it, in short. */
  readonly gist: string
  /** The slot that it gave out; null when it gave none. */
  readonly slot: number | null
}

/** What a flight log holds. */
export interface Flight {
  readonly version: string
  readonly memory: Memory
  /** The numbers of the slots that were out at the beginning, in the order of `memory.live`. */
  readonly liveSlots: readonly number[]
  readonly calls: readonly Recorded[]
}

/** Stands for a slot. */
export interface SlotNumber {
  readonly $slot: number
}

const FORMAT = 'qcc-flight-5'

/** What is kept of a stretch, as JSON. `version`: of the program whose decisions they are. */
export function flightRecord({ entries, memory }: Stretch, version: string): Json {
  const slots = new Map<unknown, number>()
  for (const [slot] of memory.live) slots.set(slot, slots.size)
  const liveSlots = [...slots.values()]
  const calls = entries.map(({ args, call, gist, readings, slot }) => {
    if (slot !== null) slots.set(slot, slots.size)
    const number = slot === null ? null : (slots.get(slot) ?? null)
    const given = args.map((arg) => coded(arg, slots))
    return { call, args: given, readings: [...readings], gist, slot: number }
  })
  const { state, ...rest } = memory
  const base = coded({
    ...rest,
    state: { ...state, line: { table: state.line.table, hand: state.line.hand } },
  })
  return { format: FORMAT, version, memory: base, liveSlots, calls }
}

/** Null when the text is no flight log of this format. */
export function parseFlight(text: string): Flight | null {
  const value = parsed(text)
  if (!isObject(value) || value['format'] !== FORMAT) return null
  try {
    return flightIn(value)
  } catch {
    // Cut short or changed by hand.
    return null
  }
}

function flightIn(value: unknown): Flight | null {
  const { calls, liveSlots, memory, version } = decoded(value) as Omit<Flight, 'memory'> & {
    readonly memory: Kept
  }
  if (!Array.isArray(calls) || !Array.isArray(liveSlots)) return null
  const { line, ...state } = memory.state
  const whole = { ...state, line: lineUp(line.table, line.hand) }
  return { version, calls, liveSlots, memory: { ...memory, state: whole } }
}

/** With what the seats follow from in their place. */
type Kept = Omit<Memory, 'state'> & {
  readonly state: Omit<RouterState, 'line'> & {
    readonly line: { readonly table: RoutingTable; readonly hand: Hand | null }
  }
}

/** Not in it: engines do not look at them, and they may hold passwords. */
const LEFT_OUT: ReadonlySet<string> = new Set(['outboundProxy'] satisfies (keyof Endpoint)[])

/** What is in `slots` by its number, the rest whole. */
function coded(value: unknown, slots: ReadonlyMap<unknown, number> = new Map()): Json {
  const number = slots.get(value)
  if (number !== undefined) return { $slot: number } satisfies SlotNumber
  if (value instanceof Map) return { $map: [...value].map((pair) => coded(pair, slots)) }
  if (value instanceof Set) return { $set: [...value].map((one) => coded(one, slots)) }
  if (Array.isArray(value)) return value.map((one) => coded(one, slots))
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) }
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (!isObject(value)) return null
  const kept = Object.entries(value).filter(([key]) => !LEFT_OUT.has(key))
  return Object.fromEntries(kept.map(([key, one]) => [key, coded(one, slots)]))
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded)
  if (!isObject(value)) return value
  const { $map, $number, $set } = value
  if (typeof $number === 'string') return Number($number)
  if (Array.isArray($map)) return new Map($map.map(decoded) as [unknown, unknown][])
  if (Array.isArray($set)) return new Set($set.map(decoded))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decoded(one)]))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
