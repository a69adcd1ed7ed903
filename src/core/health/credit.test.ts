import { expect, test } from 'vitest'
import { creditAt, freshCredit, onEarned, onSpent } from './credit.ts'

const NOW = 1_000_000

test('who never served has one send, which comes back with time, and never a second one', () => {
  const spent = onSpent(freshCredit(NOW), NOW)
  const after = [0, 250, 1_000, 3_600_000].map((ms) => creditAt(spent, 1_000, NOW + ms))
  expect([creditAt(freshCredit(NOW), 1_000, NOW), ...after]).toEqual([1, 0, 0.25, 1, 1])
  expect(creditAt(spent, 5_000, NOW + 1_000)).toBe(0.2)
})

test('what was earned stays until it is spent, and time adds nothing to it', () => {
  const earned = onEarned(freshCredit(NOW), NOW)
  expect(creditAt(earned, 1_000, NOW + 3_600_000)).toBe(11)
  expect(onSpent(earned, NOW + 5)).toEqual({ sends: 10, at: NOW + 5 })
})

test('what came back with time is spent as a whole', () => {
  const spent = onSpent({ sends: 0.5, at: NOW }, NOW + 500)
  expect(spent).toEqual({ sends: 0, at: NOW + 500 })
})

test('a commit earns ten, thirty at most', () => {
  let credit = onSpent(freshCredit(NOW), NOW)
  const sends = [1, 2, 3, 4].map(() => {
    credit = onEarned(credit, NOW)
    return credit.sends
  })
  expect(sends).toEqual([10, 20, 30, 30])
  expect(onEarned(credit, NOW + 1)).toBe(credit)
})

test('a clock that was set back leaves one send', () => {
  const spent = onSpent(freshCredit(NOW), NOW)
  expect([creditAt(spent, 1_000, NOW - 5_000), creditAt(spent, 1_000, NOW - 5_001)]).toEqual([0, 1])
})
