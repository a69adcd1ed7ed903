import { expect, test } from 'vitest'
import { CCR_CONFIG } from '../../../test/support/foreign.ts'
import { readCcr } from './ccr.ts'

test('what speaks Anthropic’s API is taken over, and what a known vendor also offers that way', () => {
  const found = readCcr(CCR_CONFIG)
  expect(found?.defaultProfile).toBe('openrouter')
  expect(found?.profiles).toMatchObject([
    {
      name: 'openrouter',
      endpoints: [
        {
          ...{ baseUrl: 'https://openrouter.ai/api', auth: 'bearer', enabled: true },
          models: {
            'claude-*haiku*': 'google/gemini-2.5-pro-preview',
            'claude-*': 'google/gemini-2.5-pro-preview',
          },
        },
      ],
    },
    {
      name: 'deepseek',
      endpoints: [
        {
          ...{
            baseUrl: 'https://api.deepseek.com/anthropic',
            auth: 'x-api-key',
            attribution: false,
            models: {},
          },
          key: { kind: 'variable', name: 'DEEPSEEK_API_KEY' },
        },
      ],
    },
    {
      name: 'my relay',
      endpoints: [
        {
          ...{ baseUrl: 'https://relay.example.com/claude/v1', auth: 'bearer' },
          models: { 'claude-*haiku*': 'relay-small' },
        },
      ],
    },
  ])
  expect(found?.leftOut.map(({ more, what, why }) => [what, why, more ?? ''])).toEqual([
    ['openrouter', 'vendor-url', 'https://openrouter.ai/api'],
    ['deepseek', 'vendor-url', 'https://api.deepseek.com/anthropic'],
    ['ollama', 'other-api', ''],
    ['Router', 'no-counterpart', 'think'],
    ['Router', 'no-counterpart', 'longContext'],
    ['config.json', 'no-counterpart', 'transformers'],
    ['config.json', 'no-counterpart', 'APIKEY'],
  ])
})

test('several keys of a provider are several endpoints', () => {
  const provider = {
    ...{ name: 'a', type: 'anthropic_messages', baseUrl: 'https://a.example', models: [], apiKey: 'unused' },
    credentials: [{ api_key: 'made-up-1' }, { apikey: '${SECOND}', enabled: false }, {}],
  }
  const found = readCcr(JSON.stringify({ Providers: [provider, { ...provider, enabled: false }] }))
  expect(
    found?.profiles.map(({ endpoints }) => endpoints.map(({ enabled, key }) => [key.kind, enabled])),
  ).toEqual([
    [
      ['key', true],
      ['variable', false],
    ],
    [
      ['key', false],
      ['variable', false],
    ],
  ])
})

test.each([
  [{ name: 'a', api_key: 'k' }, 'no-url'],
  [{ name: 'a', api_base_url: 'https://a.example/v1/messages' }, 'no-key'],
  [
    {
      name: 'a',
      api_base_url: 'https://a.example/v1',
      api_key: 'k',
      transformer: { use: ['Anthropic', 'x'] },
    },
    'other-api',
  ],
  [{ name: 'a', api_base_url: 'https://a.example/v1', api_key: 'k', type: 'openai_responses' }, 'other-api'],
])('of %j nothing is taken over: %s', (provider, why) => {
  const found = readCcr(JSON.stringify({ Providers: [provider] }))
  expect([found?.profiles, found?.leftOut]).toEqual([[], [{ what: 'a', why }]])
})

test.each(['', '{}', '{"Providers": {}}'])('%j is no configuration of it', (text) => {
  expect(readCcr(text)).toBeNull()
})
