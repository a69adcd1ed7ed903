import { describe, expect, it } from 'vitest'
import type { Changed } from '../../../src/core/config/changes.ts'
import type { Document, EndpointEntry } from '../../../src/core/config/document.ts'
import {
  LANES,
  namesIn,
  placeEndpoint,
  placeProfile,
  stepOfEndpoint,
  stepOfProfile,
  type LaneName,
} from './moves.ts'

const own = (name: string): EndpointEntry => ({
  ...{ id: name, name, weight: 100, enabled: true },
  ...{ baseUrl: 'https://x.example', auth: 'x-api-key', credential: 'env:K' },
})
const reuse = (name: string, from: string): EndpointEntry => ({
  ...{ id: name, name, weight: 100, enabled: true, from },
})

const DOCUMENT: Document = {
  profiles: [
    { name: 'a', endpoints: [own('a1'), own('a2'), own('a3')] },
    { name: 'b', endpoints: [own('b1'), reuse('b2', 'a/a1')] },
    { name: 'c', endpoints: [own('c1')] },
    { name: 'd', endpoints: [] },
  ],
  tiers: { primary: ['a', 'b'], fallback: ['c'] },
  settings: {},
}

const lanes = (changed: Changed | null) =>
  changed?.kind !== 'changed'
    ? (changed?.refusal ?? null)
    : LANES.map((lane) => namesIn(changed.document, lane).join(''))

describe('a profile', () => {
  it.each<[string, LaneName, number, unknown]>([
    ['a', 'primary', 1, ['ba', '', 'c', 'd']],
    ['b', 'primary', 0, ['ba', '', 'c', 'd']],
    ['a', 'secondary', 0, ['b', 'a', 'c', 'd']],
    ['d', 'fallback', 0, ['ab', '', 'dc', '']],
    ['c', 'none', 0, ['ab', '', '', 'cd']],
    ['x', 'primary', 0, { why: 'no-profile', name: 'x' }],
  ])('%s is put into %s at %i', (name, lane, index, expected) => {
    expect(lanes(placeProfile(name, lane, index)(DOCUMENT))).toEqual(expected)
  })
  it.each<[string, 1 | -1, unknown]>([
    ['a', 1, ['ba', '', 'c', 'd']],
    ['b', 1, ['a', 'b', 'c', 'd']],
    ['a', -1, null],
    ['c', -1, ['ab', 'c', '', 'd']],
    ['c', 1, ['ab', '', '', 'cd']],
    ['d', -1, ['ab', '', 'cd', '']],
    ['d', 1, null],
  ])('%s goes %i', (name, by, expected) => {
    expect(lanes(stepOfProfile(DOCUMENT, name, by)?.(DOCUMENT) ?? null)).toEqual(expected)
  })
  it('leaves no empty tier behind', () => {
    const changed = placeProfile('c', 'none', 0)(DOCUMENT)
    expect(changed).toMatchObject({ kind: 'changed', document: { tiers: { primary: ['a', 'b'] } } })
    expect(changed.kind === 'changed' && Object.keys(changed.document.tiers ?? {})).toEqual(['primary'])
  })
})

const endpoints = (changed: Changed | null) =>
  changed?.kind !== 'changed'
    ? (changed?.refusal ?? null)
    : changed.document.profiles.map((profile) => profile.endpoints.map(({ name }) => name).join(' '))

describe('an endpoint', () => {
  it.each<[string, string, number, unknown]>([
    ['a3', 'a', 0, ['a3 a1 a2', 'b1 b2', 'c1', '']],
    ['a2', 'd', 0, ['a1 a3', 'b1 b2', 'c1', 'a2']],
    ['a2', 'c', 1, ['a1 a3', 'b1 b2', 'c1 a2', '']],
    // It would be reused within its own profile.
    ['a1', 'b', 0, { why: 'circle', name: 'b/a1' }],
    ['b2', 'a', 0, { why: 'circle', name: 'a/b2' }],
    ['x', 'a', 0, { why: 'no-endpoint', name: 'x' }],
  ])('%s is put into %s at %i', (id, profile, index, expected) => {
    expect(endpoints(placeEndpoint(id, profile, index)(DOCUMENT))).toEqual(expected)
  })
  it('is followed by what reuses it', () => {
    const changed = placeEndpoint('a1', 'd', 0)(DOCUMENT)
    expect(changed.kind === 'changed' && changed.document.profiles[1]?.endpoints[1]).toMatchObject({
      from: 'd/a1',
    })
  })
  it('does not go where its name is taken', () => {
    const other = {
      ...DOCUMENT,
      profiles: [...DOCUMENT.profiles, { name: 'e', endpoints: [{ ...own('a2'), id: 'e' }] }],
    }
    expect(endpoints(placeEndpoint('a2', 'e', 0)(other))).toEqual({ why: 'name-taken', name: 'e/a2' })
  })
  it.each<[string, 1 | -1, unknown]>([
    ['a1', 1, ['a2 a1 a3', 'b1 b2', 'c1', '']],
    ['a3', 1, ['a1 a2', 'a3 b1 b2', 'c1', '']],
    ['a1', -1, null],
    ['b2', -1, ['a1 a2 a3', 'b2 b1', 'c1', '']],
    ['b1', -1, ['a1 a2 a3 b1', 'b2', 'c1', '']],
    ['c1', 1, ['a1 a2 a3', 'b1 b2', '', 'c1']],
    ['x', 1, null],
  ])('%s goes %i', (id, by, expected) => {
    expect(endpoints(stepOfEndpoint(DOCUMENT, id, by)?.(DOCUMENT) ?? null)).toEqual(expected)
  })
})
