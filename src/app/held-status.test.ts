import { expect, test } from 'vitest'
import { heldStatus } from './held-status.ts'

test('requests that are held for the same are told together', () => {
  const of = (fence: string | null, model: string | null) => ({ fence, model })
  expect(heldStatus([of('work', 'opus'), of(null, 'opus'), of('work', 'opus'), of('work', null)])).toEqual([
    { profile: 'work', model: 'opus', requests: 2 },
    { profile: null, model: 'opus', requests: 1 },
    { profile: 'work', model: null, requests: 1 },
  ])
  expect(heldStatus([])).toEqual([])
})
