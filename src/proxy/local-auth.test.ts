import { expect, test } from 'vitest'
import { isOtherMachine } from './local-auth.ts'

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.2', '127.0.0.1'],
  ['::1', '::1'],
  ['::ffff:127.0.0.1', '::ffff:127.0.0.1'],
  ['192.168.1.5', '192.168.1.5'],
  ['::ffff:192.168.1.5', '::ffff:192.168.1.5'],
  ['fd00::5', 'fd00::5'],
])('a connection from %s to %s comes from this machine', (remote, local) => {
  expect(isOtherMachine({ remoteAddress: remote, localAddress: local })).toBe(false)
})

test.each([
  ['192.168.1.6', '192.168.1.5'],
  ['::ffff:192.168.1.6', '::ffff:192.168.1.5'],
  ['fd00::6', 'fd00::5'],
  ['192.168.1.6', undefined],
  [undefined, '192.168.1.5'],
])('one from %s to %s may come from another', (remote, local) => {
  expect(isOtherMachine({ remoteAddress: remote, localAddress: local })).toBe(true)
})
