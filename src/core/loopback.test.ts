import { expect, test } from 'vitest'
import { isLoopbackName } from './loopback.ts'

test.each(['127.0.0.1', '127.8.9.10', 'localhost', 'LOCALHOST', 'app.localhost', '::1', '[::1]'])(
  '%s is this machine',
  (host) => {
    expect(isLoopbackName(host)).toBe(true)
  },
)

test.each([
  '',
  '0.0.0.0',
  '10.0.0.1',
  '128.0.0.1',
  '127.evil.example',
  '127.0.0.256',
  '127.0.1',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  'notlocalhost',
  '::',
  '::ffff:10.0.0.1',
])('%j may be another', (host) => {
  expect(isLoopbackName(host)).toBe(false)
})
