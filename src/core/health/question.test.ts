import { expect, test } from 'vitest'
import { questionFrom } from './question.ts'

const ROLLS = Array.from({ length: 500 }, (_, index) => (index * 0.618_033_988_749) % 1)
const QUESTIONS = ROLLS.map(questionFrom)

test('a question holds its code and not its sum, and asks for both in one line', () => {
  for (const { code, sum, text, wanted } of QUESTIONS) {
    expect(code).toMatch(/^[BCDFGHJKMNPQRTVWXZ2346789]{6}$/)
    expect(text).toContain(code)
    expect(text.replace(code, '').match(/\d+/g)).not.toContain(String(sum))
    expect([`${code} ${sum}`, `${sum} ${code}`]).toContain(wanted)
    expect(sum).toBeGreaterThanOrEqual(24)
    expect(sum).toBeLessThanOrEqual(98)
  }
})

test('questions differ in form, code and sum, and the same chance asks the same', () => {
  const shape = (text: string): string => text.replace(/[B-Z2-9]{6}|\d+/g, '#')
  expect(new Set(QUESTIONS.map(({ text }) => shape(text))).size).toBe(4)
  expect(new Set(QUESTIONS.map(({ code }) => code)).size).toBe(500)
  expect(new Set(QUESTIONS.map(({ sum }) => sum)).size).toBeGreaterThan(50)
  expect(questionFrom(0.42)).toEqual(questionFrom(0.42))
})

test.each([0, 1 - 2 ** -53, 0.999_999])('the roll %d makes a question', (roll) => {
  expect(questionFrom(roll).code).toHaveLength(6)
})
