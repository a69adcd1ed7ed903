import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, sharedFolder } from '../support/qcc.ts'

/** Each prints one JSON document that keeps to its published schema, whatever the language. */
describe.each(['en', 'zh'])('with --json in %s', (lang) => {
  const folder = sharedFolder()
  const inFolder = (name: string): string => join(folder, name)
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    qcc([...args, '--json'], { QCC_HOME: inFolder('home'), QCC_LANG: lang, ...env })

  beforeAll(() => {
    writeFileSync(inFolder('bad.json'), '{"profiles": [{"name": 5}]}')
    writeFileSync(
      inFolder('good.yaml'),
      'profiles:\n  - name: work\n    endpoints:\n      - { name: one, baseUrl: https://a, credential: secret:gone }\n',
    )
  })

  const CASES: readonly (readonly [string, readonly string[], number])[] = [
    ['config-get', ['config', 'get', 'body.max'], 0],
    ['config-list', ['config', 'list', '--defaults'], 0],
    ['config-set', ['config', 'set', 'proxy.port', '8000'], 0],
    ['config-set', ['config', 'set', 'log.level', 'warn'], 0],
    ['config-set', ['config', 'unset', 'proxy.port'], 0],
    ['config-list', ['config', 'list'], 0],
    ['config-path', ['config', 'path'], 0],
    ['config-validate', ['config', 'validate'], 0],
    ['config-validate', ['config', 'validate', 'GOOD'], 0],
    ['config-validate', ['config', 'validate', 'BAD'], 1],
    ['config-versions', ['config', 'versions', '-n', '2'], 0],
    ['config-diff', ['config', 'diff'], 0],
    ['config-diff', ['config', 'diff', '0', '2'], 0],
    ['config-rollback', ['config', 'rollback', '1'], 0],
    ['config-import', ['config', 'import', 'GOOD', '--dry-run'], 0],
    ['config-import', ['config', 'import', 'GOOD', '--yes'], 0],
    ['config-import', ['config', 'import', 'GOOD', '--yes'], 0],
    ['document', ['config', 'export'], 0],
    ['config-export', ['config', 'export', 'OUT'], 0],
    ['config-edit', ['config', 'edit'], 0],
  ]
  test.each(CASES.map(([schema, args, code]) => ({ schema, args, code })))(
    '$args keeps to $schema',
    async ({ args, code, schema }) => {
      const files: Readonly<Record<string, string>> = { GOOD: 'good.yaml', BAD: 'bad.json', OUT: 'out.yaml' }
      const own = args.map((arg) => (files[arg] === undefined ? arg : inFolder(files[arg])))
      const finished = await run(own, { EDITOR: 'true' })
      expect(finished.code).toBe(code)
      expect(faultsAgainst(schema, JSON.parse(finished.stdout))).toEqual([])
    },
  )

  test('a command that fails prints no JSON', async () => {
    for (const args of [
      ['config', 'get', 'x'],
      ['config', 'diff', '0', '99'],
      ['config', 'import', inFolder('bad.json')],
    ]) {
      const { code, stderr, stdout } = await run(args)
      expect([code === 0, stdout, stderr === '']).toEqual([false, '', false])
    }
  })

  test('no editor writes into the JSON', async () => {
    const { stdout } = await run(['config', 'edit'], { EDITOR: 'echo noise' })
    expect(JSON.parse(stdout)).toMatchObject({ changed: false })
  })
})
