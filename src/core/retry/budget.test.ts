import fc from 'fast-check'
import { expect, test } from 'vitest'
import { affords, FULL_BUDGET, onSettled, onSpent, type Budget, type Cost } from './budget.ts'

const budget = (tokens: number, out: number): Budget => ({ tokens, out })

test('a first attempt needs none', () => {
  expect(affords(budget(0, 100), 0)).toBe(true)
  expect(onSpent(FULL_BUDGET, 0)).toBe(FULL_BUDGET)
  expect(onSettled(FULL_BUDGET, 0, false)).toBe(FULL_BUDGET)
})

test('ten failovers are afforded at once, then three at a time, and a time-out costs two', () => {
  let now = FULL_BUDGET
  for (let i = 0; i < 10; i++) {
    expect(affords(now, 1)).toBe(true)
    now = onSpent(now, 1)
  }
  expect(now).toEqual({ tokens: 0, out: 10 })
  expect([affords(now, 1), affords(budget(0, 3), 1), affords(budget(0, 2), 1)]).toEqual([false, false, true])
  expect([affords(budget(1, 3), 2), affords(budget(2, 3), 2), affords(budget(1, 3), 1)]).toEqual([
    false,
    true,
    true,
  ])
  expect(onSpent(budget(1, 0), 2)).toEqual({ tokens: 0, out: 1 })
  expect(onSpent(budget(5, 0), 2)).toEqual({ tokens: 3, out: 1 })
})

test('a success gives a fifth of a token, up to ten, whoever had it', () => {
  expect(onSettled(budget(1, 2), 1, true)).toEqual({ tokens: 1.2, out: 1 })
  expect(onSettled(budget(1, 2), 0, true)).toEqual({ tokens: 1.2, out: 2 })
  expect(onSettled(budget(9.9, 1), 2, true)).toEqual({ tokens: 10, out: 0 })
  expect(onSettled(budget(1, 2), 1, false)).toEqual({ tokens: 1, out: 1 })
  expect(onSettled(budget(1, 0), 1, false).out).toBe(0)
})

test('whatever is spent and settled, a budget keeps its bounds and counts what is out', () => {
  const step = fc.record({
    spends: fc.boolean(),
    cost: fc.constantFrom<Cost>(0, 1, 2),
    isSuccess: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let now = FULL_BUDGET
      const out: Cost[] = []
      for (const { cost, isSuccess, spends } of steps) {
        if (spends && affords(now, cost)) {
          now = onSpent(now, cost)
          out.push(cost)
        } else {
          const settled = out.pop()
          if (settled !== undefined) now = onSettled(now, settled, isSuccess)
        }
        expect(now.out).toBe(out.filter((one) => one > 0).length)
        expect(now.tokens).toBeGreaterThanOrEqual(0)
        expect(now.tokens).toBeLessThanOrEqual(10)
        expect(now.out < 3 ? affords(now, 2) : true).toBe(true)
      }
    }),
  )
})
