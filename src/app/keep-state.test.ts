import { expect, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { tierSwitch } from '../../test/support/switches.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { Json } from '../core/json.ts'
import type { Snapshot } from '../core/snapshot.ts'
import { keepState, keptState } from './keep-state.ts'

function setUp() {
  const clock = fakeClock()
  const saved: Json[] = []
  const faults: string[] = []
  const state = { known: 0, error: null as Error | null, last: null as Switch | null }
  const listeners = new Set<() => void>()
  const engine = {
    snapshot: (): Snapshot => ({
      ...{ version: 1, endpoints: [], tiers: { hand: null, places: [] } },
      sessions: [{ key: 'k', owner: 'o', usedAt: state.known }],
    }),
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const states = {
    get: async () => null,
    set: async (_name: string, value: Json) => {
      if (state.error !== null) throw state.error
      saved.push(value)
    },
  }
  const learns = (): void => {
    state.known += 1
    for (const listener of listeners) listener()
  }
  const lastSwitch = () => state.last
  const end = keepState({ engine, lastSwitch, states, clock, onFault: (why) => void faults.push(why) })
  return { clock, end, faults, learns, listeners, saved, state }
}

test('the first change is saved soon, and those that follow every thirty seconds', async () => {
  const { clock, learns, saved } = setUp()
  await clock.pass(100_000)
  expect(saved).toHaveLength(0)
  for (let i = 0; i < 65; i++) {
    learns()
    await clock.pass(1_000)
  }
  expect(saved).toHaveLength(3)
})

test('a switch is saved at once', async () => {
  const { clock, learns, saved, state } = setUp()
  learns()
  await clock.pass(1_000)
  state.last = tierSwitch()
  learns()
  await clock.pass(0)
  expect(saved).toHaveLength(2)
  learns()
  await clock.pass(0)
  expect(saved).toHaveLength(2)
  state.last = tierSwitch({ at: 2_000 })
  learns()
  await clock.pass(0)
  expect(saved).toHaveLength(3)
})

test('what did not change is not written', async () => {
  const { clock, learns, saved, state } = setUp()
  learns()
  await clock.pass(40_000)
  state.known -= 1
  learns()
  await clock.pass(40_000)
  expect(saved).toHaveLength(1)
})

test('the last of it is saved at the end, and nothing after', async () => {
  const { clock, end, learns, listeners, saved } = setUp()
  learns()
  await end()
  await clock.pass(100_000)
  expect([saved.length, listeners.size]).toEqual([1, 0])
})

test('what cannot be saved is told once for each reason, and tried again', async () => {
  const { clock, faults, learns, saved, state } = setUp()
  state.error = new Error('disk full')
  for (let i = 0; i < 3; i++) {
    learns()
    await clock.pass(31_000)
  }
  expect(faults).toEqual(['disk full'])
  state.error = null
  learns()
  await clock.pass(31_000)
  expect(saved).toHaveLength(1)
})

test('a state that cannot be read is none', async () => {
  const get = async (): Promise<never> => {
    throw new Error('not as it was written')
  }
  expect(await keptState({ get, set: get })).toBeNull()
})
