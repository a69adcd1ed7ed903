import { expect, test } from 'vitest'
import { localUrl } from './local-url.ts'

test.each([
  ['127.0.0.1', 'http://127.0.0.1:7860'],
  ['localhost', 'http://localhost:7860'],
  ['0.0.0.0', 'http://127.0.0.1:7860'],
  ['::', 'http://[::1]:7860'],
  ['::1', 'http://[::1]:7860'],
])('what listens on %s is reached at %s', (host, url) => {
  expect(localUrl({ host, port: 7860 })).toBe(url)
})
