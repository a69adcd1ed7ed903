import { expect, test } from 'vitest'
import { shortIds } from './short-ids.ts'

test.each([
  [['aaaaaaaa-1', 'bbbbbbbb-1'], 'aaaaaaaa-1', 'aaaaaaaa'],
  [['aaaaaaaa-1', 'aaaaaaaa-2'], 'aaaaaaaa-1', 'aaaaaaaa-1'],
  [['aaaaaaaa-11', 'aaaaaaaa-12', 'cccccccc-1'], 'cccccccc-1', 'cccccccc-1'],
  [['aaaaaaaa-1', 'aaaaaaaa-1'], 'aaaaaaaa-1', 'aaaaaaaa'],
  [['short'], 'short', 'short'],
])('of %j, %s is shown as %s', (ids, id, shown) => {
  expect(shortIds(ids)(id)).toBe(shown)
})
