import { expect, test } from 'vitest'
import { CHECK_KINDS, VERDICTS, type Check } from './check.ts'
import { checksOf } from './saved-checks.ts'

const NOW = 1_000_000_000
const CHECK: Check = {
  ...{ at: NOW, kind: 'conversation', model: 'haiku', verdict: 'ok', quality: 87.5 },
  ...{
    firstByteMs: 300,
    firstContentMs: 412.5,
    totalMs: 900,
    tokens: { in: 60, out: 21 },
    modelNamed: 'haiku',
  },
}
const NOTHING: Check = {
  ...{ at: 0, kind: 'free', model: null, verdict: 'unreachable', quality: null },
  ...{ firstByteMs: null, firstContentMs: null, totalMs: null, tokens: { in: 0, out: 0 }, modelNamed: null },
}
const read = (...checks: readonly unknown[]) => checksOf(JSON.parse(JSON.stringify(checks)), NOW)

test('checks come back as they were, whatever they found', () => {
  const verdicts = VERDICTS.map((verdict) => ({ ...CHECK, verdict }))
  const kinds = CHECK_KINDS.map((kind) => ({ ...CHECK, kind }))
  for (const checks of [verdicts, kinds, [CHECK, NOTHING]]) expect(read(...checks)).toEqual(checks)
})

test('a check that makes no sense is left out, and the others stay', () => {
  const wrong: readonly object[] = [
    { at: NOW + 5_001 },
    { at: null },
    { kind: 'other' },
    { verdict: 'fine' },
    { model: 1 },
    { modelNamed: undefined },
    { quality: 101 },
    { quality: -1 },
    { quality: '87' },
    { firstByteMs: -1 },
    { firstContentMs: '1' },
    { totalMs: undefined },
    { tokens: null },
    { tokens: { in: 1 } },
    { tokens: { in: -1, out: 1 } },
    { tokens: { in: 1, out: 0.5 } },
  ]
  for (const more of wrong) {
    expect(read({ ...CHECK, ...more }, NOTHING), JSON.stringify(more)).toEqual([NOTHING])
  }
  for (const one of [null, 1, 'x', []]) expect(read(one, CHECK)).toEqual([CHECK])
  expect(checksOf({ checks: [] }, NOW)).toEqual([])
})

test('no more come back than are remembered, the newest', () => {
  const many = Array.from({ length: 130 }, (_, index) => ({ ...CHECK, at: index }))
  expect(read(...many)).toEqual(many.slice(30))
})
