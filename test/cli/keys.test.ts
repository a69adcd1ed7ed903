import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readRunFile } from '../../src/app/run-file.ts'
import { configureHome, killProxyOf } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder, type Finished } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'
import { standInSecretTool } from '../support/secret-tool.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

const KEY = 'sk-made-up-key-0123456789-abcdef'
const PASSPHRASE = 'correct horse battery'
const GIVEN = { QCC_PASSPHRASE: PASSPHRASE }

async function rig() {
  const up = await upstream('one', [{ do: 'serve' }], { key: KEY })
  const home = join(temporaryFolder(), 'home')
  await configureHome(home, { profiles: [], settings: { 'proxy.port': 0 } })
  onTestFinished(() => {
    killProxyOf(home)
  })
  const store = standInSecretTool(temporaryFolder())
  const PATH = `${store.path}:${process.env['PATH'] ?? ''}`
  const said: string[] = []
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}, input = '') => {
    const finished = await qcc(args, { QCC_HOME: home, QCC_KEY_STORE: '', PATH, ...env }, input)
    said.push(finished.stdout, finished.stderr)
    return finished
  }
  const done = async (...given: Parameters<typeof run>): Promise<Finished> => {
    const finished = await run(...given)
    expect([given[0], finished.code, finished.stderr]).toEqual([given[0], 0, expect.anything()])
    return finished
  }
  const protection = async (env: Readonly<Record<string, string>> = {}): Promise<unknown> =>
    (JSON.parse((await done(['status', '--json'], env)).stdout) as { protection: unknown }).protection
  const url = () => readRunFile(home)?.url ?? ''
  return { up, home, store, run, done, protection, said, url }
}

/** Every file below a folder, with its bytes. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }))

/** What users other than the owner may do something with, of a home and what is in it. */
const openToOthers = (home: string): readonly string[] =>
  ['.', ...readdirSync(home, { recursive: true, encoding: 'utf8' })].filter((name) => {
    const mode = statSync(join(home, name), { throwIfNoEntry: false })?.mode ?? 0
    return (mode & 0o077) !== 0 && !name.startsWith(CACHE)
  })

/** Node makes what is below it; nobody gets that far. */
const CACHE = `cache${sep}`

test.runIf(process.platform !== 'win32')(
  'keys go from one way to the next under a running proxy, stand in the clear nowhere, and no file is for others',
  async () => {
    const before = process.umask(0)
    onTestFinished(() => void process.umask(before))
    const { done, home, protection, run, said, store, up, url } = await rig()
    const noneInClear = (): void => {
      const all = [...filesIn(home), { name: 'said', bytes: Buffer.from(said.join('\n')) }]
      all.push({ name: 'calls', bytes: Buffer.from(store.calls()) })
      expect(openToOthers(home)).toEqual([])
      for (const { bytes, name } of all) {
        for (const secret of [KEY, PASSPHRASE, store.heard()]) {
          expect([name, secret !== '' && bytes.includes(secret)]).toEqual([name, false])
        }
      }
    }
    await done(['add', 'work', '--base-url', up.url, '--api-key-stdin'], {}, KEY)
    await done(['proxy', 'start', '-d'])
    expect(await protection()).toMatchObject({ kind: 'key-file', secrets: 1 })
    noneInClear()

    const served = Array.from({ length: 20 }, () => sendMessage(url()))
    const { stdout } = await done(['config', 'rekey', '--key-store', '--yes', '--json'])
    expect(JSON.parse(stdout)).toEqual({ kind: 'key-store', secrets: 1, shut: 0 })
    expect(faultsAgainst('config-rekey', JSON.parse(stdout))).toEqual([])
    for (const answer of await Promise.all(served)) expect(answer.isComplete).toBe(true)
    expect(await protection()).toEqual({ kind: 'key-store', store: 'secret-service', secrets: 1 })
    expect([readdirSync(home).includes('key'), store.items().length]).toEqual([false, 1])
    noneInClear()

    // A key that is stored now is read by the proxy that ran before.
    await done(['set', 'work', '--api-key-stdin'], {}, `${KEY}\n`)
    await done(['config', 'list'])
    expect((await sendMessage(url())).isComplete).toBe(true)

    const moved = await done(['config', 'rekey', '--passphrase', '--yes'], GIVEN)
    expect(moved.stderr).toMatch(/2 key\(s\) were sealed anew.*\n.*qcc proxy restart.*\n.*QCC_PASSPHRASE/)
    expect(store.items()).toEqual([])
    expect(await protection()).toEqual({ kind: 'passphrase', isOpened: false, secrets: 2 })
    expect(await protection(GIVEN)).toEqual({ kind: 'passphrase', isOpened: true, secrets: 2 })
    noneInClear()
    const refused = await run(['proxy', 'restart'])
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('QCC_PASSPHRASE')])
    expect((await sendMessage(url())).isComplete).toBe(true)
    await done(['proxy', 'restart'], GIVEN)
    expect((await sendMessage(url())).isComplete).toBe(true)
    await done(['proxy', 'stop'])
    for (const args of [
      ['proxy', 'start'],
      ['proxy', 'start', '-d'],
    ]) {
      expect(await run(args)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('need a passphrase') as string,
      })
    }

    await done(['config', 'rekey', '--key-file', '--yes'], GIVEN)
    expect(await protection()).toMatchObject({ kind: 'key-file', secrets: 2 })
    noneInClear()
  },
  90_000,
)

