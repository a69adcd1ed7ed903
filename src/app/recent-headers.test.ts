import { expect, test } from 'vitest'
import { RecentHeaders } from './recent-headers.ts'

test('the headers of the newest five hundred requests are held, without secrets', () => {
  const headers = new RecentHeaders()
  for (let n = 0; n <= 500; n++) headers.note(`r${String(n)}`, ['accept', String(n), 'x-api-key', 'made-up'])
  expect(['r0', 'r1', 'r500', 'none'].map((id) => headers.of(id))).toEqual([
    null,
    ['accept', '1', 'x-api-key', '•••'],
    ['accept', '500', 'x-api-key', '•••'],
    null,
  ])
})

test('of large ones fewer are held', () => {
  const headers = new RecentHeaders()
  for (let n = 0; n < 20; n++) headers.note(`r${String(n)}`, ['x', 'y'.repeat(65_000)])
  expect(
    Array.from({ length: 20 }, (_, n) => headers.of(`r${String(n)}`) !== null).filter(Boolean),
  ).toHaveLength(15)
  expect(headers.of('r19')).not.toBeNull()
})
