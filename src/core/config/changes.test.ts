import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documents, ENDPOINT_NAMES, own, PROFILE_NAMES, reused } from '../../../test/support/documents.ts'
import { parseDocument } from '../../document/schema.ts'
import {
  addEndpoint,
  addProfile,
  describeProfile,
  removeEndpoint,
  removeProfile,
  renameProfile,
  reusable,
  setDefaultProfile,
  setEndpoint,
  setSetting,
  unsetSetting,
  type Change,
  type Refusal,
} from './changes.ts'
import { differences } from './diff.ts'
import { sourceOf, type Document } from './document.ts'

const WORK = { name: 'work', endpoints: [own('0000000a', 'one'), own('0000000b', 'two')] }
const SPARE = { name: 'spare', endpoints: [reused('0000000c', 'work', 'work/one'), own('0000000d', 'own')] }
const BEFORE: Document = { defaultProfile: 'work', profiles: [WORK, SPARE], settings: { 'proxy.port': 80 } }

/** What a change makes different, as `path: before -> after`; or why it is refused. */
function effect(change: Change, before: Document = BEFORE): readonly string[] | Refusal {
  const result = change(before)
  if (result.kind === 'refused') return result.refusal
  return differences(before, result.document).map(
    ({ after, before: was, path }) => `${path.join('.')}: ${told(was)} -> ${told(after)}`,
  )
}
const told = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

const NEW = own('0000000e', 'new')
const NOTHING: Document = { profiles: [], settings: {} }

test.each<[string, Change, readonly string[] | Refusal]>([
  [
    'a profile',
    addProfile({ name: 'new', endpoints: [] }),
    ['profiles.new: nothing -> {"name":"new","endpoints":[]}'],
  ],
  [
    'a profile that is there',
    addProfile({ name: 'work', endpoints: [] }),
    { why: 'name-taken', name: 'work' },
  ],
  [
    'a profile that reuses nothing',
    addProfile({ name: 'new', endpoints: [reused('0000000e', 'x', 'work/gone')] }),
    { why: 'no-endpoint', name: 'work/gone' },
  ],
  ['a description', describeProfile('work', 'mine'), ['profiles.work.description: nothing -> "mine"']],
  ['a description of nothing', describeProfile('gone', 'x'), { why: 'no-profile', name: 'gone' }],
  ['the default', setDefaultProfile('spare'), ['defaultProfile: "work" -> "spare"']],
  ['a default of nothing', setDefaultProfile('gone'), { why: 'no-profile', name: 'gone' }],
  ['an endpoint', addEndpoint('work', NEW), [`profiles.work.endpoints.new: nothing -> ${told(NEW)}`]],
  [
    'an endpoint whose name is taken',
    addEndpoint('work', own('0000000e', 'one')),
    { why: 'name-taken', name: 'work/one' },
  ],
  ['an endpoint of nothing', addEndpoint('gone', NEW), { why: 'no-profile', name: 'gone' }],
  [
    'a reuse of what went meanwhile',
    addEndpoint('spare', reused('0000000e', 'x', 'work/gone')),
    { why: 'no-endpoint', name: 'work/gone' },
  ],
  [
    'a reuse of what is reused',
    addEndpoint('work', reused('0000000e', 'x', 'spare/work')),
    { why: 'no-endpoint', name: 'spare/work' },
  ],
  [
    'a reuse in its own profile',
    addEndpoint('work', reused('0000000e', 'x', 'work/one')),
    { why: 'circle', name: 'work/one' },
  ],
  ['a weight', setEndpoint('0000000c', { weight: 5 }), ['profiles.spare.endpoints.work.weight: 100 -> 5']],
  [
    'a target',
    setEndpoint('0000000a', {}, { credential: 'env:NEW' }),
    ['profiles.work.endpoints.one.credential: "env:KEY_0000000a" -> "env:NEW"'],
  ],
  [
    'a target that is reused',
    setEndpoint('0000000c', { weight: 5 }, { credential: 'env:NEW' }),
    { why: 'reused-target', name: 'spare/work', from: 'work/one' },
  ],
  [
    'a name that others reuse',
    setEndpoint('0000000a', { name: 'main' }),
    [
      'profiles.work.endpoints.main.name: "one" -> "main"',
      'profiles.spare.endpoints.work.from: "work/one" -> "work/main"',
    ],
  ],
  ['a name that is taken', setEndpoint('0000000a', { name: 'two' }), { why: 'name-taken', name: 'work/two' }],
  ['its own name', setEndpoint('0000000a', { name: 'one' }), []],
  ['an endpoint that is not there', setEndpoint('0000000f', {}), { why: 'no-endpoint', name: '0000000f' }],
  [
    'an endpoint away',
    removeEndpoint('0000000b'),
    [`profiles.work.endpoints.two: ${told(WORK.endpoints[1])} -> nothing`],
  ],
  [
    'a reused endpoint away',
    removeEndpoint('0000000a'),
    { why: 'in-use', name: 'work/one', by: ['spare/work'] },
  ],
  [
    'an endpoint away that is not there',
    removeEndpoint('0000000f'),
    { why: 'no-endpoint', name: '0000000f' },
  ],
  [
    'a profile away that others reuse',
    removeProfile('work', false),
    { why: 'in-use', name: 'work', by: ['spare/work'] },
  ],
  [
    'a profile away with what reuses it',
    removeProfile('work', true),
    [
      'defaultProfile: "work" -> "spare"',
      `profiles.work: ${told(WORK)} -> nothing`,
      `profiles.spare.endpoints.work: ${told(SPARE.endpoints[0])} -> nothing`,
    ],
  ],
  [
    'a profile away that reuses',
    removeProfile('spare', false),
    [`profiles.spare: ${told(SPARE)} -> nothing`],
  ],
  ['a profile away that is not there', removeProfile('gone', true), { why: 'no-profile', name: 'gone' }],
  ['a setting', setSetting('proxy.port', 81), ['settings.proxy.port: 80 -> 81']],
  ['a setting away', unsetSetting('proxy.port'), ['settings.proxy.port: 80 -> nothing']],
  ['a setting away that is not set', unsetSetting('body.max'), []],
])('%s', (_name, change, expected) => {
  expect(effect(change)).toEqual(expected)
})

