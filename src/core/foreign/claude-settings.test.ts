import { expect, test } from 'vitest'
import { CLAUDE_SETTINGS } from '../../../test/support/foreign.ts'
import { readClaudeSettings } from './claude-settings.ts'

const isOwn = (url: string): boolean => url.startsWith('http://127.0.0.1:7860')
const read = (env: object, more: object = {}) => readClaudeSettings(JSON.stringify({ env, ...more }), isOwn)

test('settings with comments lead to one endpoint, and what has no counterpart is named', () => {
  expect(readClaudeSettings(CLAUDE_SETTINGS, isOwn)).toEqual({
    profiles: [
      {
        name: '',
        endpoints: [
          {
            baseUrl: 'https://relay.example.com/claude',
            auth: 'bearer',
            key: { kind: 'key', key: 'made-up-relay-key-0123456789' },
            models: { 'claude-*haiku*': 'relay-small' },
            attribution: false,
            enabled: true,
          },
        ],
      },
    ],
    leftOut: [{ what: 'apiKeyHelper', why: 'key-helper' }],
  })
})

const URL = 'https://relay.example.com'

test.each([
  [{ ANTHROPIC_API_KEY: 'a' }, { baseUrl: 'https://api.anthropic.com', auth: 'x-api-key' }, []],
  [{ ANTHROPIC_BASE_URL: URL, ANTHROPIC_AUTH_TOKEN: 'a', ANTHROPIC_API_KEY: 'a' }, { auth: 'both' }, []],
  [
    { ANTHROPIC_BASE_URL: URL, ANTHROPIC_AUTH_TOKEN: 'a', ANTHROPIC_API_KEY: 'b' },
    { auth: 'bearer', key: { kind: 'key', key: 'a' } },
    ['second-key'],
  ],
  [
    {
      ANTHROPIC_AUTH_TOKEN: 'a',
      CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: 1,
      ANTHROPIC_CUSTOM_HEADERS: 'x: y',
    },
    { deniedBetas: ['*'] },
    ['no-counterpart'],
  ],
  [{ ANTHROPIC_AUTH_TOKEN: 'a', ANTHROPIC_MODEL: 'glm-5.2[1m]' }, { models: { 'claude-*': 'glm-5.2' } }, []],
  [{ ANTHROPIC_AUTH_TOKEN: 'a', ANTHROPIC_MODEL: 'opus' }, { models: {} }, []],
])('%j is an endpoint with %j, and leaves out %j', (env, endpoint, why) => {
  const found = read(env)
  expect(found?.profiles[0]?.endpoints).toMatchObject([endpoint])
  expect(found?.leftOut.map((one) => one.why)).toEqual(why)
})

test.each([
  [{ ANTHROPIC_BASE_URL: URL }, ['no-key']],
  [
    { ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860/p/work', ANTHROPIC_AUTH_TOKEN: 'proxy-managed' },
    ['own-proxy'],
  ],
  [{}, []],
])('%j is none, because of %j', (env, why) => {
  const found = read(env)
  expect([found?.profiles, found?.leftOut.map((one) => one.why)]).toEqual([[], why])
})

test.each(['', '[]', 'null', 'text'])('%j is no settings', (text) => {
  expect(readClaudeSettings(text, isOwn)).toBeNull()
})
