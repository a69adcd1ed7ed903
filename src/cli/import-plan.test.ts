import { describe, expect, test } from 'vitest'
import type { Document } from '../core/config/document.ts'
import type { Found, FoundEndpoint } from '../core/foreign/found.ts'
import { importPlan, type Source } from './import-plan.ts'

const KEY = 'made-up-plan-key'
const endpoint = (more: Partial<FoundEndpoint> = {}): FoundEndpoint => ({
  ...{ baseUrl: 'https://api.relay.example/v1', auth: 'bearer', models: {}, enabled: true },
  key: { kind: 'key', key: KEY },
  ...more,
})
const found = (more: Partial<Found> = {}): Found => ({ profiles: [], leftOut: [], ...more })
const source = (what: Found, program: Source['program'] = 'cc-switch'): Source => ({
  ...{ program, file: 'f', found: what },
})
const withProfile = (name: string, ...endpoints: readonly FoundEndpoint[]): Found =>
  found({ profiles: [{ name, endpoints }] })

const EMPTY: Document = { profiles: [], settings: {} }
const HERE: Document = {
  profiles: [
    {
      name: 'relay',
      endpoints: [
        {
          ...{ id: '0000000a', name: 'relay', baseUrl: 'https://api.relay.example', auth: 'bearer' },
          ...{ credential: 'secret:kept', weight: 100, enabled: true },
        },
      ],
    },
  ],
  tiers: { primary: ['relay'] },
  settings: { 'tier.cooldown': 60 },
}
const KNOWN = new Map([['secret:kept', KEY]])

const namesOf = (document: Document, ...sources: readonly Source[]) =>
  importPlan(document, KNOWN, sources).sources.flatMap(({ profiles }) =>
    profiles.map(({ profile }) => profile.name),
  )

describe('a profile gets a name that can be one and is free', () => {
  test.each([
    ['relay', 'relay-2'],
    ['My Relay!', 'My-Relay'],
    ['Kimi 国内', 'Kimi'],
    ['国内', 'other'],
    ['', 'other'],
    ['x'.repeat(80), 'x'.repeat(64)],
  ])('%j becomes %j', (wanted, name) => {
    const one = endpoint({ baseUrl: 'https://api.other.example' })
    expect(namesOf(HERE, source(withProfile(wanted, one)))).toEqual([name])
  })

  test('that of the vendor where it has none', () => {
    expect(
      namesOf(EMPTY, source(withProfile('智谱', endpoint({ baseUrl: 'https://api.z.ai/api/anthropic' })))),
    ).toEqual(['glm'])
    expect(
      namesOf(EMPTY, source(withProfile('', endpoint({ baseUrl: 'http://127.0.0.1:4000' })), 'claude')),
    ).toEqual(['claude'])
  })

  test('and no two the same, nor their endpoints', () => {
    const one = endpoint({ key: { kind: 'key', key: 'a' } })
    const two = endpoint({ key: { kind: 'key', key: 'b' } })
    const three = endpoint({ key: { kind: 'variable', name: 'C' } })
    const plan = importPlan(EMPTY, KNOWN, [
      source(withProfile('a', one, two)),
      source(withProfile('a', three)),
    ])
    const profiles = plan.sources.flatMap((each) => each.profiles.map(({ profile }) => profile))
    expect(profiles.map(({ endpoints, name }) => [name, endpoints.map((entry) => entry.name)])).toEqual([
      ['a', ['relay', 'relay-2']],
      ['a-2', ['relay']],
    ])
    expect(profiles[1]?.endpoints).toMatchObject([
      { credential: 'env:C', baseUrl: 'https://api.relay.example' },
    ])
  })
})

test('what is here with the same key is not taken over again, nor twice from two programs', () => {
  const plan = importPlan(HERE, KNOWN, [
    source(withProfile('again', endpoint())),
    source(withProfile('other key', endpoint({ key: { kind: 'key', key: 'other' } }))),
    source(withProfile('other models', endpoint({ models: { 'claude-*': 'x' } }))),
    source(withProfile('twice', endpoint({ key: { kind: 'key', key: 'other' } })), 'claude'),
  ])
  expect(plan.sources.map(({ leftOut }) => leftOut.map(({ more, why }) => [why, more]))).toEqual([
    [['already-here', 'relay']],
    [],
    [],
    [['already-here', 'other-key']],
  ])
})

test('numbers keep to their limits, and a URL that is none leaves its endpoint out', () => {
  const odd = endpoint({ weight: 5_000.4, priority: 0 })
  const plan = importPlan(EMPTY, KNOWN, [source(withProfile('a', odd, endpoint({ baseUrl: 'ftp://x' })))])
  expect(plan.sources[0]?.profiles[0]?.profile.endpoints).toMatchObject([{ weight: 1_000, priority: 1 }])
  expect(plan.sources[0]?.leftOut).toEqual([{ what: 'a', why: 'bad-url', more: 'ftp://x' }])
  expect(namesOf(EMPTY, source(withProfile('a', endpoint({ baseUrl: 'ftp://x' }))))).toEqual([])
})

const TIERED = [
  source(withProfile('work', endpoint({ key: { kind: 'key', key: 'w' } })), 'fastcc'),
  source(
    found({
      ...{ defaultProfile: 'work', tiers: { primary: 'work', fallback: 'gone' } },
      settings: { 'tier.cooldown': 600, 'circuit.failure-threshold': 3, 'failover.auto': 'perhaps' },
    }),
    'fastcc',
  ),
]

test('tiers, settings and the default are taken over where nothing was chosen', () => {
  const plan = importPlan(EMPTY, KNOWN, TIERED)
  expect([plan.defaultProfile, plan.tiers, plan.settings]).toEqual([
    'work',
    [{ tier: 'primary', profile: 'work' }],
    { 'tier.cooldown': 600 },
  ])
  expect(plan.sources[1]?.leftOut).toEqual([{ what: 'fallback', why: 'unknown-profile', more: 'gone' }])
})

test('what was chosen here stays', () => {
  const plan = importPlan(HERE, KNOWN, TIERED)
  expect([plan.defaultProfile, plan.tiers, plan.settings]).toEqual([null, [], {}])
  expect(plan.sources[1]?.leftOut.map(({ what, why }) => [what, why])).toEqual([
    ['primary', 'chosen-here'],
    ['fallback', 'chosen-here'],
    ['tier.cooldown', 'chosen-here'],
  ])
})
