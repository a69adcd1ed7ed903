import { expect, test } from 'vitest'
import type { EndpointState } from '../admin/contract.ts'
import { endpointViews } from '../views/endpoint-view.ts'
import type { StatusShape } from './shapes/status.ts'
import type { TiersJson } from '../views/shapes/tiers.ts'
import { faultsOf } from './status-faults.ts'
import { own } from '../../test/support/documents.ts'

type Found = Omit<StatusShape, 'faults'>
type Endpoint = Found['active']['profiles'][number]['endpoints'][number]

const PROXY: NonNullable<Found['proxy']> = {
  ...{ url: 'http://127.0.0.1:7860', version: '1', pid: 1, uptimeMs: 1, open: 0, configuration: 1 },
  ...{ configurationFault: null, networkDownSince: null, held: [], tiers: null, host: '127.0.0.1' },
  ...{ beyondMachine: false, clientTokens: 0 },
}

const QUEUE: Found['queue'] = {
  ...{ enabled: true, auto: false, fault: null, oldest: null, next: null, storedBytes: 0 },
  counts: { pending: 1, retrying: 0, succeeded: 0, failed: 2, expired: 0 },
}

function endpoint(state: EndpointState | null, more: Partial<Endpoint> = {}): Endpoint {
  const profile = { name: 'work', endpoints: [own('00000001', 'one')] }
  const [view] = endpointViews({ profiles: [profile], settings: {} }, profile)
  if (view === undefined) throw new Error('no view')
  const effectiveWeight = { effective: 100, weight: 100, score: 1, ramp: 1, quota: 1 }
  const health = state === null ? null : { state, reason: null, until: null, benches: [], effectiveWeight }
  return { ...view, health, hasKey: true, ...more }
}

const NO_CLAUDE = { file: 'settings.json', baseUrl: null, leads: null, use: null, conflicts: [] }

const found = (endpoints: readonly Endpoint[], more: Partial<Found> = {}): Found => ({
  ...{ version: '1', home: '/home', configuration: 1, proxy: PROXY, lastSwitch: null, queue: QUEUE },
  active: { why: 'chosen', profiles: [{ name: 'work', tier: null, endpoints: [...endpoints] }] },
  protection: { kind: 'nothing-stored' },
  claude: NO_CLAUDE,
  sync: null,
  ...more,
})
const kinds = (of: Found): readonly string[] => faultsOf(of).map(({ kind }) => kind)

test('where all is well nothing is said, and a state that passes by itself is well', () => {
  for (const state of ['ok', 'on-trial', 'full', 'draining', 'budget'] as const) {
    expect(faultsOf(found([endpoint(state), endpoint('benched')]))).toEqual([])
    expect(faultsOf(found([endpoint(state)]))).toEqual([])
  }
})

test.each([
  ['no-profile', { active: { why: 'none', profiles: [] } }, null],
  ['configuration-refused', { proxy: { ...PROXY, configurationFault: 'why' } }, 'why'],
  ['network-down', { proxy: { ...PROXY, networkDownSince: 5 } }, null],
  ['keys-unreadable', { protection: { kind: 'unreadable', reason: 'not-opened', values: {} } }, 'not-opened'],
  ['queue-unreadable', { queue: { ...QUEUE, fault: 'why' } }, 'why'],
  ['claude-points-nowhere', { claude: { ...NO_CLAUDE, baseUrl: 'http://x', leads: 'nowhere' } }, 'http://x'],
] as const)('%s is a fault', (kind, more, about) => {
  expect(faultsOf(found([endpoint('ok')], more as Partial<Found>))).toEqual([{ kind, about }])
})

test('a proxy that does not run is one, and nothing else is said of what only it could know', () => {
  expect(kinds(found([endpoint(null)], { proxy: null }))).toEqual(['proxy-not-running'])
})

test('a base URL of Claude Code that leads here or elsewhere is none', () => {
  for (const leads of ['here', 'elsewhere'] as const) {
    const claude = { ...NO_CLAUDE, baseUrl: 'http://x', leads }
    expect(kinds(found([endpoint('ok')], { claude }))).toEqual([])
  }
})

