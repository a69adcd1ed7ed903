import { expect, test } from 'vitest'
import { fitting } from './fitting.ts'

const isEven = (one: number): boolean => one % 2 === 0

test('leaves out what does not fit', () => {
  expect(fitting([1, 2, 3, 4], isEven)).toEqual([2, 4])
  expect(fitting([1, 3], isEven)).toEqual([])
})

test('copies nothing when all fit', () => {
  const all = [2, 4]
  expect(fitting(all, isEven)).toBe(all)
})
