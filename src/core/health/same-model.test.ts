import { expect, test } from 'vitest'
import { isSameModel } from './same-model.ts'

test.each([
  ['claude-haiku-4-5', 'claude-haiku-4-5'],
  ['claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
  ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
  ['claude-haiku-4-5', 'Claude-Haiku-4.5'],
  ['claude-haiku-4-5', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['claude-haiku-4-5', 'anthropic.claude-haiku-4-5-v1:0'],
  ['claude-haiku-4-5', 'claude-haiku-4-5@20251001'],
  ['claude-3-5-haiku-latest', 'claude-3-5-haiku-20241022'],
  ['anthropic/claude-haiku-4.5', 'claude-haiku-4-5'],
  ['claude-opus-5-5[1m]', 'claude-opus-5-5'],
  ['gpt-5', 'gpt-5-2026-01-01'],
])('%s is %s', (asked, named) => {
  expect(isSameModel(asked, named)).toBe(true)
})

test.each([
  ['claude-haiku-4-5', 'claude-haiku-4-6'],
  ['claude-haiku-4-5', 'claude-sonnet-4-5'],
  ['claude-opus-5-5', 'glm-5'],
  ['glm-5', 'glm-5-air'],
  ['claude-haiku-4-5', 'claude-haiku-4-5-mini'],
  ['claude-haiku-4-5', 'claude-haiku'],
])('%s is not %s', (asked, named) => {
  expect(isSameModel(asked, named)).toBe(false)
})
