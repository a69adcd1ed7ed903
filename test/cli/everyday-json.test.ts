import { describe, expect, test } from 'vitest'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, sharedFolder } from '../support/qcc.ts'

const TARGET = ['--base-url', 'https://api.example.com', '--api-key-stdin']

/** Run in this order, in one home; each with the schema of what it prints. */
const ROWS: readonly (readonly [schema: string, args: readonly string[], input: string])[] = [
  ['list', ['list'], ''],
  ['status', ['status'], ''],
  ['default', ['default'], ''],
  ['endpoint-list', ['endpoint', 'list'], ''],
  ['priority-list', ['priority', 'list'], ''],
  ['config-rules', ['config', 'get', 'routing.rules'], ''],
  [
    'profile-change',
    ['add', 'work', ...TARGET, '--model', 'a=b', '--timeout-idle', '90s'],
    'made-up-json-key-0123',
  ],
  ['profile-change', ['add', 'work-two', '-d', '说明'], ''],
  ['profile-change', ['set', 'work', '--proxy', 'http://127.0.0.1:3128'], ''],
  ['profile-change', ['set', 'work', '--proxy', 'http://127.0.0.1:3128'], ''],
  ['profile-change', ['rename', 'work-two', 'spare'], ''],
  ['endpoint-change', ['endpoint', 'add', 'spare', '-f', 'work', '-n', 'reused'], ''],
  ['endpoint-change', ['endpoint', 'set', 'spare', 'reused', '-w', '7'], ''],
  ['endpoint-change', ['endpoint', 'disable', 'spare', 'reused'], ''],
  ['endpoint-change', ['endpoint', 'enable', 'spare', 'reused'], ''],
  ['default', ['default', 'spare'], ''],
  ['default', ['default'], ''],
  ['priority-list', ['priority', 'list'], ''],
  ['priority-set', ['priority', 'set', 'work', 'secondary'], ''],
  ['priority-set', ['priority', 'set', 'spare', 'primary'], ''],
  ['priority-set', ['priority', 'set', 'spare', 'primary'], ''],
  ['priority-list', ['priority', 'list'], ''],
  ['status', ['status'], ''],
  ['priority-set', ['priority', 'set', 'work', 'none'], ''],
  ['endpoint-change', ['endpoint', 'set', 'spare', 'reused', '--max-concurrent', '3'], ''],
  ['list', ['list'], ''],
  ['show', ['show', 'work'], ''],
  ['show', ['show', 'spare'], ''],
  ['endpoint-list', ['endpoint', 'list', 'spare'], ''],
  ['status', ['status'], ''],
  ['endpoint-removal', ['endpoint', 'remove', 'spare', 'reused', '-y'], ''],
  ['removal', ['remove', 'spare', '-y'], ''],
  ['token-list', ['proxy', 'token', 'list'], ''],
  ['token-removal', ['proxy', 'token', 'revoke', 'laptop', '-y'], ''],
  ['token-list', ['proxy', 'token', 'list'], ''],
]

describe('everyday commands with --json', () => {
  const home = sharedFolder()

  test('begins with a client token, which has no --json of its own', async () => {
    const made = await qcc(['proxy', 'token', 'create', 'laptop'], { QCC_HOME: home })
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^qcc_[\w-]{43}\n$/)])
  })

  test.each(ROWS)('prints a %s and nothing else on stdout: %j', async (schema, args, input) => {
    const { code, stdout } = await qcc([...args, '--json'], { QCC_HOME: home }, input)
    expect(code).toBe(0)
    expect(faultsAgainst(schema, JSON.parse(stdout))).toEqual([])
    expect(stdout).not.toContain('made-up-json-key')
  })
})