test('of what meets the settings of Claude Code that is a fault which leads it elsewhere', () => {
  const conflicts = [
    { kind: 'settings-win', effect: 'wins', name: 'ANTHROPIC_BASE_URL', file: '/work/.claude/settings.json' },
    { kind: 'no-proxy', effect: 'wins', name: 'HTTP_PROXY', file: null },
    { kind: 'log-in', effect: 'adds', name: 'primaryApiKey', file: '/home/.claude.json' },
    { kind: 'shell-ignored', effect: 'ignored', name: 'ANTHROPIC_BASE_URL', file: null },
  ] as const
  const claude = { ...NO_CLAUDE, baseUrl: 'http://x', leads: 'here' as const, conflicts: [...conflicts] }
  expect(faultsOf(found([endpoint('ok')], { claude }))).toEqual([
    { kind: 'claude-overruled', about: 'ANTHROPIC_BASE_URL (/work/.claude/settings.json)' },
    { kind: 'claude-overruled', about: 'HTTP_PROXY' },
  ])
})

test.each([
  ['nobody-can-serve', [endpoint('benched'), endpoint('circuit-open'), endpoint('host-down')]],
  ['no-endpoint', [endpoint('disabled', { enabled: false })]],
  ['no-endpoint', []],
])('%s is a fault of the active set', (kind, endpoints) => {
  expect(faultsOf(found(endpoints))).toEqual([{ kind, about: 'work' }])
})

test('one that is disabled does not serve, whatever its state', () => {
  expect(kinds(found([endpoint('ok', { enabled: false }), endpoint('benched')]))).toEqual([
    'nobody-can-serve',
  ])
})

test('a missing key is a fault where it would be used from here', () => {
  const missing = (credential: string): Endpoint => endpoint('ok', { hasKey: false, credential })
  expect(kinds(found([missing('secret:x')]))).toEqual(['key-missing'])
  expect(kinds(found([missing('cmd:x')]))).toEqual(['key-missing'])
  expect(kinds(found([missing('env:X')]))).toEqual([])
  expect(kinds(found([missing('env:X')], { proxy: null }))).toEqual(['proxy-not-running', 'key-missing'])
  expect(kinds(found([{ ...missing('secret:x'), enabled: false }]))).toEqual(['no-endpoint'])
})

/** A proxy whose active place is the tier `primary` with the profile `work`. */
const withTiers = (more: Partial<TiersJson>): NonNullable<Found['proxy']> => {
  const place = { state: 'serving', since: 0, until: null, checks: 0 } as const
  const places = [
    { ...place, place: 'primary' as const, profiles: ['work'], isActive: true },
    { ...place, place: 'secondary' as const, profiles: ['spare'], isActive: false },
  ]
  const known = { active: 'primary' as const, activeSince: 0, hand: null, lastSwitch: null, places }
  return { ...PROXY, tiers: { ...known, autoFailover: true, autoRecovery: true, ...more } }
}

const twoTiers = (first: EndpointState, second: EndpointState): Found['active'] => ({
  why: 'tiers',
  profiles: [
    { name: 'work', tier: 'primary', endpoints: [endpoint(first)] },
    { name: 'spare', tier: 'secondary', endpoints: [endpoint(second)] },
  ],
})

test('a tier that is out is a fault while failover is off, also when the next one could serve', () => {
  const of = (active: Found['active'], autoFailover: boolean): readonly unknown[] =>
    faultsOf(found([], { active, proxy: withTiers({ autoFailover }) }))
  expect(of(twoTiers('benched', 'ok'), true)).toEqual([])
  expect(of(twoTiers('benched', 'ok'), false)).toEqual([{ kind: 'failover-off', about: 'work' }])
  expect(of(twoTiers('ok', 'benched'), false)).toEqual([])
  expect(of(twoTiers('benched', 'circuit-open'), false)).toEqual([
    { kind: 'nobody-can-serve', about: 'work, spare' },
  ])
})

test('one that was put alone by hand and is out is a fault of that word', () => {
  const active = { ...twoTiers('benched', 'ok'), why: 'only' } as const
  const alone = { ...active, profiles: active.profiles.slice(0, 1) }
  expect(faultsOf(found([], { active: alone }))).toEqual([{ kind: 'fenced-by-hand', about: 'work' }])
})
