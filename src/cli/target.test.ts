import { expect, test } from 'vitest'
import type { TargetPart } from '../core/config/changes.ts'
import type { OwnEndpoint } from '../core/config/document.ts'
import type { TargetFlags } from './options.ts'
import { checkedParts } from './target.ts'
import { sayIn } from '../../test/support/say.ts'

const say = sayIn('en')

const SPENT = { status: 403, pattern: 'quota', outcome: 'balance' } as const
const ODD = { type: 'odd_error', outcome: 'elsewhere' } as const

const ROWS: readonly (readonly [Partial<OwnEndpoint>, TargetFlags, TargetPart])[] = [
  [{ auth: 'both', models: { a: 'b' }, timeouts: { idle: 5 } }, {}, {}],
  [{ auth: 'both' }, { auth: 'bearer' }, { auth: 'bearer' }],
  [{}, { model: { a: 'b' } }, { models: { a: 'b' } }],
  [{ models: { a: 'b', c: 'd' } }, { model: { a: '', e: 'f' } }, { models: { c: 'd', e: 'f' } }],
  [{ models: { a: 'b' } }, { model: { a: '' } }, { models: undefined }],
  [{}, { timeoutConnect: 2 }, { timeouts: { connect: 2 } }],
  [
    { timeouts: { connect: 1, idle: 5 } },
    { timeoutIdle: false, timeoutFirstContent: 9 },
    { timeouts: { connect: 1, 'first-content': 9 } },
  ],
  [{}, { rule: [SPENT] }, { rules: [SPENT] }],
  [{ rules: [ODD] }, { rule: [SPENT] }, { rules: [SPENT, ODD] }],
  [{ rules: [ODD, SPENT] }, { rule: [SPENT] }, { rules: [SPENT, ODD] }],
  [{ rules: [ODD] }, { rule: [SPENT], rules: false }, { rules: [SPENT] }],
  [{ rules: [ODD] }, { rules: false }, { rules: undefined }],
  [{ rules: [ODD] }, { rules: true }, {}],
  [{ timeouts: { idle: 5 } }, { timeoutIdle: false }, { timeouts: undefined }],
  [{}, { denyBeta: ['a', 'b', 'a'] }, { deniedBetas: ['a', 'b'] }],
  [{ deniedBetas: ['a'] }, { denyBeta: ['b'] }, { deniedBetas: ['a', 'b'] }],
  [{ deniedBetas: ['a'] }, { denyBeta: ['b'], denyBetas: false }, { deniedBetas: ['b'] }],
  [{ deniedBetas: ['a'] }, { denyBetas: false }, { deniedBetas: undefined }],
  [{}, { attribution: false }, { attribution: false }],
  [{ attribution: false }, { attribution: true }, { attribution: undefined }],
  [{}, { proxy: 'http://127.0.0.1:3128/' }, { outboundProxy: 'http://127.0.0.1:3128' }],
  [{ outboundProxy: 'http://127.0.0.1:3128' }, { proxy: false }, { outboundProxy: undefined }],
]

test.each(ROWS)('on top of %j the flags %j change %j', (before, flags, parts) => {
  expect(checkedParts(before, flags, say)).toStrictEqual(parts)
})

test('an outbound proxy with a password is refused, and not repeated', () => {
  expect(() => checkedParts({}, { proxy: 'http://me:made-up@127.0.0.1' }, say)).toThrow(
    /^--proxy: (?!.*made-up)/,
  )
})
