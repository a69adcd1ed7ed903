import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documents, own, reused } from '../../../test/support/documents.ts'
import { parseDocument } from '../../document/schema.ts'
import {
  addEndpoint,
  addProfile,
  describeProfile,
  removeEndpoint,
  removeProfile,
  renameProfile,
  setEndpoint,
  setSetting,
  unsetSetting,
  type Change,
} from '../config/changes.ts'
import { differences } from '../config/diff.ts'
import type { Document } from '../config/document.ts'
import { setTier } from '../config/set-tier.ts'
import { merge, NOTHING, type Choose } from './merge.ts'
import type { Side } from './three-way.ts'

const ONE = own('0000000a', 'one')
const TWO = own('0000000b', 'two')
const BASE: Document = {
  profiles: [
    { name: 'work', endpoints: [ONE, TWO] },
    { name: 'spare', endpoints: [reused('0000000c', 'again', 'work/one'), own('0000000d', 'own')] },
  ],
  tiers: { primary: ['work'] },
  settings: { 'timeout.connect': 5 },
}

const with_ = (before: Document, changes: readonly Change[]): Document =>
  changes.reduce((document, change) => {
    const result = change(document)
    return result.kind === 'changed' ? result.document : document
  }, before)

const undecided: Choose = () => null
const always =
  (side: Side): Choose =>
  () =>
    side

/** With the keys of objects in one order. */
const told = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  ) ?? 'nothing'
/** What a merge makes of the base, and what it asks. */
function outcome(ours: readonly Change[], theirs: readonly Change[], choose: Choose = undecided) {
  const sides = { base: BASE, ours: with_(BASE, ours), theirs: with_(BASE, theirs) }
  const { conflicts, document } = merge(sides, choose)
  return {
    changes: differences(BASE, document).map(({ after, path }) => `${path.join('.')} = ${told(after)}`),
    asked: conflicts.map(({ path }) => path.join('.')),
  }
}

const same = (one: Document, other: Document): boolean => differences(one, other).length === 0

describe('what only one side did is taken, whichever side it was', () => {
  test.each<[string, Change, readonly string[]]>([
    ['a setting', setSetting('timeout.idle', 9), ['settings.timeout.idle = 9']],
    ['a setting taken away', unsetSetting('timeout.connect'), ['settings.timeout.connect = nothing']],
    ['a description', describeProfile('work', 'x'), ['profiles.work.description = "x"']],
    ['a weight', setEndpoint('0000000a', { weight: 7 }), ['profiles.work.endpoints.one.weight = 7']],
    [
      'models, a key at a time',
      setEndpoint('0000000a', {}, { models: { 'a.b': 'c' } }),
      ['profiles.work.endpoints.one.models = {"a.b":"c"}'],
    ],
    ['a tier', setTier('spare', 'primary'), ['tiers.primary = ["work","spare"]']],
    ['an endpoint gone', removeEndpoint('0000000b'), ['profiles.work.endpoints.two = nothing']],
  ])('%s', (_name, change, changes) => {
    for (const [ours, theirs] of [[[change], []] as const, [[], [change]] as const]) {
      expect(outcome(ours, theirs)).toEqual({ changes, asked: [] })
    }
  })
})

describe('what both sides did meets', () => {
  const NEW = own('0000000e', 'new')
  test.each<[string, readonly Change[], readonly Change[], readonly string[]]>([
    [
      'other fields of one endpoint',
      [setEndpoint('0000000a', { weight: 7 })],
      [setEndpoint('0000000a', { enabled: false })],
      ['profiles.work.endpoints.one.weight = 7', 'profiles.work.endpoints.one.enabled = false'],
    ],
    [
      'the same change twice',
      [setSetting('timeout.idle', 9)],
      [setSetting('timeout.idle', 9)],
      ['settings.timeout.idle = 9'],
    ],
    [
      'a rename, and an endpoint for the old name',
      [renameProfile('work', 'job')],
      [addEndpoint('work', NEW), setEndpoint('0000000a', { weight: 7 })],
      [
        'tiers.primary = ["job"]',
        'profiles.work = nothing',
        `profiles.job = ${told({ name: 'job', endpoints: [{ ...ONE, weight: 7 }, TWO, NEW] })}`,
        'profiles.spare.endpoints.again.from = "job/one"',
      ],
    ],
    [
      'a rename, and a reuse under the old name',
      [setEndpoint('0000000a', { name: 'uno' })],
      [addEndpoint('spare', reused('0000000e', 'more', 'work/one'))],
      [
        'profiles.work.endpoints.uno.name = "uno"',
        'profiles.spare.endpoints.again.from = "work/uno"',
        `profiles.spare.endpoints.more = ${told(reused('0000000e', 'more', 'work/uno'))}`,
      ],
    ],
    [
      'two endpoints of one name that are not the same',
      [setEndpoint('0000000b', { name: 'new' })],
      [addEndpoint('work', NEW)],
      ['profiles.work.endpoints.new-2.name = "new-2"', `profiles.work.endpoints.new = ${told(NEW)}`],
    ],
    [
      'one endpoint, added on both sides',
      [addEndpoint('work', NEW)],
      [addEndpoint('work', { ...NEW, id: '0000000f' })],
      [`profiles.work.endpoints.new = ${told({ ...NEW, id: '0000000f' })}`],
    ],
    [
      'profiles that both put at the end',
      [addProfile({ name: 'a', endpoints: [] })],
      [addProfile({ name: 'b', endpoints: [] })],
      ['profiles.a = {"endpoints":[],"name":"a"}', 'profiles.b = {"endpoints":[],"name":"b"}'],
    ],
  ])('%s', (_name, ours, theirs, changes) => {
    const { asked, changes: found } = outcome(ours, theirs)
    expect([asked, [...found].sort()]).toEqual([[], [...changes].sort()])
  })
})

