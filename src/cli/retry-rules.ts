import type { RetryRules } from '../core/queue/schedule.ts'
import type { Settings } from '../settings/schema.ts'

/** By what rules items are sent again, by the settings in force. */
export const retryRules = (settings: Settings): RetryRules => ({
  strategy: settings['queue.strategy'],
  baseMs: settings['queue.base'] * 1_000,
  maxDelayMs: settings['queue.max-delay'] * 1_000,
  maxAttempts: settings['queue.max-attempts'],
  ttlMs: settings['queue.ttl'] * 1_000,
  isAuto: settings['queue.auto'] === 'on',
})
