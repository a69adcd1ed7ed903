import { expect, test } from 'vitest'
import { recordedOutput } from '../../test/support/output.ts'
import { AppError } from '../errors/app-error.ts'
import { exitCodeOf } from './exit.ts'
import type { Lang } from './texts.ts'
import { sayIn } from '../../test/support/say.ts'

function ended(error: unknown, lang: Lang = 'en') {
  const { lines, output } = recordedOutput()
  return { code: exitCodeOf(error, { output, say: sayIn(lang) }), told: lines.join('\n') }
}

test('a failure is told by its message, as an error, with the exit code of its kind', () => {
  expect(ended(new AppError('no-such-thing', 'Gone.'))).toEqual({ code: 3, told: 'error error: Gone.' })
  expect(ended(new AppError('conflict', '冲突。'), 'zh')).toEqual({ code: 5, told: 'error 错误：冲突。' })
})

test('a failure with a text of its own is told in the person’s language, filled in', () => {
  const error = new AppError('stale-version', 'the developer reads this', { details: { newest: 7 } })
  expect(ended(error)).toEqual({
    code: 5,
    told: expect.stringMatching(/^error error: .*version 7 now/) as string,
  })
  expect(ended(error, 'zh').told).toMatch(/^error 错误：.*版本 7/)
})

test('without anything to fill in, its message says more than the text would', () => {
  expect(ended(new AppError('store-failed', 'not stored as written')).told).toBe(
    'error error: not stored as written',
  )
})

test('anything else is a fault of QCC, told with its stack', () => {
  const { code, told } = ended(new TypeError('x is not a function'))
  expect(code).toBe(1)
  expect(told).toMatch(/should not: TypeError: x is not a function\n\s+at /)
  expect(ended('just a text').told).toMatch(/just a text$/)
})
