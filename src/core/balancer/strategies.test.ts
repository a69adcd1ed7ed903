import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contender, draw, rolls } from '../../../test/support/contender.ts'
import type { Strategy } from '../model.ts'
import { STRATEGIES } from '../../settings/schema.ts'
import type { Contender, Draw } from './contender.ts'
import { pick } from './strategies.ts'

/** One that is short of its limits, one that is just back, one that does better than others, one that drains. */
const FLEET = [
  contender('work/a'),
  contender('work/b', { weight: 300 }),
  contender('work/c', { quota: 0.5 }),
  contender('work/d', { ramp: 0.7 }),
  contender('work/e', { weight: 50, score: 2 }),
  contender('work/f', { weight: 0 }),
]
const subsets = Array.from({ length: 2 ** FLEET.length }, (_, mask) =>
  FLEET.filter((_one, at) => mask & (1 << at)),
).filter((live) => live.some(({ effective }) => effective > 0))

const SESSIONS = 4_001
/** A hash is no better than chance: it takes many to show the shares. */
const HASHED = 20_001

/** New sessions one after the other, each over before the next one comes unless it `stays`. */
function placed(
  strategy: Strategy,
  live: readonly Contender[],
  { count = SESSIONS, stays = false }: { readonly count?: number; readonly stays?: boolean } = {},
  more: Partial<Draw> = {},
): ReadonlyMap<string, number> {
  let now = live
  const counts = new Map<string, number>()
  for (const [at, roll] of rolls(count).entries()) {
    const picked = pick(strategy, now, draw({ key: `session-${String(at)}`, roll, ...more }))
    if (picked === null) continue
    const { to, turn } = picked
    counts.set(to.id, (counts.get(to.id) ?? 0) + 1)
    if (turn === null && !stays) continue
    const busier = { ...to, turn: turn ?? to.turn, inFlight: to.inFlight + (stays ? 1 : 0) }
    now = now.map((one) => (one === to ? busier : one))
  }
  return counts
}

const SHARES: readonly (readonly [Strategy, (one: Contender) => number])[] = [
  ['weighted', ({ effective }) => effective],
  ['weighted-random', ({ effective }) => effective],
  ['round-robin', ({ effective }) => effective],
  ['least-busy', ({ effective }) => effective],
  ['random', ({ effective, factors }) => (effective === 0 ? 0 : effective / factors.weight)],
]

test.each(SHARES)('%s shares by effective weight, whoever is there', (strategy, shareOf) => {
  const isHashed = strategy === 'weighted'
  const count = isHashed ? HASHED : SESSIONS
  // Who drains is another test's; here it would double the work.
  for (const live of isHashed
    ? subsets.filter((one) => one.every(({ effective }) => effective > 0))
    : subsets) {
    const counts = placed(strategy, live, { count }, isHashed ? {} : { key: null })
    const total = live.reduce((sum, one) => sum + shareOf(one), 0)
    for (const one of live) {
      const share = shareOf(one) / total
      const off = Math.abs((counts.get(one.id) ?? 0) / count - share)
      expect(off, `${one.id} of ${String(live.length)}`).toBeLessThanOrEqual(share / 20)
    }
  }
})

test.each(STRATEGIES)(
  '%s: thirty that fail over at once spread, and what is just back is not flooded',
  (strategy) => {
    const left = [contender('a'), contender('b'), contender('c'), contender('back', { ramp: 0.1 })]
    const counts = placed(strategy, left, { count: 30, stays: true }, { isDisplaced: true })
    for (const id of ['a', 'b', 'c']) expect(counts.get(id), id).toBeGreaterThanOrEqual(5)
    expect(counts.get('back') ?? 0).toBeLessThanOrEqual(3)
  },
)

test.each(STRATEGIES)('%s: weight 0 is picked when nobody else is there, in the order given', (strategy) => {
  const spares = [contender('x', { weight: 0 }), contender('y', { weight: 0 })]
  expect(pick(strategy, spares, draw({ key: 's', roll: 0.9 }))).toMatchObject({ to: spares[0], turn: null })
  expect(pick(strategy, [...spares, contender('z')], draw({ key: 's', roll: 0.9 }))?.to.id).toBe('z')
  expect(pick(strategy, [], draw())).toBe(null)
})

const anybody: fc.Arbitrary<Contender> = fc
  .record({
    id: fc.uuid(),
    weight: fc.integer({ min: 0, max: 1_000 }),
    score: fc.double({ min: 0.1, max: 2, noNaN: true }),
    ramp: fc.double({ min: 0.1, max: 1, noNaN: true }),
    quota: fc.double({ min: 0.1, max: 1, noNaN: true }),
    priority: fc.integer({ min: 1, max: 3 }),
    inFlight: fc.nat(40),
    turn: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  .chain((given) =>
    fc
      .option(fc.nat(300_000), { nil: undefined })
      .map((ms) => contender(given.id, ms === undefined ? given : { ...given, ms })),
  )

test.each(STRATEGIES)(
  '%s: somebody is picked of those who are there, a willing one if there is one',
  (strategy) => {
    fc.assert(
      fc.property(
        fc.array(anybody, { minLength: 1, maxLength: 8 }),
        fc.option(fc.string()),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.boolean(),
        (from, key, roll, isDisplaced) => {
          const picked = pick(strategy, from, draw({ key, roll, isDisplaced }))
          expect(from).toContain(picked?.to)
          if (from.some(({ effective }) => effective > 0)) expect(picked?.to.effective).toBeGreaterThan(0)
          if (strategy === 'round-robin' && picked?.turn !== null)
            expect(picked?.turn).toSatisfy(Number.isFinite)
        },
      ),
    )
  },
)

test('an endpoint that leaves moves its own sessions only', () => {
  const willing = FLEET.filter(({ effective }) => effective > 0)
  fc.assert(
    fc.property(fc.string(), fc.nat(willing.length - 1), (key, gone) => {
      const to = (from: readonly Contender[]) => pick('weighted', from, draw({ key }))?.to.id
      const [before, after] = [to(willing), to(willing.filter((_, at) => at !== gone))]
      return before === willing[gone]?.id || after === before
    }),
  )
})

test.each(['weighted', 'weighted-random'] as const)(
  '%s: without a session the roll decides, each share exactly as wide as its weight',
  (strategy) => {
    const from = [contender('a'), contender('b', { weight: 300 }), contender('c', { weight: 50 })]
    const at = (roll: number) => pick(strategy, from, draw({ roll }))?.to.id
    expect([0, 99.9 / 450, 100 / 450, 399.9 / 450, 400 / 450, 0.999_999].map(at)).toEqual([
      ...['a', 'a', 'b', 'b', 'c', 'c'],
    ])
  },
)

test('what spoke for a choice is that of its strategy', () => {
  const why = STRATEGIES.map((strategy) => pick(strategy, [contender('a')], draw())?.because)
  expect(why).toEqual(['share', 'share', 'turn', 'chance', 'load', 'speed', 'priority'])
})
