import { expect, test } from 'vitest'
import { ancestorsOf, commonWith, withMet, type Met } from './lineage.ts'
import { NOTHING } from './merge.ts'

const met = (...revisions: readonly string[]): readonly Met[] =>
  revisions.map((revision) => ({ revision, document: NOTHING }))

test.each([
  ['the remote as it was left', met('3', '2', '1'), { revision: '3', ancestors: ['2', '1'] }, '3'],
  ['a remote that went on', met('3', '2', '1'), { revision: '5', ancestors: ['4', '3', '2'] }, '3'],
  [
    'a remote that overwrote what this home wrote',
    met('3', '2', '1'),
    { revision: '3b', ancestors: ['2'] },
    '2',
  ],
  ['a remote that was put back', met('3', '2', '1'), { revision: '1', ancestors: [] }, '1'],
  ['another remote', met('3', '2', '1'), { revision: 'x', ancestors: ['y'] }, null],
  ['a home that met nobody', [], { revision: '1', ancestors: [] }, null],
])('%s', (_name, known, theirs, expected) => {
  expect(commonWith(known, theirs)?.revision ?? null).toBe(expected)
})

test('a bundle descends from what the remote had and from what this home had met', () => {
  expect(ancestorsOf(met('3', '2'), { revision: '3b', ancestors: ['2', '1'] })).toEqual(['3b', '3', '2', '1'])
  expect(ancestorsOf(met('3', '2'), null)).toEqual(['3', '2'])
  const long = Array.from({ length: 600 }, (_, at) => String(at))
  expect(ancestorsOf([], { revision: 'x', ancestors: long })).toHaveLength(500)
})

test('what was met is kept once, the newest first, and not for ever', () => {
  const one = { revision: '2', document: NOTHING }
  expect(withMet(met('3', '2', '1'), one).map(({ revision }) => revision)).toEqual(['2', '3', '1'])
  expect(withMet(met(...'abcdefghij'), one)).toHaveLength(10)
})
