import { expect, test } from 'vitest'
import { sayIn } from '../../test/support/say.ts'
import { tierSwitch } from '../../test/support/switches.ts'
import type { Switch } from '../core/failover/switch.ts'
import { localTime } from '../views/local-time.ts'
import type { TiersStatus } from '../admin/contract.ts'
import { switchText } from '../views/switch-text.ts'
import { lastSwitchPairs, standingText, tierPairs } from './tiers-text.ts'

const say = sayIn('en')
const at = localTime(9_000)

test.each<readonly [Partial<Switch>, string]>([
  [{}, `primary (work) → secondary (spare), failover: work/one circuit open until ${at}`],
  [
    {
      evidence: [
        { kind: 'out', endpoint: 'work/one', no: 'benched', benchReason: 'balance', since: 1, until: null },
        { kind: 'out', endpoint: 'work/two', no: 'disabled', benchReason: null, since: null, until: null },
      ],
    },
    'primary (work) → secondary (spare), failover: work/one no balance left; work/two disabled',
  ],
  [
    {
      evidence: [
        { kind: 'out', endpoint: 'work/one', no: 'on-trial', benchReason: null, since: 9_000, until: null },
      ],
    },
    `primary (work) → secondary (spare), failover: work/one on trial, out since ${at}`,
  ],
  [
    {
      ...{
        from: { place: 'secondary', profiles: ['spare'] },
        to: { place: 'primary', profiles: ['a', 'b'] },
      },
      cause: 'recovery',
      evidence: [
        { kind: 'passed', endpoint: 'a/one', by: 'probe', at: 1 },
        { kind: 'passed', endpoint: 'a/one', by: 'request', at: 2 },
        { kind: 'passed', endpoint: 'a/one', by: 'probe', at: 3 },
      ],
    },
    'secondary (spare) → primary (a, b), recovery: a/one passed a check (2 times); a/one answered',
  ],
  [
    { to: { place: 'hand', profiles: ['spare'] }, cause: 'manual', reason: 'lu\nch', evidence: [] },
    'primary (work) → spare (by hand), by hand: lu?ch',
  ],
  [
    { from: { place: 'default', profiles: ['work'] }, to: null, cause: 'config', evidence: [] },
    'work (default) → none, configuration',
  ],
  [
    { to: { place: 'primary', profiles: ['work'] }, cause: 'manual', evidence: [] },
    'primary (work) stays, by hand',
  ],
])('a switch in words: %j', (more, text) => {
  expect(switchText(tierSwitch(more), say)).toBe(text)
})

const place = { since: 0, until: null, checks: 0, isActive: false } as const
const first = { ...place, place: 'primary', profiles: ['work'], state: 'serving', isActive: true } as const
const second = { ...place, place: 'secondary', profiles: ['spare'], state: 'serving' } as const
const TIERS: TiersStatus = {
  ...{ active: 'primary', activeSince: 0, autoFailover: true, autoRecovery: true, hand: null },
  ...{ lastSwitch: null, places: [first, second] },
}
const HAND = { profile: 'spare', only: false, since: 0, reason: null }

test.each([
  [{ ...first, state: 'serving' }, true, 'serving'],
  [second, true, 'serving'],
  [{ ...first, isOut: true }, true, 'serving, but no endpoint can'],
  [{ ...second, isOut: true }, false, 'not used: failover is off'],
  [{ ...first, state: 'cooling', until: 61_000 }, true, 'cooling, 1m 0s left'],
  [{ ...first, state: 'cooling' }, true, 'cooling until "qcc priority switch --auto"'],
  [{ ...first, state: 'recovering', checks: 1 }, true, 'recovering, 1 check(s) passed'],
] as const)('how a place stands: %j, failover %s', (standing, autoFailover, text) => {
  expect(standingText({ isOut: false, ...standing }, { autoFailover }, 1_000, say)).toBe(text)
})

const told = (more: Partial<TiersStatus>): Readonly<Record<string, string>> =>
  Object.fromEntries(tierPairs({ ...TIERS, ...more }, say))

test('failover is told as it is in force, whatever the settings allow', () => {
  const since = localTime(0)
  expect(told({})).toEqual({ Tier: `primary (work), since ${since}`, Failover: 'on', Recovery: 'on' })
  expect(told({ autoFailover: false, autoRecovery: false })).toMatchObject({
    Failover: 'off: only the active tier serves, or nobody',
    Recovery: 'off: a tier that was left stays left until "qcc priority switch"',
  })
  const hand = { ...first, place: 'hand' as const, profiles: ['spare'] }
  const soft = told({ active: 'hand', hand: { ...HAND, reason: 'lunch' }, places: [hand, first] })
  expect(soft).toEqual({
    Tier: `spare (by hand), since ${since}`,
    'By hand': `"spare" first since ${since} (lunch); "qcc priority switch --auto" ends it`,
    Failover: 'on',
    Recovery: 'on, but "spare" stays first',
  })
  expect(told({ active: 'hand', hand: { ...HAND, only: true }, places: [hand] })).toEqual({
    Tier: `spare (by hand), since ${since}`,
    'By hand': `only "spare" since ${since}, nothing else is used; "qcc priority switch --auto" ends it`,
    Failover: 'none: only "spare" serves, by hand',
  })
})

test('where there is nothing to switch to, nothing is said of it', () => {
  expect(tierPairs({ ...TIERS, places: [first] }, say)).toEqual([])
  expect(lastSwitchPairs(null, say)).toEqual([])
  const [[title, text] = []] = lastSwitchPairs(tierSwitch(), say)
  expect([title, text]).toEqual(['Last switch', `${localTime(1_000)}: ${switchText(tierSwitch(), say)}`])
})
