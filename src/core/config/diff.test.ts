import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documents, own, reused } from '../../../test/support/documents.ts'
import { differences } from './diff.ts'
import type { Document, EndpointEntry, Profile } from './document.ts'

const ONE = own('0000000a', 'one', { models: { a: 'b', c: 'd' }, timeouts: { idle: 5 } })
const TWO = own('0000000b', 'two')
const profile = (name: string, ...endpoints: EndpointEntry[]): Profile => ({ name, endpoints })
const document = (...profiles: Profile[]): Document => ({ profiles, settings: { 'proxy.port': 80 } })
const BEFORE = document(profile('work', ONE, TWO), profile('spare'))

test.each<[string, Document, object[]]>([
  ['nothing', structuredClone(BEFORE), []],
  [
    'a setting, another and the default',
    { ...BEFORE, defaultProfile: 'spare', settings: { 'body.max': 5 } },
    [
      { path: ['defaultProfile'], before: undefined, after: 'spare' },
      { path: ['settings', 'proxy.port'], before: 80, after: undefined },
      { path: ['settings', 'body.max'], before: undefined, after: 5 },
    ],
  ],
  [
    'a profile that came and one that went',
    document(profile('work', ONE, TWO), profile('new', own('0000000c', 'x'))),
    [
      { path: ['profiles', 'spare'], before: profile('spare'), after: undefined },
      { path: ['profiles', 'new'], before: undefined, after: profile('new', own('0000000c', 'x')) },
    ],
  ],
  [
    'single values of an endpoint, also deep ones',
    document(
      profile('work', { ...ONE, name: 'main', models: { a: 'x' }, timeouts: undefined }, TWO),
      profile('spare'),
    ),
    [
      { path: ['profiles', 'work', 'endpoints', 'main', 'name'], before: 'one', after: 'main' },
      { path: ['profiles', 'work', 'endpoints', 'main', 'models', 'a'], before: 'b', after: 'x' },
      { path: ['profiles', 'work', 'endpoints', 'main', 'models', 'c'], before: 'd', after: undefined },
      { path: ['profiles', 'work', 'endpoints', 'main', 'timeouts'], before: { idle: 5 }, after: undefined },
    ],
  ],
  [
    'an endpoint of the same name that is another one',
    document(profile('work', ONE, own('0000000c', 'two')), profile('spare')),
    [
      { path: ['profiles', 'work', 'endpoints', 'two'], before: TWO, after: undefined },
      { path: ['profiles', 'work', 'endpoints', 'two'], before: undefined, after: own('0000000c', 'two') },
    ],
  ],
  [
    'a target of its own that is reused instead',
    document(
      profile('work', ONE, reused('0000000b', 'two', 'spare/x')),
      profile('spare', own('0000000c', 'x')),
    ),
    [
      { path: ['profiles', 'work', 'endpoints', 'two', 'baseUrl'], before: TWO.baseUrl, after: undefined },
      { path: ['profiles', 'work', 'endpoints', 'two', 'auth'], before: TWO.auth, after: undefined },
      {
        path: ['profiles', 'work', 'endpoints', 'two', 'credential'],
        before: TWO.credential,
        after: undefined,
      },
      { path: ['profiles', 'work', 'endpoints', 'two', 'from'], before: undefined, after: 'spare/x' },
      { path: ['profiles', 'spare', 'endpoints', 'x'], before: undefined, after: own('0000000c', 'x') },
    ],
  ],
  [
    'another order',
    document(profile('spare'), profile('work', TWO, ONE)),
    [
      { path: ['profiles', 'work', 'endpoints'], before: ['one', 'two'], after: ['two', 'one'] },
      { path: ['profiles'], before: ['work', 'spare'], after: ['spare', 'work'] },
    ],
  ],
])('%s', (_name, after, expected) => {
  expect(differences(BEFORE, after)).toEqual(expected)
})

test('a tier differs as a whole, and an empty one is none', () => {
  const document = (tiers: Document['tiers']): Document => ({ profiles: [], settings: {}, tiers })
  const before = document({ primary: ['a'], secondary: ['b'], fallback: [] })
  expect(differences(before, document({ primary: ['c', 'a'], secondary: [] }))).toEqual([
    { path: ['tiers', 'primary'], before: ['a'], after: ['c', 'a'] },
    { path: ['tiers', 'secondary'], before: ['b'], after: undefined },
  ])
})

test('there is no difference only where two documents are equal', () => {
  fc.assert(
    fc.property(documents, documents, (one, other) => {
      expect(differences(one, structuredClone(one))).toEqual([])
      const isEqual = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
      expect(differences(one, other).length === 0).toBe(isEqual)
    }),
  )
})

test('what came one way went the other way', () => {
  fc.assert(
    fc.property(documents, documents, (one, other) => {
      const isNew = differences(one, other).filter(({ before }) => before === undefined).length
      const isGone = differences(other, one).filter(({ after }) => after === undefined).length
      expect(isNew).toBe(isGone)
    }),
  )
})

/** The same with the keys of every object in the order of the alphabet. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