describe('what both changed differently is asked, and comes out as answered', () => {
  test.each<[string, readonly Change[], readonly Change[], string, readonly [string, string]]>([
    [
      'a setting',
      [setSetting('timeout.connect', 1)],
      [setSetting('timeout.connect', 2)],
      'settings.timeout.connect',
      ['settings.timeout.connect = 1', 'settings.timeout.connect = 2'],
    ],
    [
      'a name',
      [renameProfile('spare', 'a')],
      [renameProfile('spare', 'b')],
      'profiles.spare.name',
      ['profiles.a = ', 'profiles.b = '],
    ],
    [
      'a profile that is gone here and changed there',
      [removeProfile('spare', false)],
      [setEndpoint('0000000d', { weight: 1 })],
      'profiles.spare',
      ['profiles.spare = nothing', 'profiles.spare.endpoints.own.weight = 1'],
    ],
    [
      'a profile that got an endpoint there',
      [removeProfile('spare', false)],
      [addEndpoint('spare', own('0000000e', 'new'))],
      'profiles.spare',
      ['profiles.spare = nothing', 'profiles.spare.endpoints.new = '],
    ],
    [
      'an endpoint that is gone here and reused there',
      [removeEndpoint('0000000b')],
      [addEndpoint('spare', reused('0000000e', 'more', 'work/two'))],
      'profiles.work.endpoints.two',
      ['profiles.work.endpoints.two = nothing', 'profiles.spare.endpoints.more = '],
    ],
    [
      'a host here and a key there, which are one thing',
      [setEndpoint('0000000a', {}, { baseUrl: 'https://other.example.com' })],
      [setEndpoint('0000000a', {}, { credential: 'env:OTHER' })],
      'profiles.work.endpoints.one.target',
      [
        'profiles.work.endpoints.one.baseUrl = "https://other.example.com"',
        'profiles.work.endpoints.one.credential = "env:OTHER"',
      ],
    ],
  ])('%s', (_name, ours, theirs, asked, [withOurs, withTheirs]) => {
    expect(outcome(ours, theirs).asked).toEqual([asked])
    for (const [side, change] of [
      ['ours', withOurs],
      ['theirs', withTheirs],
    ] as const) {
      const { changes } = outcome(ours, theirs, always(side))
      expect(
        changes.filter((line) => line.startsWith(change)),
        side,
      ).toHaveLength(1)
    }
    // One side's answer is the whole of it here: nothing of the other is left.
    const answered = (choose: Choose) => outcome(ours, theirs, choose).changes
    expect(answered(always('ours'))).toEqual(outcome(ours, []).changes)
    expect(answered(always('theirs'))).toEqual(outcome([], theirs).changes)
  })

  test('an order', () => {
    const order = (ids: readonly number[]): Document => ({
      ...NOTHING,
      profiles: ids.map((id) => ({ name: `p${String(id)}`, endpoints: [] })),
    })
    const sides = { base: order([1, 2, 3]), ours: order([3, 1, 2]), theirs: order([2, 1, 3]) }
    expect(merge(sides, undecided).conflicts).toMatchObject([{ path: ['profiles'], taken: null }])
    expect(merge(sides, always('theirs')).document).toEqual(sides.theirs)
    const moved = { ...sides, theirs: order([1, 2, 9, 3]) }
    expect(merge(moved, undecided)).toEqual({ conflicts: [], document: order([3, 1, 2, 9]) })
  })
})

describe('for all documents', () => {
  const check = (holds: (base: Document, ours: Document, theirs: Document) => void) => {
    fc.assert(fc.property(documents, documents, documents, holds), { numRuns: 100 })
  }

  test('one side alone decides: nothing is asked, and the result is that side', () => {
    check((base, changed) => {
      for (const sides of [
        { base, ours: base, theirs: changed },
        { base, ours: changed, theirs: base },
        { base, ours: changed, theirs: changed },
      ]) {
        const { conflicts, document } = merge(sides, undecided)
        expect(conflicts).toEqual([])
        expect(differences(plain(changed), document)).toEqual([])
      }
    })
  })

  test('a merge is valid, and answering all questions leaves none', () => {
    check((base, ours, theirs) => {
      for (const choose of [undecided, always('ours'), always('theirs')]) {
        const { conflicts, document } = merge({ base, ours, theirs }, choose)
        expect(parseDocument(document, null)).toMatchObject({ kind: 'valid' })
        expect(conflicts.every(({ taken }) => taken === choose({} as never))).toBe(true)
      }
    })
  })

  test('a merge is settled: merged again with either side it stays as it is', () => {
    check((base, ours, theirs) => {
      const { document } = merge({ base, ours, theirs }, always('theirs'))
      expect(same(merge({ base: theirs, ours: document, theirs }, undecided).document, document)).toBe(true)
    })
  })

  /** Without what does not travel. */
  const plain = ({ defaultProfile: _, ...document }: Document): Document => document
})
