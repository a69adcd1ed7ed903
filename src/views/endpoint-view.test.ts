import { expect, test } from 'vitest'
import type { ProxyStatus } from '../admin/contract.ts'
import type { Document, EndpointEntry } from '../core/config/document.ts'
import type { Strategy } from '../core/model.ts'
import { toldBy } from '../cli/live.ts'
import { endpointViews, profileView } from './endpoint-view.ts'

const own = (name: string, weight: number, enabled = true): EndpointEntry => ({
  ...{ id: `id-${name}`, name, weight, enabled },
  ...{ baseUrl: `https://${name}.example`, auth: 'bearer', credential: `env:${name}` },
})

const documentOf = (...endpoints: readonly EndpointEntry[]): Document => ({
  profiles: [{ name: 'work', endpoints }],
  settings: {},
})

function sharesOf(...endpoints: readonly EndpointEntry[]) {
  const document = documentOf(...endpoints)
  const [profile] = document.profiles
  return profile === undefined ? [] : endpointViews(document, profile).map((view) => view.sharePercent)
}

test.each([
  [[], []],
  [[own('a', 100)], [100]],
  [
    [own('a', 100), own('b', 80)],
    [55.6, 44.4],
  ],
  [
    [own('a', 100), own('b', 0)],
    [100, 0],
  ],
  [
    [own('a', 100), own('b', 300, false)],
    [100, null],
  ],
  [
    [own('a', 0), own('b', 0)],
    [100, 0],
  ],
])('the weights of %j are the shares %j', (endpoints, shares) => {
  expect(sharesOf(...endpoints)).toEqual(shares)
})

test.each<[Strategy, readonly EndpointEntry[], readonly (number | null)[]]>([
  ['weighted-random', [own('a', 100), own('b', 300)], [25, 75]],
  ['round-robin', [own('a', 100), own('b', 300)], [25, 75]],
  ['random', [own('a', 100), own('b', 300), own('c', 0)], [50, 50, 0]],
  ['priority', [{ ...own('a', 100), priority: 2 }, own('b', 0), own('c', 1)], [0, 0, 100]],
  [
    'priority',
    [
      { ...own('a', 100), priority: 2 },
      { ...own('b', 1), priority: 2 },
    ],
    [100, 0],
  ],
  ['priority', [own('a', 0), own('b', 0)], [100, 0]],
  ['least-busy', [own('a', 100), own('b', 300)], [null, null]],
  ['fastest', [own('a', 100), own('b', 300)], [null, null]],
])(
  'under %s, the profile’s own or that of the setting, the shares of %j are %j',
  (strategy, endpoints, shares) => {
    const profile = { name: 'work', endpoints }
    const byItself = { profiles: [{ ...profile, strategy }], settings: { 'balancer.strategy': 'fastest' } }
    const bySetting = { profiles: [profile], settings: { 'balancer.strategy': strategy } }
    for (const document of [byItself, bySetting]) {
      const views = document.profiles.flatMap((one) => endpointViews(document, one))
      expect(views.map((view) => view.sharePercent)).toEqual(shares)
    }
  },
)

test('a reused endpoint shows the target that it uses, and its own weight', () => {
  const document: Document = {
    profiles: [
      { name: 'work', endpoints: [own('a', 100)] },
      { name: 'spare', endpoints: [{ id: 'id-r', name: 'r', weight: 7, enabled: true, from: 'work/a' }] },
    ],
    settings: {},
  }
  const [, spare] = document.profiles
  expect(spare === undefined ? null : profileView(document, spare)).toMatchObject({
    isDefault: false,
    endpoints: [{ name: 'spare/r', weight: 7, reusedFrom: 'work/a', baseUrl: 'https://a.example' }],
  })
})

test('what is in flight, and what a weight comes to, is known of the endpoints that a running proxy serves', () => {
  const document = documentOf(own('a', 1), own('b', 1))
  const [work] = document.profiles
  const status = {
    endpoints: [{ id: 'id-a', name: 'work/a', inFlight: 3, benches: [], effectiveWeight: { effective: 3 } }],
  } as unknown as ProxyStatus
  const told = toldBy({ status, only: null })
  const views = work === undefined ? [] : endpointViews(document, work, told)
  expect(views.map((view) => view.inFlight)).toEqual([3, null])
  expect(views.map((view) => view.sharePercent)).toEqual([75, 25])
  expect(toldBy(null)).toBeNull()
})
