import { expect, test } from 'vitest'
import { asker, endpoint, profile, table } from '../../../test/support/fleet.ts'
import { book, end, meet, NOW, world, type World } from '../../../test/support/world.ts'
import { endpointId, type Endpoint, type Policy } from '../model.ts'
import type { Outcome, TimeOrigin } from '../outcome.ts'
import type { Asker } from './asker.ts'
import { activeIndex, onAsked } from './leaving.ts'

const EMPTY: Outcome = { kind: 'empty' }
const limited = (waitMs: number, origin: TimeOrigin = 'unified', ofAccount = true): Outcome => ({
  kind: 'rate-limited',
  told: { waitMs, origin },
  ofAccount,
})

const tiers = (
  first: readonly Endpoint[],
  second: readonly Endpoint[] = [endpoint('c')],
  policy: Partial<Policy> = {},
) => table([profile('work', first, 'primary'), profile('home', second, 'secondary')], policy)

const ask = (at: World, want: Asker = asker(), times = 1): void => {
  for (let i = 0; i < times; i++) at.state = onAsked(at.state, want, at.now)
}
const kinds = ({ state }: World) => state.tiers.map(({ standing }) => standing.kind)
const coolsUntil = ({ state }: World, index = 0): number | null => {
  const standing = state.tiers[index]?.standing
  return standing?.kind === 'cooling' && standing.until !== null ? standing.until - NOW : null
}
const count = ({ state }: World, index = 0): number | null => {
  const standing = state.tiers[index]?.standing
  return standing?.kind === 'serving' ? (standing.missed?.count ?? 0) : null
}

const AB = [endpoint('a'), endpoint('b')]
const COOLDOWN = 300_000

/** What happened to the first tier of `a` and `b`, and for how long it is left because of that; null: it is not. */
const LOSSES: readonly (readonly [string, (at: World) => void, number | null])[] = [
  ['nothing', () => undefined, null],
  [
    'both circuits opened',
    (at) => {
      meet(at, 'a', EMPTY, 3)
      meet(at, 'b', EMPTY, 3)
    },
    COOLDOWN,
  ],
  ['one circuit opened', (at) => meet(at, 'a', EMPTY, 3), null],
  [
    'both circuits are on trial, and others are finding out how they are',
    (at) => {
      meet(at, 'a', EMPTY, 3)
      meet(at, 'b', EMPTY, 3)
      at.now += 20_000
      book(at)
      book(at)
    },
    20_000 + COOLDOWN,
  ],
  [
    'both circuits are on trial, and who asks may be the one that finds out',
    (at) => {
      meet(at, 'a', EMPTY, 3)
      meet(at, 'b', EMPTY, 3)
      at.now += 20_000
      book(at)
    },
    null,
  ],
  [
    'both keys were refused',
    (at) => {
      meet(at, 'a', { kind: 'credential' })
      meet(at, 'b', { kind: 'balance' })
    },
    COOLDOWN,
  ],
  [
    'both accounts are at limits that end in over a minute: until the first of them ends',
    (at) => {
      meet(at, 'a', limited(90_000))
      meet(at, 'b', limited(60_001))
    },
    60_001,
  ],
  [
    'one account is at a limit that ends within a minute',
    (at) => {
      meet(at, 'a', limited(90_000))
      meet(at, 'b', limited(60_000))
    },
    null,
  ],
  [
    'a limit and an open circuit',
    (at) => {
      meet(at, 'a', limited(90_000))
      meet(at, 'b', EMPTY, 3)
    },
    COOLDOWN,
  ],
  [
    'one is at a limit and its circuit is open as well',
    (at) => {
      meet(at, 'a', EMPTY, 2)
      const slot = book(at, asker({ tried: ['b', 'c'] }))
      meet(at, 'a', limited(90_000))
      end(at, slot, EMPTY)
      meet(at, 'b', limited(90_000))
    },
    COOLDOWN,
  ],
  [
    'the limits of one model',
    (at) => {
      meet(at, 'a', limited(90_000, 'unified', false))
      meet(at, 'b', limited(90_000, 'unified', false))
    },
    null,
  ],
]

test.each(LOSSES)('whether three requests leave a tier: %s', (_what, happen, expected) => {
  const at = world(tiers(AB))
  happen(at)
  ask(at, asker(), 3)
  expect(coolsUntil(at)).toBe(expected)
})

test('a tier whose limits go on by further benches is lost after a minute, not before', () => {
  const at = world(tiers([endpoint('a')]))
  const later = book(at)
  meet(at, 'a', limited(59_000))
  at.now += 30_000
  end(at, later, limited(59_000))
  at.now += 29_999
  ask(at, asker(), 3)
  expect(kinds(at)).toEqual(['serving', 'serving'])
  at.now += 1
  ask(at, asker(), 3)
  expect(kinds(at)).toEqual(['cooling', 'serving'])
})

