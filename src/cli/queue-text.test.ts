import { expect, test } from 'vitest'
import { localTime } from '../views/local-time.ts'
import { itemStateText, parkedText, summaryText, waitText } from './queue-text.ts'
import type { QueuedItemJson, QueueSummaryJson } from '../views/shapes/queue.ts'
import { sayIn } from '../../test/support/say.ts'

const say = sayIn('en')
const NOW = 1_000_000

const summary = (more: Partial<QueueSummaryJson> = {}): QueueSummaryJson => ({
  ...{ enabled: true, auto: false, fault: null, oldest: null, next: null, storedBytes: 0 },
  counts: { pending: 0, retrying: 0, succeeded: 0, failed: 0, expired: 0 },
  ...more,
})
const counts = (more: Partial<QueueSummaryJson['counts']>) => ({ ...summary().counts, ...more })
const OLDEST = localTime(NOW - 65_000)
const oldest = { id: 'a', parkedAt: NOW - 65_000 }

test.each([
  [summary(), 'nothing waits'],
  [summary({ enabled: false }), 'off: failed requests are not kept · nothing waits'],
  [summary({ fault: 'it is damaged' }), 'cannot be read or written: it is damaged'],
  [summary({ counts: counts({ pending: 3 }), oldest }), `3 wait(s) · the oldest since ${OLDEST}`],
  [
    summary({
      counts: counts({ pending: 1, retrying: 1, succeeded: 2, failed: 1 }),
      oldest,
      next: { id: 'b', waitsFor: { kind: 'time', until: NOW + 12_000 } },
    }),
    `1 wait(s) · 1 being sent · the oldest since ${OLDEST} · next: 12s, then somebody who can serve · 2 answered · 1 failed`,
  ],
  [summary({ counts: counts({ expired: 4 }) }), 'nothing waits · 4 expired'],
])('%#: %s', (one, text) => {
  expect(summaryText(one, NOW, say)).toBe(text)
})

test.each([
  [{ kind: 'endpoint' }, 'somebody who can serve'],
  [{ kind: 'time', until: NOW + 5_000 }, '5s, then somebody who can serve'],
  [{ kind: 'hand' }, 'its client, or "qcc queue retry"'],
  [{ kind: 'nothing' }, '-'],
] as const)('what %o is called', (wait, text) => {
  expect(waitText(wait, NOW, say)).toBe(text)
})

test.each([
  ['pending', null, 'waiting'],
  ['retrying', null, 'being sent'],
  ['succeeded', 'answered', 'answered'],
  ['succeeded', 'served-live', 'its client was served'],
  ['failed', 'attempts', 'failed: no more tries'],
] as const)('%s because of %s is called so', (state, finalReason, text) => {
  expect(itemStateText({ state, finalReason } as QueuedItemJson, say)).toBe(text)
})

test.each([
  ['all-limited', 'all at their limit'],
  ['a code of a later version', 'a code of a later version'],
])('%s is told', (reason, text) => {
  expect(parkedText(reason, say)).toBe(text)
})
