import { expect, test } from 'vitest'
import { questionFrom } from '../core/health/question.ts'
import { answerTo } from './answer-to.ts'

test('every question of a check is answered as it wants to be', () => {
  for (let i = 0; i < 200; i++) {
    const { text, wanted } = questionFrom((i * 0.618_033_988_749) % 1)
    expect(answerTo(text)).toBe(wanted)
  }
})

test.each(['', 'Hello', 'What is 2 + 3?', 'PLEASE answer', 'The code KBCDFG alone'])(
  '%j is no such question',
  (text) => {
    expect(answerTo(text)).toBe(null)
  },
)