const off = (name: string) => endpoint(name, { enabled: false })

test('what is switched off does not count, and a tier of nobody else is lost', () => {
  const half = world(tiers([off('a'), endpoint('b')]))
  ask(half, asker(), 3)
  expect(kinds(half)).toEqual(['serving', 'serving'])
  meet(half, 'b', EMPTY, 3)
  ask(half, asker(), 3)
  expect(kinds(half)).toEqual(['cooling', 'serving'])
  for (const first of [[off('a')], []]) {
    const at = world(tiers(first))
    ask(at, asker(), 3)
    expect(coolsUntil(at)).toBe(COOLDOWN)
  }
})

test('who is full, or out for this request alone, is not lost', () => {
  const at = world(tiers([endpoint('a', { maxConcurrent: 1 })]))
  book(at)
  ask(at, asker({ affinity: { shunned: endpointId('a') } }), 3)
  expect(kinds(at)).toEqual(['serving', 'serving'])
})

/** The first tier is lost. */
function lost(policy: Partial<Policy> = {}, second?: readonly Endpoint[]): World {
  const at = world(tiers([endpoint('a')], second, policy))
  meet(at, 'a', EMPTY, 3)
  return at
}

const SOMEBODYS = {
  'a count of tokens': asker({ kind: 'count' }),
  'a reading': asker({ kind: 'read' }),
  'what is limited to a profile': asker({ fence: 'work' }),
  'what names something that one endpoint has': asker({ holder: endpointId('a') }),
  'a second attempt': asker({ tried: ['a'] }),
  'the same endpoint once more': asker({ course: { again: endpointId('a') } }),
  'who has waited': asker({ waitedMs: 1 }),
}

test.each(Object.entries(SOMEBODYS))('%s is no request that finds nobody', (_what, want) => {
  const at = lost()
  ask(at, want, 5)
  expect([kinds(at), count(at)]).toEqual([['serving', 'serving'], 0])
})

test('requests in a row are counted, and one that finds somebody begins anew', () => {
  const at = lost()
  ask(at, asker(), 2)
  expect(count(at)).toBe(2)
  const well = world(tiers([endpoint('a')]))
  well.state = { ...well.state, tiers: at.state.tiers }
  ask(well)
  expect(count(well)).toBe(0)
})

test('a tier is left only for one that serves and has somebody', () => {
  expect(activeIndex(lost().state.tiers)).toBe(0)
  const cases: readonly (readonly [World, readonly string[]])[] = [
    [lost({ autoFailover: false }), ['serving', 'serving']],
    [lost({}, [off('c')]), ['serving', 'serving']],
    [lost(), ['cooling', 'serving']],
  ]
  for (const [at, expected] of cases) {
    ask(at, asker(), 3)
    expect(kinds(at)).toEqual(expected)
  }
  const nobody = lost()
  meet(nobody, 'c', EMPTY, 3)
  ask(nobody, asker(), 5)
  expect(kinds(nobody)).toEqual(['serving', 'serving'])
})

test('nothing is left while this machine has no network', () => {
  const at = lost()
  at.state = { ...at.state, network: { ...at.state.network, downSince: NOW } }
  ask(at, asker(), 5)
  expect([kinds(at), count(at)]).toEqual([['serving', 'serving'], 0])
})

test('two tiers that are both lost are left together, and one behind a tier that serves is not looked at', () => {
  const three = table([
    profile('work', [endpoint('a')], 'primary'),
    profile('home', [endpoint('b')], 'secondary'),
    profile('spare', [endpoint('c')], 'fallback'),
  ])
  const at = world(three)
  meet(at, 'b', EMPTY, 3)
  ask(at, asker(), 3)
  expect(count(at, 1)).toBe(0)
  meet(at, 'a', EMPTY, 3)
  ask(at, asker(), 3)
  expect([kinds(at), activeIndex(at.state.tiers)]).toEqual([['cooling', 'cooling', 'serving'], 2])
  // What cools behind one that cools serves nobody: there is nobody left to leave for.
  meet(at, 'c', EMPTY, 3)
  ask(at, asker(), 5)
  expect(kinds(at)).toEqual(['cooling', 'cooling', 'serving'])
})

test('a single place is never left', () => {
  const at = world(table([profile('work', [endpoint('a')], 'primary'), profile('home', [endpoint('b')])]))
  meet(at, 'a', EMPTY, 3)
  ask(at, asker(), 5)
  expect([kinds(at), count(at)]).toEqual([['serving'], 0])
})
