import { expect, test } from 'vitest'
import { HIDDEN, shownHeaders } from './shown-headers.ts'

test.each([
  'Authorization',
  'proxy-authorization',
  'x-api-key',
  'Cookie',
  'CF-Access-Client-Secret',
  'x-amz-security-token',
  'x-signature',
])('what %s says is hidden', (name) => {
  expect(shownHeaders(['accept', '*/*', name, 'made-up'])).toEqual(['accept', '*/*', name, HIDDEN])
})

test.each(['user-agent', 'anthropic-beta', 'x-claude-code-session-id', 'x-stainless-lang', 'content-length'])(
  'what %s says is seen',
  (name) => {
    expect(shownHeaders([name, 'authorization'])).toEqual([name, 'authorization'])
  },
)
