import { expect, test } from 'vitest'
import { NO_RECEIPT } from '../core/usage.ts'
import { withSaid } from './receipt.ts'

const told = (...said: readonly Parameters<typeof withSaid>[1][]) => said.reduce(withSaid, NO_RECEIPT)

/** As Anthropic's API writes a long conversation's `message_start` and `message_delta`. */
const START = {
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5-5', content: [] },
  ...{ stop_reason: null, stop_sequence: null },
  usage: {
    ...{ input_tokens: 4, cache_creation_input_tokens: 1_200, cache_read_input_tokens: 30_000 },
    cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 1_000 },
    ...{ output_tokens: 1, service_tier: 'standard', inference_geo: 'global' },
  },
}
const DELTA = {
  stop_reason: 'tool_use',
  usage: {
    ...{ input_tokens: 4, cache_creation_input_tokens: 1_200, cache_read_input_tokens: 30_000 },
    ...{ output_tokens: 532, server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 } },
    iterations: [{ type: 'message', input_tokens: 4, output_tokens: 532 }],
  },
}

test('start and end of a stream together are its receipt', () => {
  expect(told(START, DELTA)).toEqual({
    ...{ model: 'claude-opus-5-5', stopReason: 'tool_use' },
    usage: {
      ...{ input: 4, output: 532, cacheRead: 30_000, cacheWrite5m: 200, cacheWrite1h: 1_000, webSearches: 2 },
      ...{ tier: 'standard', speed: null, place: 'global', isPartial: false },
    },
  })
})

test.each([
  ['a flat count of writes alone', { cache_creation_input_tokens: 8 }, { cacheWrite5m: 8, cacheWrite1h: 0 }],
  [
    'the parts alone',
    { cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 5 } },
    { cacheWrite5m: 3, cacheWrite1h: 5 },
  ],
  [
    'parts that are all zero beside a count',
    {
      cache_creation_input_tokens: 8,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    },
    { cacheWrite5m: 8, cacheWrite1h: 0 },
  ],
  [
    'counts that are null',
    {
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      cache_creation: null,
      server_tool_use: null,
      service_tier: null,
    },
    { cacheRead: 0, cacheWrite5m: 0, tier: null },
  ],
  [
    'counts that are none',
    { output_tokens: '9', cache_read_input_tokens: -1, cache_creation_input_tokens: 1.5 },
    { output: 0, cacheRead: 0, cacheWrite5m: 0 },
  ],
  ['fast mode', { speed: 'fast' }, { speed: 'fast' }],
  ['a name that is no name', { service_tier: 'x'.repeat(201) }, { tier: null }],
  ['a summary inside', { iterations: [{ type: 'compaction' }, { type: 'message' }] }, { isPartial: true }],
  [
    'a model that stepped in',
    { iterations: [{ type: 'message' }, { type: 'fallback_message' }] },
    { isPartial: true },
  ],
  ['code that the endpoint ran', { server_tool_use: { code_execution_requests: 1 } }, { isPartial: true }],
  ['no code', { server_tool_use: { code_execution_requests: 0 } }, { isPartial: false }],
])('%s', (_what, usage, expected) => {
  expect(told({ usage: { input_tokens: 1, ...usage } }).usage).toMatchObject(expected)
})

test.each([
  null,
  {},
  { usage: null },
  { usage: 'much' },
  { usage: { input_tokens: null } },
  { model: 7, stop_reason: '' },
])('%j tells nothing and takes nothing away', (said) => {
  expect(told(said)).toEqual(NO_RECEIPT)
  expect(told(START, said)).toEqual(told(START))
})