test('the first profile becomes the default, a later one does not', () => {
  expect(effect(addProfile({ name: 'a', endpoints: [] }), NOTHING)).toContain(
    'defaultProfile: nothing -> "a"',
  )
  // A document that a person wrote may have profiles and no default: the first one serves, and goes on serving.
  const { defaultProfile: _none, ...without } = BEFORE
  expect(effect(addProfile({ name: 'a', endpoints: [] }), without)).toContain(
    'defaultProfile: nothing -> "work"',
  )
})

test('the default goes with the last profile', () => {
  const last: Document = { ...BEFORE, profiles: [WORK] }
  expect(effect(removeProfile('work', false), last)).toContain('defaultProfile: "work" -> nothing')
})

test('a profile whose name begins like another one is not that one', () => {
  const before: Document = {
    profiles: [
      { name: 'work', endpoints: [own('0000000a', 'one')] },
      { name: 'work-2', endpoints: [own('0000000b', 'one')] },
      { name: 'spare', endpoints: [reused('0000000c', 'x', 'work-2/one')] },
    ],
    settings: {},
  }
  expect(removeProfile('work', false)(before).kind).toBe('changed')
  const renamed = renameProfile('work', 'home')(before)
  expect(renamed.kind === 'changed' && renamed.document.profiles[2]).toEqual(before.profiles[2])
})

describe('a profile that is renamed', () => {
  test('is followed by the default and by what reuses its endpoints', () => {
    const result = renameProfile('work', 'home')(BEFORE)
    expect(result).toEqual({
      kind: 'changed',
      document: {
        ...BEFORE,
        defaultProfile: 'home',
        profiles: [
          { ...WORK, name: 'home' },
          { ...SPARE, endpoints: [reused('0000000c', 'work', 'home/one'), SPARE.endpoints[1]] },
        ],
      },
    })
  })
  test.each<[string, string, readonly string[] | Refusal]>([
    ['work', 'spare', { why: 'name-taken', name: 'spare' }],
    ['gone', 'new', { why: 'no-profile', name: 'gone' }],
    ['work', 'work', []],
  ])('from %s to %s', (from, to, expected) => {
    expect(effect(renameProfile(from, to))).toEqual(expected)
  })
})

