import { expect, test } from 'vitest'
import {
  CC_SWITCH_CONFIG,
  CC_SWITCH_EXPORT,
  CCR_CONFIG,
  CLAUDE_SETTINGS,
  FASTCC_CACHE,
  FASTCC_PRIORITY,
} from '../../../test/support/foreign.ts'
import { recognised } from './recognised.ts'

const isOwn = (): boolean => false

test.each([
  ['claude', CLAUDE_SETTINGS],
  ['fastcc', FASTCC_CACHE],
  ['fastcc', FASTCC_PRIORITY],
  ['ccr', CCR_CONFIG],
  ['cc-switch', CC_SWITCH_CONFIG],
  ['cc-switch', CC_SWITCH_EXPORT],
  ['cc-switch', `\uFEFF${CC_SWITCH_EXPORT}`],
] as const)('a file of %s is known by itself, and taken as that', (program, text) => {
  const alone = recognised({ kind: 'text', text }, null, isOwn)
  expect(alone?.program).toBe(program)
  expect(recognised({ kind: 'text', text }, program, isOwn)).toEqual(alone)
})

test('a database is known by its tables', () => {
  const config = [{ key: 'default', value_json: CCR_CONFIG }]
  expect(recognised({ kind: 'tables', tables: { app_config: config } }, null, isOwn)?.program).toBe('ccr')
  expect(recognised({ kind: 'tables', tables: { providers: [] } }, null, isOwn)?.program).toBe('cc-switch')
  expect(recognised({ kind: 'tables', tables: {} }, null, isOwn)).toBeNull()
  expect(recognised({ kind: 'tables', tables: { providers: [] } }, 'ccr', isOwn)).toBeNull()
})

test.each(['', 'text', '[]', '{"x": '])('%j is of none', (text) => {
  expect(recognised({ kind: 'text', text }, null, isOwn)).toBeNull()
})
