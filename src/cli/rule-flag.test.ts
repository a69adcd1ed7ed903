import { expect, test } from 'vitest'
import { sayIn } from '../../test/support/say.ts'
import type { EndpointRule } from '../core/config/document.ts'
import { ruleGiven } from './rule-flag.ts'

const say = sayIn('en')

test.each<[string, EndpointRule]>([
  ['403=balance', { status: 403, outcome: 'balance' }],
  ['403,429=rate-limited', { status: [403, 429], outcome: 'rate-limited' }],
  ['odd_error=elsewhere', { type: 'odd_error', outcome: 'elsewhere' }],
  ['/no quota/=balance', { pattern: 'no quota', outcome: 'balance' }],
  [
    '403, odd_error ,/quota|credit/ = balance',
    { status: 403, type: 'odd_error', pattern: 'quota|credit', outcome: 'balance' },
  ],
  ['400,/a=b, c/d/=rejected', { status: 400, pattern: 'a=b, c/d', outcome: 'rejected' }],
])('%s is a rule', (text, rule) => {
  expect(ruleGiven(text, say)).toStrictEqual({ kind: 'rule', rule })
})

test.each([
  ['', /^a rule is given as STATUS/],
  ['403', /^a rule is given as STATUS/],
  ['403,/no end=balance', /^a rule is given as STATUS/],
  ['403,a type=balance', /^a rule is given as STATUS/],
  ['one_error,two_error=balance', /^a rule is given as STATUS/],
  ['403,=balance', /^a rule is given as STATUS/],
  ['=balance', /would fit everything/],
  ['403=', /^the outcome behind "=" is one of rate-limited, .*elsewhere\.$/],
  ['403=balanc', /^the outcome behind "=" is one of/],
  ['99=balance', /^a status is a number from 100/],
  ['403,1000=balance', /^a status is a number from 100/],
  ['/(/=balance', /^this is not a regular expression/],
  ['/(a+)+/=balance', /^this pattern could take very long/],
  [`/${'a'.repeat(201)}/=balance`, /^a pattern has 200/],
])('%s is none', (text, why) => {
  const given = ruleGiven(text, say)
  expect(given.kind === 'fault' ? given.why : given.rule).toMatch(why)
})
