import type { Looked } from '../../core/health/judgement.ts'

const looked = {
  'looked.protocol': 'HTTP and events',
  'looked.code': 'Code given back',
  'looked.sum': 'Sum',
  'looked.model': 'Model that answered',
  'looked.usage': 'Usage plausible',
  'looked.stop-reason': 'Stop reason',
  'looked.count-tokens': 'Counts tokens',
  'looked.long-prompt': 'Prompt of 30 KB',
  'looked.caching': 'Caches prompts',
  'looked.tool': 'Calls tools',
  'looked.thinking': 'Thinks',
} as const satisfies Readonly<Record<`looked.${Looked}`, string>>

export const checkEn = {
  ...looked,
  'title.first-token': 'First token',
  'title.total': 'Total',
  'title.token-rate': 'Tokens',
  'title.quality': 'Quality',
  'title.verdict': 'Verdict',
  'health.test.description':
    'Ask endpoints a question now, all at once: by the running proxy, or without one. ENDPOINT: a name, PROFILE/NAME, the beginning of an id, or a profile for all of its',
  'health.test.verbose': 'question, answer, everything that was looked at, usage and cost',
  'health.test.deep':
    'also token counts, a prompt of 30 KB, caching, a tool call and thinking; uses some 25,000 tokens',
  'health.test.question': 'Question',
  'health.test.answer': 'Answer',
  'health.test.usage': 'Used',
  'health.test.tokens': '{in} tokens in, {out} out',
  'health.test.cost': 'Cost',
  'health.test.model-hint':
    '{name}: ask for a model that it has with "qcc health config --model NAME", or map that name for it: "qcc endpoint set PROFILE ID --model FROM=TO".',
  'health.check.description':
    'Look at every endpoint as the monitor would now: whether it is there, and a question where that decides something',
  'health.config.description': 'Show how endpoints are checked, or change it',
  'health.config.enable-weights': 'let the score of an endpoint move its share of new sessions',
  'health.config.disable-weights': 'let every endpoint keep the share that its weight gives it',
  'health.config.changed': 'Checks are set.',
} as const
