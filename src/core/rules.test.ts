import { expect, test } from 'vitest'
import { BUILT_IN_RULES, verdictOn, type Rule } from './rules.ts'

const refusal = (status: number, type = '', message = '') => ({ status, type, message })
const rule = (more: Partial<Rule>): Rule => ({
  statuses: [],
  types: [],
  pattern: null,
  verdict: 'unavailable',
  ...more,
})

test('for every status there is the built-in table has a row that asks for nothing else', () => {
  const whole = BUILT_IN_RULES.filter(({ pattern, types }) => pattern === null && types.length === 0)
  const ranges = whole.flatMap(({ statuses }) =>
    statuses.map((one) => (typeof one === 'number' ? [one, one] : one)),
  )
  const isMissing = (status: number) => !ranges.some(([from = 1, to = 0]) => from <= status && status <= to)
  expect(Array.from({ length: 1_000 }, (_, status) => status).filter(isMissing)).toEqual([])
  expect(verdictOn(refusal(1_000), [])).toBe('unavailable')
})

test("an endpoint's own rules come first, in their order", () => {
  const own = [
    rule({ statuses: [418], verdict: 'credential' }),
    rule({ statuses: [[400, 499]], verdict: 'balance' }),
  ]
  expect(verdictOn(refusal(418), own)).toBe('credential')
  expect(verdictOn(refusal(499), own)).toBe('balance')
  expect(verdictOn(refusal(400), own)).toBe('balance')
  expect(verdictOn(refusal(500), own)).toBe('unavailable')
  expect(verdictOn(refusal(399), own)).toBe('unavailable')
})

test('a rule fits only when status, type and message all do', () => {
  const own = [rule({ statuses: [400], types: ['a', 'b'], pattern: 'Busy', verdict: 'overloaded' })]
  expect(verdictOn(refusal(400, 'b', 'we are BUSY now'), own)).toBe('overloaded')
  expect(verdictOn(refusal(401, 'b', 'busy'), own)).toBe('credential')
  expect(verdictOn(refusal(400, 'c', 'busy'), own)).toBe('rejected')
  expect(verdictOn(refusal(400, 'b', 'free'), own)).toBe('rejected')
})

test('a text is no pattern: what would be special in one is looked for as it is', () => {
  const own = [rule({ pattern: 'limit (5.0)', verdict: 'rate-limited' })]
  expect(verdictOn(refusal(400, '', 'limit (5.0) reached'), own)).toBe('rate-limited')
  expect(verdictOn(refusal(400, '', 'limit 5x0 reached'), own)).toBe('rejected')
})

test('a pattern with a memory is asked twice and answers twice', () => {
  const own = [rule({ pattern: /busy/g, verdict: 'overloaded' })]
  const verdicts = [1, 2, 3].map(() => verdictOn(refusal(400, '', 'busy'), own))
  expect(verdicts).toEqual(['overloaded', 'overloaded', 'overloaded'])
})

test('of a message of any length only the beginning is looked at', () => {
  const own = [rule({ pattern: /busy/, verdict: 'overloaded' })]
  expect(verdictOn(refusal(400, '', `${'x'.repeat(1_996)}busy`), own)).toBe('overloaded')
  expect(verdictOn(refusal(400, '', `${'x'.repeat(1_997)}busy`), own)).toBe('rejected')
})
