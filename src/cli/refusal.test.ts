import { expect, test } from 'vitest'
import type { Refusal } from '../core/config/changes.ts'
import { refusalError } from './refusal.ts'
import { sayIn } from '../../test/support/say.ts'

const EMPTY = { profiles: [], settings: {} }

const ROWS: readonly (readonly [Refusal, exit: number, names: readonly string[]])[] = [
  [{ why: 'no-profile', name: 'a' }, 3, ['a', 'qcc list']],
  [{ why: 'no-endpoint', name: 'a/b' }, 3, ['a/b', 'qcc endpoint list']],
  [{ why: 'name-taken', name: 'a' }, 5, ['a']],
  [{ why: 'in-use', name: 'a', by: ['b/c', 'd/e'] }, 5, ['b/c, d/e', '--cascade']],
  [{ why: 'in-use', name: 'a/x', by: ['b/c'] }, 5, ['a/x', 'b/c']],
  [{ why: 'nothing-to-reuse', name: 'a' }, 2, ['qcc endpoint add a --base-url']],
  [{ why: 'ambiguous', name: 'a', choices: ['a/x', 'a/y'] }, 2, ['a/x, a/y']],
  [{ why: 'circle', name: 'a' }, 2, ['a']],
  [{ why: 'reused-target', name: 'a/x', from: 'b/y' }, 2, ['a/x', 'b/y', 'qcc endpoint set']],
]

test.each(ROWS)('%j ends with %i and names %j, in both languages', (refusal, exit, names) => {
  for (const lang of ['en', 'zh'] as const) {
    const error = refusalError(refusal, EMPTY, sayIn(lang))
    expect(error.failure.exit).toBe(exit)
    for (const name of names) expect(error.message).toContain(name)
  }
})

test('only what can cascade is told to', () => {
  const error = refusalError({ why: 'in-use', name: 'a/x', by: ['b/c'] }, EMPTY, sayIn('en'))
  expect(error.message).not.toContain('--cascade')
})
