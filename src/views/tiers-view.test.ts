import { expect, test } from 'vitest'
import { tierSwitch } from '../../test/support/switches.ts'
import type { PlaceStatus, TiersStatus } from '../admin/contract.ts'
import type { Switch } from '../core/failover/switch.ts'
import { explainedTiers } from './tiers-view.ts'

const primary = { place: 'primary', profiles: ['work'] } as const
const secondary = { place: 'secondary', profiles: ['spare'] } as const
const AWAY: PlaceStatus = {
  ...{ ...primary, isActive: false, state: 'cooling', since: 1_000, until: 9_000, checks: 0 },
}
const ACTIVE: PlaceStatus = {
  ...{ ...secondary, isActive: true, state: 'serving', since: 0, until: null, checks: 0 },
}
const TIERS: TiersStatus = {
  ...{ active: 'secondary', activeSince: 1_000, autoFailover: true, autoRecovery: true, hand: null },
  ...{ lastSwitch: tierSwitch(), places: [AWAY, ACTIVE] },
}
const whys = (tiers: TiersStatus, switches: readonly Switch[]): readonly (number | null)[] =>
  explainedTiers(tiers, switches).places.map(({ why }) => why?.at ?? null)

test('a switch explains both the tier that was left and the one that serves now', () => {
  expect(whys(TIERS, [])).toEqual([1_000, 1_000])
})

test('what is not on record is not explained, and what was overtaken explains nothing', () => {
  expect(whys({ ...TIERS, lastSwitch: null }, [])).toEqual([null, null])
  expect(whys({ ...TIERS, lastSwitch: null }, [tierSwitch({ at: 5 })])).toEqual([5, 5])
  // The first one came back and cools again, without having been active in between.
  const back = tierSwitch({ at: 2_000, from: secondary, to: primary, cause: 'recovery' })
  expect(whys({ ...TIERS, lastSwitch: back }, [tierSwitch()])).toEqual([null, null])
  const byHand = tierSwitch({ cause: 'manual', to: { place: 'hand', profiles: ['x'] } })
  expect(whys({ ...TIERS, lastSwitch: byHand }, [tierSwitch({ at: 5 })])).toEqual([null, 5])
})

test('a switch explains a tier that it passed over, too', () => {
  const fallback = { place: 'fallback', profiles: ['last'] } as const
  const [seen] = tierSwitch().evidence
  const far = tierSwitch({
    to: fallback,
    evidence: seen?.kind === 'out' ? [seen, { ...seen, endpoint: 'spare/two' }] : [],
  })
  const passed: PlaceStatus = { ...AWAY, ...secondary }
  const places = [AWAY, passed, { ...ACTIVE, ...fallback }]
  expect(whys({ ...TIERS, lastSwitch: far, places }, [])).toEqual([1_000, 1_000, 1_000])
  expect(whys({ ...TIERS, lastSwitch: tierSwitch({ to: fallback }), places }, [])).toEqual([
    1_000,
    null,
    1_000,
  ])
})

test('a tier that serves beside the active one needs no explanation', () => {
  const serving = { ...AWAY, state: 'serving', until: null } as const
  expect(whys({ ...TIERS, places: [serving, ACTIVE] }, [])).toEqual([null, 1_000])
})
