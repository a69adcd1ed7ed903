import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documents, PROFILE_NAMES } from '../../../test/support/documents.ts'
import { TIERS } from '../model.ts'
import { removeProfile, renameProfile, type Change } from './changes.ts'
import { activeProfiles, tierOf, type Document, type Tiers } from './document.ts'
import { setTier } from './set-tier.ts'

const profile = (name: string) => ({ name, endpoints: [] })
const withTiers = (tiers: Tiers): Document => ({
  profiles: ['a', 'b', 'c'].map(profile),
  settings: {},
  tiers,
})
const tiersAfter = (change: Change, before: Document): unknown => {
  const result = change(before)
  return result.kind === 'changed' ? result.document.tiers : result.refusal
}

test.each<[string, Change, Tiers, unknown]>([
  ['the first tier', setTier('a', 'primary'), {}, { primary: ['a'] }],
  ['behind the others', setTier('a', 'primary'), { primary: ['b'] }, { primary: ['b', 'a'] }],
  [
    'out of another tier, which is empty then',
    setTier('a', 'fallback'),
    { primary: ['a'] },
    { fallback: ['a'] },
  ],
  ['where it is already', setTier('a', 'primary'), { primary: ['a', 'b'] }, { primary: ['a', 'b'] }],
  ['out of its tier', setTier('a', null), { primary: ['a', 'b'] }, { primary: ['b'] }],
  ['the last one out', setTier('a', null), { secondary: ['a'] }, undefined],
  ['out of none', setTier('a', null), { primary: ['b'] }, { primary: ['b'] }],
  ['one that is not there', setTier('x', 'primary'), {}, { why: 'no-profile', name: 'x' }],
  ['a new name', renameProfile('a', 'z'), { primary: ['b', 'a'] }, { primary: ['b', 'z'] }],
  [
    'a removed one',
    removeProfile('a', false),
    { primary: ['b', 'a'], fallback: ['c'] },
    { primary: ['b'], fallback: ['c'] },
  ],
  ['the last one removed', removeProfile('a', false), { primary: ['a'] }, undefined],
])('a profile in tiers: %s', (_name, change, tiers, expected) => {
  expect(tiersAfter(change, withTiers(tiers))).toEqual(expected)
})

test('in any document a profile is in the tier that it was put in, behind the others, and in no other', () => {
  const tiers = fc.constantFrom(...TIERS, null)
  fc.assert(
    fc.property(documents, fc.constantFrom(...PROFILE_NAMES), tiers, (document, name, tier) => {
      const result = setTier(name, tier)(document)
      expect(result.kind === 'changed').toBe(document.profiles.some((one) => one.name === name))
      if (result.kind === 'refused') return
      const { document: after } = result
      expect(tierOf(after, name)).toBe(tier)
      const all = TIERS.flatMap((one) => after.tiers?.[one] ?? [])
      expect(new Set(all).size).toBe(all.length)
      const others = (of: Document) => activeProfiles(of).filter((one) => one.name !== name)
      if (all.some((one) => one !== name)) expect(others(after)).toEqual(others(document))
      if (tier !== null && tierOf(document, name) !== tier) expect(after.tiers?.[tier]?.at(-1)).toBe(name)
    }),
  )
})
