import { expect, test } from 'vitest'
import { sayFrom } from '../i18n/say.ts'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { networkPair, stateText } from './state-text.ts'

const NOW = 1_000_000
const [EN, ZH] = [sayFrom(en), sayFrom(zh)]
const WELL = { state: 'ok', reason: null, until: null, benches: [] } as const
const LIMIT = { reason: 'rate-limit', until: NOW + 598_000 } as const

test.each([
  [true, null, 'enabled', '启用'],
  [false, null, 'disabled', '停用'],
  [true, WELL, 'ok', '正常'],
  [
    true,
    { ...WELL, state: 'benched', ...LIMIT, benches: [{ model: null, ...LIMIT }] },
    'benched: rate limit, back in 9m 58s',
    '暂停：速率限制，9m 58s 后恢复',
  ],
  [
    true,
    { ...WELL, benches: [{ model: 'claude-x', ...LIMIT }] },
    'claude-x benched: rate limit, back in 9m 58s',
    'claude-x 暂停：速率限制，9m 58s 后恢复',
  ],
  [
    true,
    { ...WELL, state: 'circuit-open', until: NOW + 15_000 },
    'circuit open, back in 15s',
    '熔断，15s 后恢复',
  ],
  [true, { ...WELL, state: 'on-trial' }, 'on trial', '试用中'],
  [true, { ...WELL, state: 'full' }, 'full', '已满'],
  [true, { ...WELL, state: 'draining' }, 'draining', '排空中'],
] as const)('an endpoint that is %j %j reads in both languages', (enabled, health, english, chinese) => {
  expect(stateText(enabled, health, NOW, EN)).toBe(english)
  expect(stateText(enabled, health, NOW, ZH)).toBe(chinese)
})

test('the network has a line only while there is none', () => {
  expect(networkPair(null, NOW, EN)).toEqual([])
  expect(networkPair(NOW - 65_000, NOW, EN)).toEqual([
    ['Network', 'down for 1m 5s; circuits are frozen meanwhile'],
  ])
})
