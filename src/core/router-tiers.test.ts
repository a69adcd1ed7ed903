import { expect, test } from 'vitest'
import { endpoint, given, profile, table } from '../../test/support/fleet.ts'
import { NOW, stand, world, type World } from '../../test/support/world.ts'
import type { Hand } from './failover/line-up.ts'
import { switchBetween } from './failover/switch.ts'
import type { TierStanding } from './failover/tier.ts'
import type { Endpoint, Policy } from './model.ts'
import { onConfig, onHand } from './router.ts'

const LATER = NOW + 1_000
const cooling: TierStanding = { kind: 'cooling', since: NOW, until: NOW + 300_000 }
const HAND: Hand = { profile: 'home', only: false, since: NOW, reason: null }

const tiers = (first: readonly Endpoint[], policy: Partial<Policy> = {}) =>
  table(
    [
      profile('work', first, 'primary'),
      profile('home', [endpoint('c')], 'secondary'),
      profile('spare', [endpoint('d')], 'fallback'),
    ],
    policy,
  )
const AB = [endpoint('a'), endpoint('b')]

/** The first tier was left. */
function left(policy: Partial<Policy> = {}): World {
  const at = world(tiers(AB, policy))
  stand(at, 0, cooling)
  return at
}
const kinds = (state: World['state']): readonly string[] =>
  state.line.places.map(({ place }, index) => `${place} ${given(state.tiers[index]).standing.kind}`)

/** The first tier after a change of its endpoints, and whether it still cools. */
const CHANGES: readonly (readonly [string, readonly Endpoint[], boolean])[] = [
  ['nothing', AB, true],
  ['another weight', [endpoint('a', { weight: 7 }), endpoint('b')], true],
  ['one was switched off', [endpoint('a'), endpoint('b', { enabled: false })], true],
  ['one was removed', [endpoint('a')], true],
  ['another key', [endpoint('a', { credential: 'env:new' }), endpoint('b')], false],
  ['another address', [endpoint('a', { origin: 'https://new.example' }), endpoint('b')], false],
  ['one more', [...AB, endpoint('e')], false],
]

test.each(CHANGES)(
  'a place that was left cools on unless something is new there: %s',
  (_what, first, isKept) => {
    const { state } = left()
    const after = onConfig(state, tiers(first), LATER)
    expect(kinds(after)[0]).toBe(isKept ? 'primary cooling' : 'primary serving')
    // What was switched off and is on again is new.
    const again = onConfig(after, tiers(AB), LATER)
    expect(kinds(again)[0]).toBe(
      isKept && first.every(({ enabled }) => enabled) && first.length === 2
        ? 'primary cooling'
        : 'primary serving',
    )
  },
)

test('a choice by hand leaves the other places as they stand, and its end too', () => {
  const { state } = left()
  const chosen = onHand(state, HAND, LATER)
  expect(kinds(chosen)).toEqual(['hand serving', 'primary cooling', 'fallback serving'])
  expect(kinds(onHand(chosen, null, LATER))).toEqual([
    'primary cooling',
    'secondary serving',
    'fallback serving',
  ])
})

test('a choice that was left is begun afresh by another word, and by none else', () => {
  const at = { state: onHand(left().state, HAND, NOW), now: NOW }
  stand(at, 0, cooling)
  expect(kinds(onConfig(at.state, tiers(AB), LATER))[0]).toBe('hand cooling')
  expect(kinds(onHand(at.state, { ...HAND, since: LATER }, LATER))[0]).toBe('hand serving')
})

test('where places do not come back by themselves, the end of a choice brings them back', () => {
  const by = (policy: Partial<Policy>, hand: Hand | null) => kinds(onHand(left(policy).state, hand, LATER))
  expect(by({ autoRecovery: false }, null)[0]).toBe('primary serving')
  expect(by({ autoRecovery: false }, HAND)[1]).toBe('primary cooling')
  expect(by({}, null)[0]).toBe('primary cooling')
})

test('a choice whose profile is removed is over, and that is told as a change of the configuration', () => {
  const before = onHand(left().state, { ...HAND, reason: 'cheap today' }, NOW)
  const after = onConfig(before, table([profile('work', AB, 'primary')]), LATER)
  expect([after.line.hand, kinds(after)]).toEqual([null, ['primary cooling']])
  expect(switchBetween(before, after, 'config', LATER)).toEqual({
    at: LATER,
    from: { place: 'hand', profiles: ['home'] },
    to: { place: 'primary', profiles: ['work'] },
    cause: 'config',
    reason: null,
    evidence: [],
  })
})

test('a configuration that changes what serves first is a switch, and any other is none', () => {
  const { state } = world(tiers(AB))
  const by = (...profiles: Parameters<typeof table>[0]) => {
    const one = switchBetween(state, onConfig(state, table(profiles), LATER), 'config', LATER)
    return one === null ? null : one.to
  }
  expect(by(profile('work', [endpoint('a')], 'primary'))).toBeNull()
  expect(by(profile('work', AB, 'primary'), profile('more', [endpoint('e')], 'primary'))).toBeNull()
  expect(by(profile('home', AB, 'primary'))).toEqual({ place: 'primary', profiles: ['home'] })
  expect(by(profile('work', AB, 'secondary'))).toEqual({ place: 'secondary', profiles: ['work'] })
  expect(by(profile('work', AB))).toEqual({ place: 'default', profiles: ['work'] })
  expect(by()).toBeNull()
  expect(switchBetween(state, state, 'config', LATER)).toBeNull()
})
