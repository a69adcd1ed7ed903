import { expect, test } from 'vitest'
import { item, NOW } from '../../../test/support/queue-items.ts'
import type { QueuedItem } from './item.ts'
import { meetingOf } from './meeting.ts'

const ATTACH_MS = 600_000
const answered = (more: Partial<QueuedItem> = {}): QueuedItem =>
  item({ state: 'succeeded', finishedAt: NOW, answer: { status: 200, bytes: 1, givenAt: null }, ...more })

test.each([
  ['nothing is kept of', null, NOW, 'new'],
  ['that waits', item(), NOW, 'take-over'],
  ['that is being sent', item({ state: 'retrying' }), NOW, 'attach'],
  ['that has just been answered', answered(), NOW, 'give'],
  ['that was answered within the time', answered(), NOW + ATTACH_MS, 'give'],
  ['that was answered before', answered(), NOW + ATTACH_MS + 1, 'new'],
  ['that was answered in a future that the clock was set back from', answered(), NOW - 1, 'new'],
  ['whose answer was given', answered({ answer: { status: 200, bytes: 1, givenAt: NOW } }), NOW, 'new'],
  ['that was served to its client', answered({ answer: null, finalReason: 'served-live' }), NOW, 'new'],
  ['that failed', item({ state: 'failed', finishedAt: NOW, finalReason: 'attempts' }), NOW, 'new'],
  ['that expired', item({ state: 'expired', finishedAt: NOW, finalReason: 'age' }), NOW, 'new'],
] as const)('to a request %s', (_what, met, now, kind) => {
  expect(meetingOf(met, now, ATTACH_MS)).toEqual({ kind })
})
