import type { QueuedItem, Try } from '../../src/core/queue/item.ts'
import type { RetryRules } from '../../src/core/queue/schedule.ts'

export const NOW = 1_700_000_000_000
const HOUR_MS = 3_600_000

/** A pending item, parked now and due, but for what is said of it. */
export const item = (more: Partial<QueuedItem> = {}): QueuedItem => ({
  ...{ id: 'r1', parkedAt: NOW, renewedAt: NOW, openedAt: NOW, fence: null, session: null, agent: null },
  ...{ method: 'POST', path: '/v1/messages', model: 'made-up', stream: true, bytes: 10, storedBytes: 20 },
  ...{ reason: 'all-out', isAccepted: false, state: 'pending', finalReason: null, finishedAt: null },
  ...{ tries: [], nextAt: NOW, answer: null },
  ...more,
})

/** One that was tried and came to nothing, but for what is said of it. */
export const tried = (more: Partial<Try> = {}): Try => ({
  ...{ at: NOW, request: 'r2', endpoint: 'a', status: 500, end: 'nobody', receipts: [] },
  ...more,
})

/** As the settings are by default, and everything sent by itself. */
export const rules = (more: Partial<RetryRules> = {}): RetryRules => ({
  ...{ strategy: 'exponential', baseMs: 5_000, maxDelayMs: 300_000, maxAttempts: 5 },
  ...{ ttlMs: 24 * HOUR_MS, isAuto: true },
  ...more,
})
