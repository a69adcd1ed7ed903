import * as v from 'valibot'
import { expect, test } from 'vitest'
import { tolerant } from './tolerant.ts'

const shape = v.strictObject({
  name: v.string(),
  place: v.nullable(v.strictObject({ at: v.number() })),
  list: v.pipe(v.array(v.strictObject({ id: v.string() })), v.readonly()),
  kind: v.variant('kind', [
    v.strictObject({ kind: v.literal('plain') }),
    v.strictObject({ kind: v.literal('time'), until: v.number() }),
  ]),
})
const known = { name: 'a', place: { at: 1 }, list: [{ id: 'x' }], kind: { kind: 'time', until: 2 } }

test.each([
  ['nothing', known],
  ['something on top', { ...known, more: 1 }],
  ['something below', { ...known, place: { at: 1, more: 1 } }],
  ['something in a list', { ...known, list: [{ id: 'x', more: 1 }] }],
  ['something in one of several kinds', { ...known, kind: { ...known.kind, more: 1 } }],
])('%s that is not known is passed over', (_what, told) => {
  expect(v.parse(tolerant(shape), told)).toEqual(known)
})

test.each([
  ['lacks something', { ...known, name: undefined }],
  ['lacks something below', { ...known, place: {} }],
  ['lacks something in a list', { ...known, list: [{}] }],
  ['has something of another type', { ...known, name: 1 }],
  ['is of a kind that is not known', { ...known, kind: { kind: 'other' } }],
  ['is of one kind and lacks its part', { ...known, kind: { kind: 'time' } }],
])('what %s is none', (_what, told) => {
  expect(v.safeParse(tolerant(shape), told).success).toBe(false)
})
