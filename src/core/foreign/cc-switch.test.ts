import { expect, test } from 'vitest'
import { CC_SWITCH_CONFIG, CC_SWITCH_EXPORT } from '../../../test/support/foreign.ts'
import { ccSwitchRow, readCcSwitchConfig, readCcSwitchRows } from './cc-switch.ts'
import { sqlRows } from './sql-rows.ts'

const isOwn = (): boolean => false
const KIMI = {
  baseUrl: 'https://api.moonshot.cn/anthropic',
  auth: 'bearer',
  models: { 'claude-*haiku*': 'kimi-k2.7-code', 'claude-*': 'kimi-k2.7-code' },
}

test('its old file holds the providers of Claude Code and of others', () => {
  const found = readCcSwitchConfig(CC_SWITCH_CONFIG, isOwn)
  expect(found?.defaultProfile).toBe('Kimi 国内')
  expect(found?.profiles).toMatchObject([{ name: 'Kimi 国内', endpoints: [KIMI] }])
  expect(found?.leftOut).toEqual([
    { what: 'Kimi 国内', why: 'no-counterpart', more: 'custom_endpoints' },
    { what: 'Claude Official', why: 'log-in' },
    { what: 'Translated', why: 'other-api', more: 'openai_chat' },
    { what: 'Codex', why: 'other-client', more: 'codex' },
  ])
})

test('its first file had Claude Code’s alone', () => {
  const { claude } = JSON.parse(CC_SWITCH_CONFIG) as { readonly claude: object }
  expect(readCcSwitchConfig(JSON.stringify(claude), isOwn)?.profiles).toMatchObject([{ endpoints: [KIMI] }])
})

test('its export is read without being run, whatever its texts hold', () => {
  const rows = sqlRows(CC_SWITCH_EXPORT, 'providers')
  expect(rows.map(({ id, is_current: current, notes }) => [id, notes, current])).toEqual([
    ['p-kimi', "it's; mine,\n(really)", 1],
    ['official', null, 0],
    ['c', null, 0],
  ])
  const found = readCcSwitchRows(
    rows.map((row) => ccSwitchRow((column) => row[column] ?? null)),
    isOwn,
  )
  expect(found.profiles).toMatchObject([{ name: 'Kimi 国内', endpoints: [KIMI] }])
  expect(found.defaultProfile).toBe('Kimi 国内')
  expect(found.leftOut.map(({ why }) => why)).toEqual(['log-in', 'other-client'])
  expect(sqlRows(CC_SWITCH_EXPORT, 'prompts').map(({ id }) => id)).toEqual(['p', 'q'])
})

test('a dump that was cut off gives what is whole', () => {
  for (const at of [0, 100, 700, 1_400, 2_000, CC_SWITCH_EXPORT.length - 60]) {
    expect(sqlRows(CC_SWITCH_EXPORT.slice(0, at), 'providers').length).toBeLessThanOrEqual(3)
  }
})

test.each(['', '{}', '{"claude": {}}', '{"providers": {}}'])('%j is no file of it', (text) => {
  expect(readCcSwitchConfig(text, isOwn)).toBeNull()
})
