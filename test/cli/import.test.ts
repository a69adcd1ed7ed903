import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import stringWidth from 'fast-string-width'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  CC_SWITCH_CONFIG,
  CC_SWITCH_EXPORT,
  CC_SWITCH_TABLE,
  CC_SWITCH_TUPLES,
  CCR_CONFIG,
  CLAUDE_SETTINGS,
  FASTCC_CACHE,
  FASTCC_PRIORITY,
  FOREIGN_KEYS,
} from '../support/foreign.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

interface Shown {
  readonly changed: boolean
  readonly sources: readonly {
    readonly program: string
    readonly profiles: readonly { readonly name: string }[]
    readonly leftOut: readonly { readonly why: string }[]
  }[]
}

function put(folder: string, name: string, text: string): string {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** Of cc-switch 3, with a log that was not emptied yet as it is while that runs; open until the test ends. */
function switchDatabase(folder: string): void {
  mkdirSync(join(folder, '.cc-switch'), { recursive: true })
  const db = new DatabaseSync(join(folder, '.cc-switch', 'cc-switch.db'))
  onTestFinished(() => {
    db.close()
  })
  db.exec(`PRAGMA journal_mode = WAL; ${CC_SWITCH_TABLE}`)
  db.exec(`INSERT INTO providers VALUES ${CC_SWITCH_TUPLES.join(',')}`)
}

function routerDatabase(folder: string): void {
  mkdirSync(join(folder, '.claude-code-router'), { recursive: true })
  const db = new DatabaseSync(join(folder, '.claude-code-router', 'config.sqlite'))
  db.exec(
    'CREATE TABLE app_config (key TEXT PRIMARY KEY, value_json TEXT NOT NULL, updated_at TEXT NOT NULL)',
  )
  db.prepare(`INSERT INTO app_config VALUES ('default', ?, '2026-08-22')`).run(CCR_CONFIG)
  db.close()
}

/** A home with a set-up of each program in it. */
function everything(): string {
  const folder = temporaryFolder()
  put(folder, '.claude/settings.json', CLAUDE_SETTINGS)
  put(folder, '.fastcc/cache.json', FASTCC_CACHE)
  put(folder, '.qcc/priority.json', FASTCC_PRIORITY)
  put(folder, '.claude-code-router/config.json', CCR_CONFIG)
  switchDatabase(folder)
  return folder
}

/** Every file below it that is not our own, with its bytes. */
const theirs = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => join(parentPath, name))
      .filter((file) => !file.startsWith(join(folder, '.qcc')) || file.endsWith('priority.json'))
      .map((file) => [file, readFileSync(file, 'latin1')]),
  )

const profilesIn = (shown: Shown) =>
  shown.sources.flatMap(({ profiles, program }) => profiles.map(({ name }) => `${program} ${name}`))

test('finds all of them, shows them without a key, and takes them over as one version', async () => {
  const folder = everything()
  const env = { HOME: folder }
  const before = theirs(folder)
  const dry = await qcc(['import', '--dry-run'], env)
  expect([dry.code, dry.stderr]).toEqual([0, ''])
  expect(dry.stdout).toMatch(/^Claude Code, .*settings\.json:\n {2}\+ example\n/)
  expect(dry.stdout).toContain('- ollama: speaks another API, which QCC does not translate')
  expect(dry.stdout).toContain('+ Kimi ("Kimi 国内" there)')
  expect((await qcc(['import', '--json'], env)).code).toBe(2)
  expect(JSON.parse((await qcc(['list', '--json'], env)).stdout)).toMatchObject({ version: 0 })

  const done = await qcc(['import', '--json', '-y'], env)
  const shown = JSON.parse(done.stdout) as Shown
  expect([done.code, shown.changed, faultsAgainst('import', shown)]).toEqual([0, true, []])
  expect(profilesIn(shown)).toEqual([
    'claude example',
    'fastcc work',
    'fastcc official',
    'ccr openrouter',
    'ccr deepseek',
    'cc-switch Kimi',
  ])
  const list = JSON.parse((await qcc(['list', '--json'], env)).stdout) as object
  expect(list).toMatchObject({ version: 1 })
  const exported = await qcc(['config', 'export', '-'], env)
  expect(exported.stdout).toMatch(
    /^defaultProfile: work\ntiers:\n {2}primary:\n {4}- work\n {2}secondary:\n {4}- official\n/,
  )
  expect(exported.stdout).toContain('tier.cooldown: 10m')
  const again = await qcc(['import', '-y'], env)
  expect([again.code, again.stderr]).toEqual([
    0,
    expect.stringContaining('nothing in it that is not here already'),
  ])
  expect(theirs(folder)).toEqual(before)
  for (const key of FOREIGN_KEYS) {
    for (const text of [dry.stdout, done.stdout, done.stderr, again.stderr, exported.stdout])
      expect(text).not.toContain(key)
    const own = readdirSync(join(folder, '.qcc')).map((name) => join(folder, '.qcc', name))
    for (const file of own.filter((name) => !name.endsWith('cache')))
      expect(readFileSync(file, 'latin1')).not.toContain(key)
  }
})

test('the key that was taken over is the one that is sent', async () => {
  const folder = temporaryFolder()
  const key = 'made-up-taken-key-0123456789'
  const { url } = await upstream('one', [{ do: 'serve' }], { key })
  const variables = {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_AUTH_TOKEN: key,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: 'small',
  }
  put(folder, '.claude/settings.json', JSON.stringify({ env: variables }))
  const env = { HOME: folder }
  expect((await qcc(['import', '-y', '--from', 'claude'], env)).code).toBe(0)
  const tested = await qcc(['endpoint', 'test', 'claude', '--json'], env)
  expect([tested.code, JSON.parse(tested.stdout)]).toMatchObject([
    0,
    { endpoints: [{ name: 'claude/main', result: 'pass', model: 'small' }] },
  ])
})

