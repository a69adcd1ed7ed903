import { DEFAULT_POLICY, type RoutingTable } from '../core/model.ts'
import type { Slot } from '../core/router.ts'
import type { Difference, Replayed } from '../ports/replayed.ts'
import type { Call } from './call.ts'
import { Engine } from './engine.ts'
import type { Known } from './flight-log.ts'
import type { Flight, Recorded, SlotNumber } from './flight-text.ts'
import { bookedIn, gist } from './gist.ts'

/** Makes every recorded call again on an engine that knows what the recorded one knew then. */
export function replay({ calls, liveSlots, memory }: Flight): Replayed {
  let readings: number[] = []
  // A decision that asks for more than was recorded is another one already.
  const next = (): number => readings.shift() ?? 0
  const engine = new Engine(EMPTY, { clock: { now: next }, dice: { roll: next } })
  engine.recall(memory)
  const slots = new Map(liveSlots.map((number, index) => [number, memory.live[index]?.[0]]))
  const differs = (): Difference | null => {
    for (const [index, recorded] of calls.entries()) {
      const { call } = recorded
      if (call === 'known') {
        const [known] = recorded.args as readonly [Known]
        engine.recall({ ...engine.memory(), state: { ...engine.state, ...known } })
        continue
      }
      readings = [...recorded.readings]
      const now = gist(call, called(engine, { ...recorded, call }, slots))
      if (now !== recorded.gist) return { index, call, recorded: recorded.gist, now }
    }
    return null
  }
  const decided = (word: string): number =>
    calls.filter(({ call, gist: text }) => call === 'acquire' && text.startsWith(word)).length
  const times = calls.flatMap(({ readings: [at] }) => (at === undefined || at < 1 ? [] : at))
  return {
    ...{ calls: calls.length, from: times[0] ?? null, to: times.at(-1) ?? null },
    ...{ sent: decided('send'), waited: decided('wait'), exhausted: decided('nobody') },
    differs: differs(),
  }
}

const EMPTY: RoutingTable = {
  profiles: [],
  defaultProfile: null,
  policy: DEFAULT_POLICY,
}

function called(
  engine: Engine,
  { args, call, slot }: Recorded & { readonly call: Call },
  slots: Map<number, Slot | undefined>,
) {
  const whole = args.map((arg) => withSlots(arg, slots))
  const result = (engine as unknown as Calls)[call](...whole)
  const booked = bookedIn(result)
  if (slot !== null && booked !== null) slots.set(slot, booked.slot)
  return result
}

/** As they are after a flight log was read: whatever was given to them. */
type Calls = Readonly<Record<Call, (...given: readonly unknown[]) => ReturnType<Engine[Call]>>>

/** A slot, or a list of them, in the place of their numbers. */
function withSlots(arg: unknown, slots: ReadonlyMap<number, Slot | undefined>): unknown {
  if (Array.isArray(arg)) return arg.map((one) => withSlots(one, slots))
  return isNumbered(arg) ? slots.get(arg.$slot) : arg
}

const isNumbered = (arg: unknown): arg is SlotNumber =>
  typeof arg === 'object' && arg !== null && '$slot' in arg
