import { expect, test } from 'vitest'
import { endpoint, given, profile, table } from '../../test/support/fleet.ts'
import { NOW, stand, world, type World } from '../../test/support/world.ts'
import type { Hand } from './failover/line-up.ts'
import { freshRecord, type Check, type TierStanding } from './failover/tier.ts'
import type { RoutingTable } from './model.ts'
import { freshRouter, onHand } from './router.ts'
import { restored, snapshotOf } from './snapshot.ts'

const LATER = NOW + 1_000
const CHECK: Check = { endpoint: 'a', by: 'request', at: NOW }
const HAND: Hand = { profile: 'home', only: false, since: NOW, reason: 'cheap today' }

const TWO = table([
  profile('work', [endpoint('a')], 'primary'),
  profile('home', [endpoint('b')], 'secondary'),
  profile('spare', [endpoint('c')]),
])

const cooling: TierStanding = { kind: 'cooling', since: NOW, until: NOW + 300_000 }

function standing(one: TierStanding, hand: Hand | null = null): World {
  const at = world(TWO)
  at.state = onHand(at.state, hand, NOW)
  stand(at, 0, one)
  const record = given(at.state.tiers[0])
  at.state = { ...at.state, tiers: at.state.tiers.with(0, { ...record, flaps: 2, leftAt: NOW }) }
  return at
}
const saved = (at: World): unknown => JSON.parse(JSON.stringify(snapshotOf(at.state, [])))
const after = (json: unknown, of: RoutingTable = TWO) => restored(freshRouter(of, LATER), json, LATER)

const STANDINGS: readonly TierStanding[] = [
  cooling,
  { kind: 'recovering', since: NOW, checks: [CHECK], permits: 0, probeAt: LATER },
  { kind: 'serving', since: NOW, checks: [CHECK, { ...CHECK, by: 'probe' }], missed: null },
]

test.each(STANDINGS)('a place stands after a restart as before: %j', (one) => {
  const before = standing(one)
  expect(after(saved(before)).tiers).toEqual(before.state.tiers)
})

test('what was out is out no more, and what was counted in the last seconds is counted anew', () => {
  const out = after(saved(standing({ kind: 'recovering', since: NOW, checks: [], permits: 3, probeAt: NOW })))
  expect(given(out.tiers[0]).standing).toMatchObject({ kind: 'recovering', permits: 0 })
  const missed = { count: 2, firstAt: NOW }
  const counted = after(saved(standing({ kind: 'serving', since: NOW, checks: [], missed })))
  expect(given(counted.tiers[0]).standing).toMatchObject({ kind: 'serving', missed: null })
})

test('what a person put first is first after a restart, unless it is gone', () => {
  const json = saved(standing(cooling, HAND))
  const { line, tiers } = after(json)
  expect([line.hand, line.places.map(({ place }) => place)]).toEqual([HAND, ['hand', 'primary']])
  expect(given(tiers[0])).toMatchObject({ standing: cooling, flaps: 2, leftAt: NOW })
  const gone = after(json, table([profile('work', [endpoint('a')], 'primary')]))
  expect([gone.line.hand, gone.tiers.length]).toEqual([null, 1])
})

test('a place of other endpoints, or of another name, begins afresh', () => {
  const json = saved(standing(cooling))
  const fresh = (of: RoutingTable) => given(after(json, of).tiers[0]).standing.kind
  const others = [endpoint('a', { credential: 'env:other' }), endpoint('b')]
  expect(others.map((one) => fresh(table([profile('work', [one], 'primary')])))).toEqual([
    'serving',
    'serving',
  ])
  expect(fresh(table([profile('work', [endpoint('a')], 'fallback')]))).toBe('serving')
  expect(fresh(table([profile('other', [endpoint('a')], 'primary')]))).toBe('cooling')
})

type Changes = Readonly<Record<string, unknown>>
/** A snapshot of a place that cools, in which this is otherwise. */
function garbled(ofPlace: Changes, ofStanding: Changes, one: TierStanding = cooling): unknown {
  const record = { place: 'primary', ...given(standing(one).state.tiers[0]), ...ofPlace }
  const place = { ...record, standing: { ...record.standing, ...ofStanding } }
  return { version: 1, endpoints: [], sessions: [], tiers: { hand: null, places: [place] } }
}

const GARBLED: readonly (readonly [Changes, Changes])[] = [
  [{ flaps: -1 }, {}],
  [{ flaps: 17 }, {}],
  [{ flaps: 'two' }, {}],
  [{ leftAt: LATER + 6_000 }, {}],
  [{ leftAt: 'now' }, {}],
  [{ targets: null }, {}],
  [{ targets: [1] }, {}],
  [{}, { kind: 'asleep' }],
  [{}, { since: LATER + 6_000 }],
  [{}, { since: null }],
  [{}, { until: null }],
  [{}, { until: LATER + 8 * 86_400_000 + 1 }],
]

test.each(GARBLED)('what is garbled is not believed: %j %j', (ofPlace, ofStanding) => {
  const [first] = after(garbled(ofPlace, ofStanding)).tiers
  expect(first).toEqual(freshRecord(given(first).targets, LATER))
  expect(given(after(garbled({}, {})).tiers[0]).standing).toEqual(cooling)
})

test('a check that is garbled is left out', () => {
  const checks = [
    CHECK,
    null,
    { ...CHECK, by: 'hearsay' },
    { ...CHECK, endpoint: 1 },
    { ...CHECK, at: LATER + 6_000 },
  ]
  const json = garbled(
    {},
    { checks },
    { kind: 'recovering', since: NOW, checks: [], permits: 0, probeAt: NOW },
  )
  expect(given(after(json).tiers[0]).standing).toMatchObject({ checks: [CHECK] })
  const none = garbled({}, { checks: 'none' }, { kind: 'serving', since: NOW, checks: [], missed: null })
  expect(given(after(none).tiers[0]).standing).toMatchObject({ checks: [] })
})

test.each([
  ['profile', 1],
  ['only', 'yes'],
  ['since', LATER + 6_000],
  ['reason', 7],
])('a choice of a person whose %s is garbled is none', (key, value) => {
  const json = {
    version: 1,
    endpoints: [],
    sessions: [],
    tiers: { hand: { ...HAND, [key]: value }, places: [] },
  }
  expect(after(json).line.hand).toBeNull()
  expect(after({ ...json, tiers: { hand: HAND, places: [] } }).line.hand).toEqual(HAND)
})

test('a snapshot without places leaves them as they are', () => {
  for (const tiers of [undefined, null, [], { hand: HAND }]) {
    const { line, tiers: records } = after({ version: 1, endpoints: [], sessions: [], tiers })
    expect([line.hand, records]).toEqual([null, freshRouter(TWO, LATER).tiers])
  }
})