test.each<[string, string, ReturnType<typeof reusable>]>([
  ['new', 'spare/own', { kind: 'found', from: 'spare/own' }],
  ['new', 'spare/work', { kind: 'found', from: 'work/one' }],
  ['spare', 'work/two', { kind: 'found', from: 'work/two' }],
  ['new', 'gone', { kind: 'refused', refusal: { why: 'no-profile', name: 'gone' } }],
  ['new', 'gone/one', { kind: 'refused', refusal: { why: 'no-profile', name: 'gone' } }],
  ['new', 'work/gone', { kind: 'refused', refusal: { why: 'no-endpoint', name: 'work/gone' } }],
  ['new', 'work/one/two', { kind: 'refused', refusal: { why: 'no-endpoint', name: 'work/one/two' } }],
  ['new', 'empty', { kind: 'refused', refusal: { why: 'nothing-to-reuse', name: 'empty' } }],
  ['work', 'work', { kind: 'refused', refusal: { why: 'circle', name: 'work' } }],
  ['work', 'spare/work', { kind: 'refused', refusal: { why: 'circle', name: 'spare/work' } }],
  [
    'new',
    'work',
    { kind: 'refused', refusal: { why: 'ambiguous', name: 'work', choices: ['work/one', 'work/two'] } },
  ],
])('for %s, "%s" means', (profileName, what, expected) => {
  const document = { ...BEFORE, profiles: [...BEFORE.profiles, { name: 'empty', endpoints: [] }] }
  expect(reusable(document, profileName, what)).toEqual(expected)
})

describe('in any document', () => {
  const profileName = fc.constantFrom(...PROFILE_NAMES)
  const endpointName = fc.constantFrom(...ENDPOINT_NAMES)
  const id = fc
    .tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 }))
    .map(([a, b]) => `${String(a)}${String(b)}`.padStart(8, '0'))
  const fullName = fc.tuple(profileName, endpointName).map((names) => names.join('/'))
  const changes: fc.Arbitrary<Change> = fc.oneof(
    profileName.map((name) => addProfile({ name, endpoints: [own('ffffffff', 'one')] })),
    fc.tuple(profileName, fc.string()).map(([name, text]) => describeProfile(name, text)),
    fc.tuple(profileName, profileName).map(([from, to]) => renameProfile(from, to)),
    fc.tuple(profileName, fc.boolean()).map(([name, cascade]) => removeProfile(name, cascade)),
    profileName.map(setDefaultProfile),
    fc.tuple(profileName, endpointName).map(([profile, name]) => addEndpoint(profile, own('ffffffff', name))),
    fc
      .tuple(profileName, endpointName, fullName)
      .map(([profile, name, from]) => addEndpoint(profile, reused('ffffffff', name, from))),
    fc.tuple(id, endpointName).map(([one, name]) => setEndpoint(one, { name })),
    fc
      .tuple(id, fc.boolean())
      .map(([one, enabled]) => setEndpoint(one, { enabled }, { credential: 'env:NEW' })),
    id.map(removeEndpoint),
    fc.integer({ min: 0, max: 65_535 }).map((port) => setSetting('proxy.port', port)),
    fc.constantFrom('proxy.port', 'body.max').map(unsetSetting),
  )

  test('a change leaves a valid document behind, or none', () => {
    fc.assert(
      fc.property(documents, changes, (before, change) => {
        const result = change(before)
        if (result.kind === 'refused') expect(Object.keys(result)).toEqual(['kind', 'refusal'])
        else expect(parseDocument(result.document, null)).toMatchObject({ kind: 'valid' })
      }),
    )
  })

  test('a change leaves the document that it was given as it was', () => {
    fc.assert(
      fc.property(documents, changes, (before, change) => {
        const copy = structuredClone(before)
        change(before)
        expect(before).toEqual(copy)
      }),
    )
  })

  test('renaming moves no endpoint to another target', () => {
    const targets = (document: Document) =>
      document.profiles.flatMap(({ endpoints }) =>
        endpoints.map((entry) => [entry.id, sourceOf(document, entry)?.id]),
      )
    fc.assert(
      fc.property(documents, profileName, profileName, id, endpointName, (before, from, to, one, name) => {
        for (const change of [renameProfile(from, to), setEndpoint(one, { name })]) {
          const result = change(before)
          if (result.kind === 'changed') expect(targets(result.document)).toEqual(targets(before))
        }
      }),
    )
  })

  test('what is removed is gone, with what reuses it and nothing else', () => {
    const idsIn = (document: Document) =>
      document.profiles.flatMap(({ endpoints }) => endpoints.map((entry) => entry.id))
    fc.assert(
      fc.property(documents, profileName, (before, name) => {
        const result = removeProfile(name, true)(before)
        if (result.kind === 'refused') return
        const left = before.profiles
          .filter((profile) => profile.name !== name)
          .flatMap(({ endpoints }) => endpoints)
          .filter((entry) => !('from' in entry && entry.from.startsWith(`${name}/`)))
        expect(idsIn(result.document)).toEqual(left.map((entry) => entry.id))
      }),
    )
  })
})
