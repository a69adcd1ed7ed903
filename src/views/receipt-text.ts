import { costOf, type Cost } from '../core/cost.ts'
import { LIST_PRICES } from '../core/prices.ts'
import type { Usage } from '../core/usage.ts'
import type { AttemptStep, Trail } from '../ports/trail.ts'
import { grouped } from './amount-text.ts'
import { costText } from './cost-text.ts'
import type { Say } from '../i18n/say.ts'

/** What an attempt cost, by the prices of its time. */
export const costOfAttempt = ({ afterMs, receipt }: AttemptStep, { arrivedAt }: Trail): Cost =>
  costOf(receipt, LIST_PRICES, arrivedAt + afterMs)

/** Whether its endpoint may want something for it. */
export const isBilled = ({ progress, receipt }: AttemptStep, { kind }: Trail): boolean =>
  receipt.usage !== null || (kind === 'message' && progress === 'committed')

/** Which model answered, what that used and what it cost, a line each; none where nobody would bill anything. */
export function receiptLines(step: AttemptStep, trail: Trail, say: Say): readonly string[] {
  const { model, stopReason, usage } = step.receipt
  return [
    ...(model === null ? [] : [say('receipt.model', { model })]),
    ...(stopReason === null ? [] : [say('receipt.stop', { reason: stopReason })]),
    ...(usage === null ? [] : [usageText(usage, say)]),
    ...(isBilled(step, trail) ? [costText(costOfAttempt(step, trail), say)] : []),
  ]
}

function usageText(usage: Usage, say: Say): string {
  const counts = [
    say('receipt.input', { count: grouped(usage.input) }),
    ...told(usage.cacheRead, 'receipt.cache-read', say),
    ...told(usage.cacheWrite5m, 'receipt.cache-write-5m', say),
    ...told(usage.cacheWrite1h, 'receipt.cache-write-1h', say),
    say('receipt.output', { count: grouped(usage.output) }),
    ...told(usage.webSearches, 'receipt.searches', say),
  ]
  return say('receipt.used', { counts: counts.join(' · ') })
}

const told = (count: number, key: Parameters<Say>[0], say: Say): readonly string[] =>
  count === 0 ? [] : [say(key, { count: grouped(count) })]
