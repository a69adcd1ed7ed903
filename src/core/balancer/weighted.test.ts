import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unitHash } from './hash.ts'
import { pickWeighted } from './weighted.ts'

const FLEET = [
  { id: 'work/a', weight: 100 },
  { id: 'work/b', weight: 300 },
  { id: 'work/c', weight: 50 },
  { id: 'work/d', weight: 1 },
  { id: 'work/e', weight: 0 },
]
const SESSIONS = 20_000
/** Five standard deviations of a share that is counted over so many sessions. */
const tolerance = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / SESSIONS)

const subsets = Array.from({ length: 2 ** FLEET.length }, (_, mask) =>
  FLEET.filter((_one, at) => mask & (1 << at)),
)

test.each(subsets.map((live) => ({ live, names: live.map(({ id }) => id).join(' ') })))(
  'sessions are shared by weight among the live endpoints: $names',
  ({ live }) => {
    const total = live.reduce((sum, { weight }) => sum + weight, 0)
    const counts = new Map<string, number>()
    for (let i = 0; i < SESSIONS; i++) {
      const id = pickWeighted(live, `session-${String(i)}`, 0)?.id ?? 'nobody'
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    if (total === 0) {
      expect([...counts.keys()]).toEqual([live[0]?.id ?? 'nobody'])
      return
    }
    for (const { id, weight } of live) {
      const share = weight / total
      expect(Math.abs((counts.get(id) ?? 0) / SESSIONS - share)).toBeLessThanOrEqual(tolerance(share))
    }
  },
)

test('an endpoint that leaves moves its own sessions only', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 3 }), (session, gone) => {
      const before = pickWeighted(FLEET, session, 0)
      const after = pickWeighted(
        FLEET.filter((_, at) => at !== gone),
        session,
        0,
      )
      return before?.id === FLEET[gone]?.id || after?.id === before?.id
    }),
  )
})

test('without a session the roll decides, each share exactly as wide as its weight', () => {
  const at = (roll: number) => pickWeighted(FLEET, null, roll)?.id
  expect([at(0), at(99.9 / 451), at(100 / 451), at(399.9 / 451)]).toEqual([
    'work/a',
    'work/a',
    'work/b',
    'work/b',
  ])
  expect([at(400 / 451), at(449.9 / 451), at(450 / 451), at(0.999_999)]).toEqual([
    'work/c',
    'work/c',
    'work/d',
    'work/d',
  ])
})

test('weight 0 is chosen when nobody else is there, in the order given', () => {
  const spares = [
    { id: 'x', weight: 0 },
    { id: 'y', weight: 0 },
  ]
  expect([pickWeighted(spares, 's', 0.9)?.id, pickWeighted([], 's', 0)]).toEqual(['x', null])
})

test('a hash is a number between 0 and 1, and near texts are far apart', () => {
  fc.assert(fc.property(fc.string(), (text) => unitHash(text) > 0 && unitHash(text) < 1))
  expect(Math.abs(unitHash('session-1') - unitHash('session-2'))).toBeGreaterThan(0.01)
})
