import type { RetryRules } from '../core/queue/schedule.ts'
import type { Settings } from './schema.ts'

/** By what rules requests of the queue are sent again. */
export const retryRules = (settings: Settings): RetryRules => ({
  strategy: settings['queue.strategy'],
  baseMs: settings['queue.base'] * 1_000,
  maxDelayMs: settings['queue.max-delay'] * 1_000,
  maxAttempts: settings['queue.max-attempts'],
  ttlMs: settings['queue.ttl'] * 1_000,
  isAuto: settings['queue.auto'] === 'on',
})
