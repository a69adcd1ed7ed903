import { existsSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open-store.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'

const said = async (home: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { code, stderr, stdout } = await qcc(args, { QCC_HOME: home, ...env })
  return { code, text: stdout + stderr }
}

/** A home whose newest version is one that this QCC does not take, as a newer one may leave behind. */
async function homeWithStrangeVersion(): Promise<string> {
  const home = temporaryFolder()
  await said(home, ['add', 'work', '--base-url', 'https://a.example', '--api-key-env', 'X'])
  const store = await openStore({ file: join(home, 'qcc.db') })
  const { content = '' } = (await store.versions.newest()) ?? {}
  const strange = { ...(JSON.parse(content) as object), watchers: [] }
  const draft = {
    at: 0,
    author: 'cli',
    message: 'from a newer QCC',
    hash: '',
    content: JSON.stringify(strange),
  } as const
  await store.versions.commit(1, draft, 100)
  store.close()
  return home
}

const newest = async (home: string): Promise<string> =>
  (await said(home, ['config', 'versions', '-n', '1'])).text.split('\n')[1] ?? ''

describe('a stored version that is not valid for this QCC', () => {
  test('is told, with its number, its faults and what to do', async () => {
    const home = await homeWithStrangeVersion()
    for (const args of [['list'], ['config', 'get', 'proxy.port'], ['add', 'more'], ['config', 'diff']]) {
      const { code, text } = await said(home, args)
      expect([code, text]).toEqual([
        1,
        expect.stringContaining('Version 2 of the configuration is not valid'),
      ])
      expect(text).toContain('watchers (unknown-key)')
      expect(text).toContain('"qcc config rollback"')
    }
    const chinese = await said(home, ['list', '--lang', 'zh'])
    expect(chinese.text).toContain('配置的版本 2 对当前的 QCC 无效：watchers (unknown-key)')
    const checked = await said(home, ['config', 'validate'])
    expect(checked).toEqual({ code: 1, text: 'watchers: there is no key "watchers" here.\n' })
    expect((await said(home, ['config', 'export'])).text).toContain('watchers: []')
  })

  test('is left behind by a rollback', async () => {
    const home = await homeWithStrangeVersion()
    expect((await said(home, ['config', 'rollback', '2'])).code).toBe(1)
    expect(await said(home, ['config', 'rollback', '1'])).toEqual({
      code: 0,
      text: 'Version 1 is in force again. Configuration version 3.\n',
    })
    expect((await said(home, ['list'])).code).toBe(0)
  })

  test('is mended in an editor', async () => {
    const home = await homeWithStrangeVersion()
    const { code } = await said(home, ['config', 'edit'], { EDITOR: 'sed -i /watchers/d' })
    expect([code, await newest(home)]).toEqual([0, expect.stringContaining('config edit')])
  })

  test('is replaced by an import', async () => {
    const home = await homeWithStrangeVersion()
    const file = join(home, 'good.yaml')
    writeFileSync(file, 'profiles: []\n')
    const { code } = await said(home, ['config', 'import', file, '--yes'])
    expect([code, await newest(home)]).toEqual([0, expect.stringContaining('config import')])
  })
})

describe('a damaged database', () => {
  test('gives its newest readable version to an export, which a new one imports', async () => {
    const home = temporaryFolder()
    for (const port of ['8001', '8002', '8003']) await said(home, ['config', 'set', 'proxy.port', port])
    const database = join(home, 'qcc.db')
    truncateSync(database, statSync(database).size - 4_096)
    const refused = await said(home, ['config', 'list'])
    expect([refused.code, refused.text]).toEqual([
      1,
      expect.stringContaining('"qcc config export --damaged FILE"'),
    ])

    const file = join(home, 'rest.yaml')
    const exported = await said(home, ['config', 'export', file, '--damaged'])
    expect([exported.code, exported.text]).toEqual([
      0,
      expect.stringMatching(/^Version 3 of [\d-]+ [\d:]+ is the newest/),
    ])
    expect(readFileSync(file, 'utf8')).toContain('proxy.port: 8003')
    renameSync(database, join(home, 'damaged.db'))
    expect((await said(home, ['config', 'import', file, '--yes'])).code).toBe(0)
    expect((await said(home, ['config', 'get', 'proxy.port'])).text).toBe('8003\n')
  })

  test('that gives nothing is said to, and no file is made', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'qcc.db'), 'no database '.repeat(1_000))
    const file = join(home, 'rest.yaml')
    const { code, text } = await said(home, ['config', 'export', file, '--damaged'])
    expect([code, text]).toEqual([1, expect.stringContaining('Nothing can be read of')])
    expect(existsSync(file)).toBe(false)
  })

  test('has no keys to give', async () => {
    const { code, text } = await said(temporaryFolder(), ['config', 'export', '--damaged', '--with-secrets'])
    expect([code, text]).toEqual([2, expect.stringContaining('--with-secrets')])
  })
})
