import { expect, test } from 'vitest'
import { variableLines } from './variable-lines.ts'

test('what comes, goes and changes is told apart, and no credential is shown', () => {
  const lines = variableLines([
    {
      name: 'ANTHROPIC_BASE_URL',
      before: 'https://me:word@relay.example.com',
      after: 'http://127.0.0.1:7860',
    },
    { name: 'ANTHROPIC_AUTH_TOKEN', before: null, after: 'proxy-managed' },
    { name: 'ANTHROPIC_API_KEY', before: 'made-up-key', after: null },
    { name: 'ANTHROPIC_AUTH_TOKEN', before: 'one', after: 'two' },
    { name: 'ANTHROPIC_AUTH_TOKEN', before: '', after: 'two' },
  ])
  expect(lines).toEqual([
    '~ env.ANTHROPIC_BASE_URL: https://***@relay.example.com → http://127.0.0.1:7860',
    '+ env.ANTHROPIC_AUTH_TOKEN: proxy-managed',
    '- env.ANTHROPIC_API_KEY: ***',
    '~ env.ANTHROPIC_AUTH_TOKEN: *** → ***',
    '~ env.ANTHROPIC_AUTH_TOKEN:  → ***',
  ])
})
