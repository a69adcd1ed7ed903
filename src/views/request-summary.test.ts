import { expect, test } from 'vitest'
import { attemptStep, trail } from '../../test/support/trails.ts'
import { fits, requestSummary, type RequestFilter } from './request-summary.ts'

const failed = attemptStep({
  endpoint: 'spare/b',
  outcome: 'overloaded',
  why: '529 overloaded',
  progress: 'sent',
})
const one = trail({ steps: [failed, attemptStep()], attempts: 2, fence: 'team' })

test('a request in one line: who answered, what failed before, and no cost where nobody says what was used', () => {
  expect(requestSummary(one)).toMatchObject({
    ...{ request: '3f2a8c1e', endpoint: 'work/a', attempts: 2, why: '529 overloaded', tokens: null },
    cost: { kind: 'unknown', why: 'no-usage' },
  })
  expect(requestSummary(trail())).toMatchObject({ why: null, tokens: null, cost: null })
})

test.each<[RequestFilter, boolean]>([
  [{}, true],
  [{ ending: 'served', kind: 'message', model: 'opus', minMs: 50, id: '3f2a' }, true],
  [{ ending: 'broken' }, false],
  [{ kind: 'count' }, false],
  [{ model: 'haiku' }, false],
  [{ minMs: 51 }, false],
  [{ id: '3f2b' }, false],
  [{ endpoints: ['work/a'] }, true],
  [{ endpoints: ['spare/c', 'spare/b'] }, true],
  [{ endpoints: ['spare/c'] }, false],
  [{ profile: 'spare' }, true],
  [{ profile: 'team' }, true],
  [{ profile: 'spar' }, false],
])('%j fits: %s', (filter, isFit) => {
  expect(fits(one, filter)).toBe(isFit)
})