test.each([
  ['claude', CLAUDE_SETTINGS, ['claude example']],
  ['fastcc', FASTCC_CACHE, ['fastcc work', 'fastcc official']],
  ['ccr', CCR_CONFIG, ['ccr openrouter', 'ccr deepseek', 'ccr my-relay']],
  ['cc-switch', CC_SWITCH_CONFIG, ['cc-switch Kimi']],
  ['cc-switch', CC_SWITCH_EXPORT, ['cc-switch Kimi']],
])('a file of %s is known with --from and without', async (program, text, profiles) => {
  const folder = temporaryFolder()
  const file = put(folder, 'given', text)
  for (const from of [[], ['--from', program]]) {
    const { stdout } = await qcc(['import', file, ...from, '--dry-run', '--json'], { HOME: folder })
    expect(profilesIn(JSON.parse(stdout) as Shown)).toEqual(profiles)
  }
})

test('a database of claude-code-router comes before the file that it was made of', async () => {
  const folder = temporaryFolder()
  routerDatabase(folder)
  put(folder, '.claude-code-router/config.json', '{"Providers": []}')
  const { stdout } = await qcc(['import', '--from', 'ccr', '--dry-run', '--json'], { HOME: folder })
  expect((JSON.parse(stdout) as Shown).sources.map(({ profiles }) => profiles.length)).toEqual([3])
})

test('a name that is taken is not taken twice, and nothing that is here changes', async () => {
  const folder = temporaryFolder()
  const env = { HOME: folder }
  await qcc(['add', 'work', '--base-url', 'https://mine.example', '--api-key-env', 'MINE'], env)
  const file = put(folder, 'cache.json', FASTCC_CACHE)
  const { stderr } = await qcc(['import', file, '-y'], env)
  expect(stderr).toContain('+ work-2 ("work" there)')
  const list = JSON.parse((await qcc(['list', '--json'], env)).stdout) as object
  expect(list).toMatchObject({
    profiles: [{ name: 'work', isDefault: true }, { name: 'work-2' }, { name: 'official' }],
  })
})

test('settings that lead to this QCC are left alone', async () => {
  const folder = temporaryFolder()
  const variables = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860', ANTHROPIC_AUTH_TOKEN: 'proxy-managed' }
  put(folder, '.claude/settings.json', JSON.stringify({ env: variables }))
  const { stdout } = await qcc(['import', '--dry-run', '--json'], { HOME: folder })
  expect((JSON.parse(stdout) as Shown).sources).toMatchObject([
    { profiles: [], leftOut: [{ why: 'own-proxy' }] },
  ])
})

test.each([
  [['import'], 3, 'There is no set-up to take over'],
  [['import', 'gone.json'], 3, 'There is no file gone.json'],
  [['import', 'odd.json'], 1, 'is not the set-up of'],
  [['import', 'odd.db'], 1, 'odd.db'],
  [['import', '--from', 'nobody'], 2, 'the programs are claude, fastcc, ccr, cc-switch'],
])('%j ends with %d and says why', async (args, code, text) => {
  const folder = temporaryFolder()
  put(folder, 'odd.json', 'odd')
  put(folder, 'odd.db', `SQLite format 3\0${'x'.repeat(5_000)}`)
  const files = args.map((arg) => (/^odd/.test(arg) ? join(folder, arg) : arg))
  const done = await qcc(files, { HOME: folder })
  expect([done.code, done.stderr]).toEqual([code, expect.stringContaining(text)])
})

describe.runIf(canOpenTerminals())('at a terminal', () => {
  const WORDS = {
    en: {
      asks: /Take over 2 profile\(s\) as shown\?/,
      done: /Took over 2 profile\(s\)/,
      cancelled: /Cancelled\./,
    },
    zh: { asks: /按上面所示接管 2 个配置档吗？/, done: /已接管 2 个配置档/, cancelled: /已取消/ },
  } as const

  test.each(['en', 'zh'] as const)('in %s it asks, and takes Enter and Ctrl-C for no', async (lang) => {
    const folder = temporaryFolder()
    put(folder, '.fastcc/cache.json', FASTCC_CACHE)
    const terminal = await openTerminal(folder, lang)
    for (const key of ['Enter', 'C-c']) {
      await terminal.enters('qcc import')
      const screen = await terminal.shows(WORDS[lang].asks)
      expect(screen.split('\n').every((line) => stringWidth(line) <= 100)).toBe(true)
      await terminal.presses(key)
      const { code, screen: after } = await terminal.ends()
      expect([code, WORDS[lang].cancelled.test(after)]).toEqual([130, true])
      await terminal.clears()
    }
    const status = await qcc(['status', '--json'], { HOME: folder })
    expect(JSON.parse(status.stdout)).toMatchObject({
      configuration: 0,
      protection: { kind: 'nothing-stored' },
    })
    await terminal.enters('qcc import')
    await terminal.shows(WORDS[lang].asks)
    await terminal.presses('Left', 'Enter')
    const { code, screen } = await terminal.ends()
    expect([code, WORDS[lang].done.test(screen)]).toEqual([0, true])
    for (const key of FOREIGN_KEYS) expect(screen).not.toContain(key)
  })
})
