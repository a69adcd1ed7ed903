import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documents, own, reused } from '../../../test/support/documents.ts'
import { endpointsWithin } from '../failover/line-up.ts'
import { DEFAULT_POLICY } from '../model.ts'
import { activeProfiles, type Document } from './document.ts'
import { routingTable } from './routing-table.ts'

const POLICY = { ...DEFAULT_POLICY, failureThreshold: 7 }
const TIMERS = { connectMs: 1, firstContentMs: 2, idleMs: 3 }
const TARGET = {
  baseUrl: 'https://api.example.com:8443/relay/a',
  auth: 'bearer',
  models: { a: 'b' },
  deniedBetas: ['c-*'],
  timeouts: { connect: 0.5, idle: 60 },
  outboundProxy: 'http://proxy.example:3128',
} as const
const DOCUMENT: Document = {
  profiles: [
    { name: 'work', endpoints: [own('0000000a', 'one', { ...TARGET, weight: 7 })] },
    {
      name: 'spare',
      endpoints: [
        { ...reused('0000000b', 'two', 'work/one'), weight: 9, maxConcurrent: 2 },
        own('0000000c', 'three'),
      ],
    },
  ],
  settings: {},
}
const activeEndpoints = (document: Document, profile: string | null = null) =>
  endpointsWithin(routingTable(document, { timers: TIMERS, policy: POLICY }), profile)
const namesOf = (document: Document, profile?: string) =>
  activeEndpoints(document, profile).map(({ name }) => name)

test('an endpoint has its own target, and timers of its own before those of the settings', () => {
  expect(activeEndpoints(DOCUMENT)).toEqual([
    {
      id: '0000000a',
      sourceId: '0000000a',
      name: 'work/one',
      origin: 'https://api.example.com:8443',
      pathPrefix: '/relay/a',
      auth: 'bearer',
      credential: 'env:KEY_0000000a',
      enabled: true,
      priority: 1,
      weight: 7,
      maxConcurrent: null,
      rules: [],
      models: { a: 'b' },
      deniedBetas: ['c-*'],
      outboundProxy: 'http://proxy.example:3128',
      timers: { connectMs: 500, firstContentMs: 2, idleMs: 60_000 },
    },
  ])
})

test('a reused endpoint has name, id, weight and cap of its own, and everything else of the one it reuses', () => {
  const [source] = activeEndpoints(DOCUMENT)
  const [one, other] = activeEndpoints(DOCUMENT, 'spare')
  const share = { weight: 9, maxConcurrent: 2 }
  expect(one).toEqual({ ...source, id: '0000000b', sourceId: '0000000a', name: 'spare/two', ...share })
  expect(other).toMatchObject({ pathPrefix: '', models: {}, outboundProxy: null, timers: TIMERS })
})

const ALL = ['spare/two', 'spare/three', 'work/one']

test.each<[string, Document, string | undefined, string[]]>([
  ['the first profile without a default', DOCUMENT, undefined, ['work/one']],
  ['the default', { ...DOCUMENT, defaultProfile: 'spare' }, undefined, ['spare/two', 'spare/three']],
  ['all with a tier, in order', { ...DOCUMENT, tiers: { primary: ['spare', 'work'] } }, undefined, ALL],
  [
    'the one with a tier',
    { ...DOCUMENT, tiers: { fallback: ['spare'] } },
    undefined,
    ['spare/two', 'spare/three'],
  ],
  ['the named one, whoever has a tier', { ...DOCUMENT, tiers: { primary: ['spare'] } }, 'work', ['work/one']],
  ['the one that is named', { ...DOCUMENT, defaultProfile: 'spare' }, 'work', ['work/one']],
  ['nothing for a name of nothing', DOCUMENT, 'gone', []],
  ['nothing without a profile', { profiles: [], settings: {} }, undefined, []],
])('what serves is %s', (_name, document, profile, expected) => {
  expect(namesOf(document, profile)).toEqual(expected)
})

test('a disabled endpoint does not serve, and what reuses it goes by its own switch', () => {
  const off = { ...own('0000000a', 'one'), enabled: false }
  const on = reused('0000000b', 'two', 'work/one')
  const profiles = [
    { name: 'work', endpoints: [off] },
    { name: 'spare', endpoints: [on, { ...on, id: '0000000c', name: 'three', enabled: false }] },
  ]
  expect(namesOf({ profiles, settings: {} })).toEqual([])
  expect(namesOf({ profiles, settings: {} }, 'spare')).toEqual(['spare/two'])
})

test('in any document every enabled endpoint of the active set serves, in its order', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const active = activeProfiles(document).flatMap(({ endpoints }) => endpoints)
      const ids = active.filter(({ enabled }) => enabled).map(({ id }) => id)
      const endpoints = activeEndpoints(document)
      expect(endpoints.map(({ id }) => id)).toEqual(ids)
      for (const { credential, origin, sourceId } of endpoints) {
        // URL and key are of one and the same endpoint.
        expect(credential).toBe(`env:KEY_${sourceId}`)
        expect(origin).toMatch(/^https:\/\/\w+\.example\.com$/)
      }
    }),
  )
})

test('the table has the tiers, the default profile and the policy of the settings', () => {
  const document = { ...DOCUMENT, defaultProfile: 'work', tiers: { secondary: ['spare'] } }
  const { defaultProfile, policy, profiles } = routingTable(document, { timers: TIMERS, policy: POLICY })
  expect(profiles.map(({ name, tier }) => [name, tier])).toEqual([
    ['spare', 'secondary'],
    ['work', null],
  ])
  expect([defaultProfile, policy]).toEqual(['work', POLICY])
})

test('rules of an endpoint come as the core asks them, also where it is reused', () => {
  const rules = [
    { status: 500, pattern: 'Quota', outcome: 'rate-limited' },
    { status: [400, 422], type: 'odd_error', outcome: 'elsewhere' },
  ] as const
  const profiles = [
    { name: 'work', endpoints: [own('0000000a', 'one', { rules })] },
    { name: 'spare', endpoints: [reused('0000000b', 'two', 'work/one')] },
  ]
  const document = { profiles, settings: {} }
  const [one] = activeEndpoints(document)
  expect(one?.rules).toEqual([
    { statuses: [500], types: [], pattern: /Quota/i, verdict: 'rate-limited' },
    { statuses: [400, 422], types: ['odd_error'], pattern: null, verdict: 'elsewhere' },
  ])
  expect(activeEndpoints(document, 'spare')[0]?.rules).toEqual(one?.rules)
})
