import { expect, test } from 'vitest'
import { item } from '../../test/support/queue-items.ts'
import { KeptItems } from './kept-items.ts'

test('only what has the size and the profile of something kept may be it', () => {
  const items = new KeptItems()
  expect([items.isEmpty, items.mayHave({ fence: null, bytes: 7 })]).toEqual([true, false])
  items.put(item({ id: 'a', bytes: 7 }))
  items.put(item({ id: 'b', bytes: 7 }))
  items.put(item({ id: 'c', bytes: 8, fence: 'work' }))
  const sizes = [
    { fence: null, bytes: 7 },
    { fence: null, bytes: 8 },
    { fence: 'work', bytes: 8 },
  ]
  expect(sizes.map((size) => items.mayHave(size))).toEqual([true, false, true])
  items.remove('a')
  items.put(item({ id: 'c', bytes: 8, fence: 'work', state: 'failed', finalReason: 'fault' }))
  expect(sizes.map((size) => items.mayHave(size))).toEqual([true, false, false])
  items.remove('b')
  expect([items.isEmpty, items.mayHave({ fence: null, bytes: 7 })]).toEqual([true, false])
})

test('an answer is of use until it is given', () => {
  const items = new KeptItems()
  const answered = (givenAt: number | null) =>
    item({ id: 'a', state: 'succeeded', answer: { status: 200, bytes: 9, givenAt } })
  items.put(answered(null))
  expect(items.get('a')?.answer?.bytes).toBe(9)
  items.put(answered(5))
  expect(items.get('a')).toBeNull()
})
