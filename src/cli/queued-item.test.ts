import { expect, test } from 'vitest'
import { AppError } from '../errors/app-error.ts'
import type { QueuedItem } from '../core/queue/item.ts'
import { itemNamed } from './queued-item.ts'
import { sayIn } from '../../test/support/say.ts'

const say = sayIn('en')

const item = (id: string, ...tried: readonly string[]): QueuedItem => ({
  ...{ id, state: 'pending', parkedAt: 1, renewedAt: 1, openedAt: 1, storedBytes: 10, bytes: 20 },
  ...{ fence: null, session: null, agent: null, method: 'POST', path: '/v1/messages', model: null },
  ...{ stream: true, reason: 'all-out', isAccepted: false, finalReason: null, finishedAt: null },
  tries: tried.map((request) => ({
    ...{ at: 2, request, endpoint: null, status: null, end: 'nobody', receipts: [] },
  })),
  ...{ nextAt: null, answer: null },
})

const items = [
  item('aa11aa11-0001', 'cc55cc55-0001'),
  item('aa11aa11-0002', 'dd66dd66-0001'),
  item('bb22bb22-0001', 'aa11aa99-0001'),
]

test.each([
  ['bb22bb22-0001', 'bb22bb22-0001'],
  ['b', 'bb22bb22-0001'],
  ['aa11aa11-0001', 'aa11aa11-0001'],
  ['cc55', 'aa11aa11-0001'],
  ['aa11aa99', 'bb22bb22-0001'],
])('%s means %s', (named, id) => {
  expect(itemNamed(items, named, say).id).toBe(id)
})

test('a whole id is never ambiguous', () => {
  expect(itemNamed([item('aa'), item('aaa')], 'aa', say).id).toBe('aa')
})

const refusal = (named: string, among = items): AppError => {
  try {
    itemNamed(among, named, say)
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error(`"${named}" was taken`)
}

test.each([
  ['bb23', items, 'no-such-thing', 'Did you mean "bb22"?'],
  ['ffffffff', items, 'no-such-thing', 'Run "qcc queue list" to see what there is.'],
  ['', items, 'no-such-thing', 'Run "qcc queue list"'],
  ['aa', [], 'no-such-thing', 'Run "qcc queue list"'],
  ['aa11aa11', items, 'usage', 'aa11aa11-0001, aa11aa11-0002'],
])('%j is refused', (named, among, code, says) => {
  const error = refusal(named, among)
  expect(error.code).toBe(code)
  expect(error.message).toContain(says)
})