test.runIf(process.platform !== 'win32')(
  'a locked key store is told in both languages, with the way out',
  async () => {
    const { done, run, store, up } = await rig()
    await done(['add', 'work', '--base-url', up.url, '--api-key-stdin'], {}, KEY)
    await done(['config', 'rekey', '--key-store', '--yes'])
    store.lock(true)
    for (const lang of ['en', 'zh']) {
      const { code, stderr } = await run(['proxy', 'start', '--lang', lang])
      expect([code, stderr]).toEqual([1, expect.stringContaining('qcc config rekey --key-file')])
    }
    const checked = await run(['status', '--check', '--lang', 'zh'])
    expect([checked.code, checked.stdout + checked.stderr]).toEqual([
      6,
      expect.stringMatching(/加密 +系统密钥库没有给出/),
    ])
    const off = await run(['proxy', 'start'], { QCC_KEY_STORE: 'off' })
    expect([off.code, off.stderr]).toEqual([1, expect.stringContaining('QCC_KEY_STORE')])
    // Nothing was made beside it.
    expect(await run(['set', 'work', '--api-key-stdin'], {}, KEY)).toMatchObject({ code: 1 })
  },
)

test.runIf(process.platform !== 'win32')('a key that the key store keeps is looked up there', async () => {
  const { done, store, up, url } = await rig()
  writeFileSync(join(store.path, 'items', 'service_anthropic_username_me'), KEY)
  const target = ['--base-url', up.url, '--api-key-keychain']
  await done(['add', 'work', ...target, 'anthropic/me'])
  await done(['add', 'none', ...target, 'nothing'])
  await done(['proxy', 'start', '-d'])
  expect((await sendMessage(url())).isComplete).toBe(true)
  expect((await sendMessage(`${url()}/none`)).status).toBeGreaterThan(399)
  const shown = await done(['show', 'work'])
  expect(shown.stdout).toContain('keychain:anthropic/me')
})

describe.runIf(canOpenTerminals())('at a terminal', () => {
  const WORDS = {
    en: {
      question: /Seal 1 stored key/,
      first: /New passphrase/,
      again: /once more/,
      short: /at least 8/,
      asked: /Passphrase of the stored keys/,
      done: /sealed anew and read back/,
    },
    zh: {
      question: /重新封存 1 个/,
      first: /新口令/,
      again: /再次/,
      short: /至少有 8/,
      asked: /已保存密钥的口令/,
      done: /已重新封存并读回核对/,
    },
  } as const

  test.each(['en', 'zh'] as const)(
    'a passphrase is asked for twice, and then by whatever needs it (%s)',
    async (lang) => {
      const folder = temporaryFolder()
      const words = WORDS[lang]
      await qcc(['add', 'work', '--base-url', 'http://127.0.0.1:9', '--api-key-stdin'], { HOME: folder }, KEY)
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc config rekey --passphrase')
      await terminal.shows(words.question)
      await terminal.presses('Left', 'Enter')
      await terminal.shows(words.first)
      await terminal.enters('short')
      await terminal.shows(words.short)
      await terminal.presses('C-u')
      await terminal.enters(PASSPHRASE)
      await terminal.shows(words.again)
      await terminal.enters(PASSPHRASE)
      const { code, screen } = await terminal.ends()
      expect([code, words.done.test(screen), screen.includes(PASSPHRASE)]).toEqual([0, true, false])
      await terminal.clears()
      await terminal.enters('qcc config rekey --key-file -y')
      await terminal.shows(words.asked)
      await terminal.enters('another one')
      expect((await terminal.ends()).code).toBe(1)
      await terminal.clears()
      await terminal.enters('qcc config rekey --key-file -y')
      await terminal.shows(words.asked)
      await terminal.enters(PASSPHRASE)
      expect((await terminal.ends()).code).toBe(0)
    },
    30_000,
  )
})
