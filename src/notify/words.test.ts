import { expect, test } from 'vitest'
import { sayIn } from '../../test/support/say.ts'
import type { Notice } from '../core/notify/notice.ts'
import type { Told } from '../core/notify/outbox.ts'
import { inWords } from './words.ts'

const AT = 1_700_000_000_000
const dead = (endpoint: string): Notice => ({ kind: 'key-dead', at: AT, endpoint, why: 'balance' })
const ALL: readonly Told[] = [
  {
    ...{ kind: 'switch', at: AT },
    one: {
      ...{ at: AT, cause: 'failover', reason: null, evidence: [] },
      from: { place: 'primary', profiles: ['work'] },
      to: { place: 'secondary', profiles: ['spare'] },
    },
  },
  {
    ...{ kind: 'all-out', at: AT },
    out: [
      { endpoint: 'work/a', why: 'rate-limit', until: AT },
      { endpoint: 'spare/b', why: 'circuit-open', until: null },
    ],
  },
  { kind: 'all-out-over', at: AT, since: AT - 90_000 },
  dead('work/a'),
  { kind: 'key-dead', at: AT, endpoint: 'work/a', why: 'credential' },
  { kind: 'key-dead-over', at: AT, endpoint: 'work/a', since: AT - 3_600_000 },
  { kind: 'budget', at: AT, endpoint: 'work/a', tokens: 19_900, most: 20_000, until: AT },
  { kind: 'test', at: AT },
  { kind: 'held-back', at: AT, held: [{ notice: dead('work/a'), times: 3 }] },
]

test.each(['en', 'zh'] as const)(
  'every notice names QCC and the machine, with nothing left out: %s',
  (lang) => {
    for (const told of ALL) {
      const { text, title } = inWords(told, 'box', sayIn(lang))
      expect(title).toMatch(/^QCC.*box/)
      expect(title).not.toContain('\n')
      expect(`${title}${text}`).not.toMatch(/\{|undefined|null/)
    }
  },
)

test('notices say what happened, why, and what to do', () => {
  const told = ALL.map((one) => inWords(one, 'box', sayIn('en')))
  expect(told.map(({ title }) => title)).toEqual([
    'QCC (box): secondary (spare) serves now',
    'QCC (box): no endpoint can serve',
    'QCC (box): requests are served again',
    'QCC (box): work/a needs you: no balance left',
    'QCC (box): work/a needs you: key not accepted',
    'QCC (box): work/a answers again',
    'QCC (box): checks of work/a have used their budget',
    'QCC (box): a test',
    'QCC (box): 3 notice(s) were held back',
  ])
  expect(told[1]?.text).toMatch(/^work\/a: rate limit, until .*\nspare\/b: circuit open\n"qcc status"/)
  expect(told[4]?.text).toContain('"qcc endpoint set work a --api-key-stdin"')
  expect(told[2]?.text).toBe('For 1m 30s no endpoint could serve.')
  expect(told[8]?.text).toBe('QCC (box): work/a needs you: no balance left (3 notices)')
})

test('what is held back of many is told of eight, and how many more there are', () => {
  const held = Array.from({ length: 11 }, (_, index) => ({ notice: dead(`p/${String(index)}`), times: 1 }))
  const lines = inWords({ kind: 'held-back', at: AT, held }, 'box', sayIn('en')).text.split('\n')
  expect([lines.length, lines.at(-1)]).toEqual([9, 'and 3 more'])
})
