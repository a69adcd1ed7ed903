import { expect, test } from 'vitest'
import { placeText } from './fault.ts'
import { parseDocument } from './schema.ts'

const withEndpoint = (change: object): unknown => {
  const target = { name: 'one', baseUrl: 'https://api.example.com', credential: 'env:KEY' }
  return { profiles: [{ name: 'work', endpoints: [{ ...target, ...change }] }] }
}
const withRule = (rule: object): unknown => withEndpoint({ rules: [{ outcome: 'rejected', ...rule }] })
const AT = 'profiles.0.endpoints.0'

test.each<[string, unknown, string]>([
  [
    'a tier with a profile that is none',
    { profiles: [{ name: 'work' }], tiers: { primary: ['wrk'] } },
    'tiers.primary.0 no-profile name=wrk nearest=work',
  ],
  [
    'a profile in two tiers',
    { profiles: [{ name: 'a' }, { name: 'b' }], tiers: { primary: ['b', 'a'], fallback: ['a'] } },
    'tiers.fallback.0 in-tier-twice name=a',
  ],
  [
    'a profile twice in a tier',
    { profiles: [{ name: 'a' }], tiers: { primary: ['a', 'a'] } },
    'tiers.primary.1 in-tier-twice name=a',
  ],
  [
    'a tier that is none',
    { profiles: [], tiers: { primry: [] } },
    'tiers.primry unknown-key key=primry nearest=primary',
  ],
  ['tiers in a list', { profiles: [], tiers: [] }, 'tiers not-object'],
  [
    'a tier that is no list',
    { profiles: [{ name: 'a' }], tiers: { primary: 'a' } },
    'tiers.primary not-list',
  ],
  ['a number in a tier', { profiles: [], tiers: { primary: [1] } }, 'tiers.primary.0 not-text'],
  ['a rule without a condition', withRule({}), `${AT}.rules.0 rule-empty`],
  [
    'a rule without an outcome',
    withEndpoint({ rules: [{ status: 500 }] }),
    `${AT}.rules.0.outcome missing key=outcome`,
  ],
  ['a status beyond three digits', withRule({ status: 1000 }), `${AT}.rules.0.status status`],
  ['a status in words', withRule({ status: 'bad' }), `${AT}.rules.0.status status`],
  ['no status in a list', withRule({ status: [] }), `${AT}.rules.0.status status`],
  ['a bad status in a list', withRule({ status: [500, 7] }), `${AT}.rules.0.status.1 status`],
  ['an empty pattern', withRule({ pattern: '' }), `${AT}.rules.0.pattern empty`],
  ['a pattern that is none', withRule({ pattern: '(' }), `${AT}.rules.0.pattern pattern`],
  ['a pattern that is slow', withRule({ pattern: '(a+)+' }), `${AT}.rules.0.pattern pattern-slow`],
  ['a long pattern', withRule({ pattern: 'x'.repeat(201) }), `${AT}.rules.0.pattern pattern-long`],
  [
    'a rule with a key that is none',
    withRule({ status: 500, message: 'x' }),
    `${AT}.rules.0.message unknown-key key=message`,
  ],
  ['rules that are no list', withEndpoint({ rules: {} }), `${AT}.rules not-list`],
  ['a cap of nothing', withEndpoint({ maxConcurrent: 0 }), `${AT}.maxConcurrent max-concurrent`],
  ['half a cap', withEndpoint({ maxConcurrent: 1.5 }), `${AT}.maxConcurrent max-concurrent`],
  ['a cap beyond reason', withEndpoint({ maxConcurrent: 10_001 }), `${AT}.maxConcurrent max-concurrent`],
  ['a cap in words', withEndpoint({ maxConcurrent: 'two' }), `${AT}.maxConcurrent not-number`],
])('%s is refused with its place and what is wrong there', (_name, value, expected) => {
  const parsed = parseDocument(value, () => '00000001')
  const faults = parsed.kind === 'valid' ? [] : parsed.faults
  const lines = faults.map(({ code, path, values }) =>
    [placeText(path), code, ...Object.entries(values).map(([name, text]) => `${name}=${text}`)].join(' '),
  )
  expect(lines).toEqual([expected])
})
