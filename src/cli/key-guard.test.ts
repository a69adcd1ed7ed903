import { expect, test } from 'vitest'
import { createRedactor } from '../secrets/redactor.ts'
import { refuseKeys } from './key-guard.ts'
import { sayIn } from '../../test/support/say.ts'

const KEY = 'sk-ant-made-up-0123456789'
const guard = (args: readonly string[], redactor = createRedactor()): void => {
  refuseKeys(args, { redactor, say: sayIn('en') })
}

test.each([
  [['add', 'x', '--api-key', 'anything-at-all']],
  [['add', 'x', '--api-key']],
  [['add', 'x', '--api-key=anything-at-all']],
  [['add', KEY]],
  [['set', 'x', '-d', `about ${KEY}`]],
  [['config', 'set', 'proxy.host', KEY]],
])('%j is refused', (args) => {
  expect(() => {
    guard(args)
  }).toThrow(expect.objectContaining({ code: 'usage' }))
})

test.each([
  [['add', 'work', '--api-key-stdin', '--api-key-env', 'WORK_KEY', '-d', 'sk-what?']],
  [['run', '--', '--api-key', KEY]],
])('%j is left alone', (args) => {
  guard(args)
})

test('what stood on the command line is a secret from then on', () => {
  const redactor = createRedactor()
  expect(() => {
    guard(['add', '--api-key', 'anything-at-all'], redactor)
  }).toThrow()
  expect(redactor.redact('it was anything-at-all')).not.toContain('anything-at-all')
})
