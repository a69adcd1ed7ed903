/**
 * Every shipped scenario, a hundred times over, with a third of its crowd: the
 * rules of `src/lab/sim` hold at every step. `npm run test:long` has all of it.
 */
import { expect, test } from 'vitest'
import { SCENARIOS } from '../../src/cli/scenario-names.ts'
import { parseFlight } from '../../src/engine/flight-text.ts'
import { replay } from '../../src/engine/replay.ts'
import { BUILT_IN_TABLE } from '../../src/lab/sim/built-in-table.ts'
import { checkedRun } from '../../src/lab/sim/checked-run.ts'
import { rivalRun } from '../../src/lab/sim/rival-run.ts'
import { heldRun, shipped, thinned } from '../support/simulations.ts'

const SEEDS = 100
const LONG_MS = 240_000

test.each(SCENARIOS)('%s: all rules hold, and nearly everybody is served', { timeout: LONG_MS }, (name) => {
  const scenario = thinned(shipped(name), 3)
  let [asked, served] = [0, 0]
  for (let seed = 1; seed <= SEEDS; seed++) {
    const run = heldRun(scenario, seed)
    asked += run.asked
    served += run.served
  }
  expect(asked).toBeGreaterThan(SEEDS * 400)
  // Without a network nobody can be served.
  expect(served / asked).toBeGreaterThan(name === 'network-loss' ? 0.95 : 0.995)
})

test('one seed takes one course, and another one another', () => {
  const scenario = thinned(shipped('flapping-primary'), 3)
  const [one, again, other] = [heldRun(scenario, 1), heldRun(scenario, 1), heldRun(scenario, 2)]
  expect(again).toEqual(one)
  expect(other).not.toEqual(one)
})

test('a rule that is broken is told with the flight before it, which replays', () => {
  const scenario = thinned(shipped('recovery'), 3)
  // The engine does not know of this limit.
  const outcome = checkedRun({ scenario, table: BUILT_IN_TABLE, seed: 1, mostAttempts: 0 }, 'test')
  expect(outcome).toMatchObject({ kind: 'violated', violation: { rule: 'more attempts than allowed' } })
  const flight = outcome.kind === 'violated' ? parseFlight(JSON.stringify(outcome.flight)) : null
  expect(flight && replay(flight)).toMatchObject({ sent: 1, differs: null })
})

test.each(SCENARIOS)(
  '%s: behind QCC, a single endpoint serves at least as often',
  { timeout: LONG_MS },
  (name) => {
    const scenario = { ...thinned(shipped(name), 3), proxy: [] }
    const behind = { asked: 0, served: 0 }
    const direct = { asked: 0, served: 0 }
    for (let seed = 1; seed <= 10; seed++) {
      add(behind, heldRun(scenario, seed, SINGLE))
      add(direct, rivalRun('direct', { scenario, table: SINGLE, seed }))
    }
    // Who hears of a refusal sooner asks for more that is refused, who waits for an answer asks for less.
    const isAsMany = behind.served >= direct.served
    const isAsOften = behind.served / behind.asked >= direct.served / direct.asked - CHANCE
    expect(isAsMany || isAsOften).toBe(true)
  },
)

/** What the clients of one do to a limit depends on when each of them comes. */
const CHANCE = 0.002

const SINGLE = {
  ...BUILT_IN_TABLE,
  profiles: BUILT_IN_TABLE.profiles
    .slice(0, 1)
    .map((profile) => ({ ...profile, endpoints: profile.endpoints.slice(0, 1) })),
}

function add(sum: { asked: number; served: number }, { asked, served }: typeof sum): void {
  sum.asked += asked
  sum.served += served
}
