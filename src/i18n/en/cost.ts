import type { Unpriced } from '../../core/cost.ts'

const unpriced = {
  'cost.no-usage': 'cost unknown: the answer told no usage',
  'cost.model': 'cost unknown: no list price for this model',
  'cost.terms': 'cost unknown: no list price for the tier, speed or place it was answered with',
  'cost.partial': 'cost unknown: more was billed than the answer counts',
  'cost.refusal': 'cost unknown: a refusal is billed only from its first output on',
} as const satisfies Readonly<Record<`cost.${Unpriced}`, string>>

export const costEn = {
  ...unpriced,
  'receipt.model': 'answered by model {model}',
  'receipt.stop': 'why it stopped: {reason}',
  'receipt.used': 'tokens: {counts}',
  'receipt.input': '{count} input',
  'receipt.cache-read': '{count} read from the cache',
  'receipt.cache-write-5m': '{count} written to the cache (5 min)',
  'receipt.cache-write-1h': '{count} written to the cache (1 h)',
  'receipt.output': '{count} output',
  'receipt.searches': '{count} web search(es)',
  'cost.known': '${dollars} by list price (seen {day})',
  'cost.least': 'at least ${dollars} by list price (seen {day}): the answer did not come to its end',
} as const
