import type { CheckKind } from '../../core/health/check.ts'
import type { Condition } from '../../core/health/score.ts'

/** What an endpoint's evidence comes to. */
const conditions = {
  'condition.healthy': 'healthy',
  'condition.warning': 'warning',
  'condition.unhealthy': 'unhealthy',
  'condition.unknown': 'unknown',
} as const satisfies Readonly<Record<`condition.${Condition | 'unknown'}`, string>>

const kinds = {
  'check-kind.free': 'free check',
  'check-kind.conversation': 'check',
  'check-kind.deep': 'deep check',
} as const satisfies Readonly<Record<`check-kind.${CheckKind}`, string>>

export const scoreEn = {
  ...conditions,
  ...kinds,
  'score.success': 'success {number} ({share}%)',
  'score.response': 'response {number} ({share}%)',
  'score.stability': 'stability {number} ({share}%)',
  'score.quality': 'quality {number} ({share}%)',
  'score.from-traffic': 'by {count} requests',
  'score.from-probes': 'by {count} checks',
  'score.too-few': 'too few requests and checks lately: {count}',
  'factor.score': 'score',
  'factor.ramp': 'return',
  'factor.quota': 'quota',
  'factor.out': 'out',
  'source.traffic': 'requests',
  'source.probes': 'checks',
  'title.source': 'Of',
  'title.count': 'Count',
  'title.success': 'Success',
  'title.mean': 'Mean',
  'title.speed': 'Tokens',
  'title.over-time': 'Success over time',
  'title.score': 'Score',
  'title.score-parts': 'Made of',
  'title.last-check': 'Last check',
  'title.check-tokens': 'Check tokens today',
  'title.what': 'What',
  'health.description': 'How endpoints are: scores, what they come from, past checks',
  'health.status.description': 'State, score, effective weight and last check of each endpoint',
  'health.metrics.description': 'What requests and checks came to, and how scores and weights come about',
  'health.metrics.since': 'how far to look back, such as 90s, 5m, 24h (default 24h)',
  'health.metrics.no-proxy':
    'Scores and effective weights are what a running proxy derives. Start one: qcc proxy start',
  'health.history.description': 'Past checks and changes of state, the newest first',
  'health.history.count': 'how many to show (default {count})',
  'health.history.none': 'Nothing has been checked and nothing has changed yet.',
  'probe.there': 'it is there',
  'health.ago': '{what}, {time} ago',
  'health.quality': 'quality {number}',
  'health.tokens': '{count} tokens',
} as const
