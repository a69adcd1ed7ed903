import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashes, runSetting, type RunSetting } from '../support/claude-run.ts'
import { hasProxy } from '../support/home.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder, type Finished } from '../support/qcc.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

const THEIRS = '{ "model": "opus", // mine\n}'

interface Installed extends RunSetting {
  readonly file: string
  readonly say: (...args: readonly string[]) => Promise<Finished>
}

/** A person who has used most of what writes into the home. */
async function installed(): Promise<Installed> {
  const setting = await runSetting()
  const file = join(setting.user, '.claude', 'settings.json')
  mkdirSync(join(setting.user, '.claude'))
  writeFileSync(file, THEIRS)
  const say = (...args: readonly string[]) => qcc(args, setting.env)
  await qcc(['endpoint', 'set', 'spare', 'main', '--api-key-stdin'], setting.env, 'made-up-two-0123456789')
  await say('use')
  await say('queue', 'status')
  await say('health', 'status')
  return { ...setting, file, say }
}

const json = ({ stdout }: Finished): unknown => JSON.parse(stdout)

test('everything is as it was before QCC: settings, proxy, home', async () => {
  const { file, home, say } = await installed()
  expect([hasProxy(home), readFileSync(file, 'utf8')]).toEqual([
    true,
    expect.stringContaining('ANTHROPIC_BASE_URL'),
  ])
  const done = await say('uninstall', '--yes', '--json')
  expect([done.code, json(done), faultsAgainst('uninstall', json(done))]).toEqual([
    0,
    { home, removed: true, undone: [file], service: null, stopped: true, left: [] },
    [],
  ])
  expect([existsSync(home), readFileSync(file, 'utf8')]).toEqual([false, THEIRS])
  const again = await say('uninstall', '--yes', '--json')
  expect([again.code, json(again)]).toEqual([
    0,
    { home, removed: false, undone: [], service: null, stopped: false, left: [] },
  ])
  expect([existsSync(home), again.stderr]).toEqual([
    false,
    `There is no home of QCC at ${home}: nothing was removed.\n`,
  ])
})

test('without a terminal nothing is asked and nothing done', async () => {
  const { file, home, say } = await installed()
  const before = [hashes(join(home, 'claude-settings')), readFileSync(file, 'utf8')]
  const { code, stderr } = await say('uninstall')
  expect([code, stderr]).toEqual([2, expect.stringContaining('Give --yes to confirm it.')])
  expect([hashes(join(home, 'claude-settings')), readFileSync(file, 'utf8')]).toEqual(before)
  expect(hasProxy(home)).toBe(true)
})

test('what is not of QCC stays, and so does the folder', async () => {
  const { home, say } = await installed()
  mkdirSync(join(home, 'photos'))
  writeFileSync(join(home, 'photos', 'one.jpg'), 'mine')
  writeFileSync(join(home, 'keynote.txt'), 'mine')
  const { code, stderr } = await say('uninstall', '--yes')
  expect([code, stderr]).toEqual([0, expect.stringContaining('with what is not: keynote.txt, photos.\n')])
  expect(readdirSync(home).sort()).toEqual(['keynote.txt', 'photos'])
  expect(readFileSync(join(home, 'photos', 'one.jpg'), 'utf8')).toBe('mine')
})

test("a home that is the person's own folder, or above it, is left alone", async () => {
  const { env, home } = await installed()
  for (const HOME of [home, join(home, 'me')]) {
    const before = readdirSync(home)
    const { code, stderr } = await qcc(['uninstall', '--yes'], { ...env, HOME })
    expect([code, stderr]).toEqual([1, expect.stringContaining('is your own folder or one above it')])
    expect(readdirSync(home)).toEqual(before)
  }
})

test('a folder without a database is no home', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'cache'))
  const { code, stderr } = await qcc(['uninstall', '--yes', '--home', folder])
  expect([code, stderr]).toEqual([0, `There is no home of QCC at ${folder}: nothing was removed.\n`])
  expect(readdirSync(folder)).toContain('cache')
})

test('a link to a home goes with it', async () => {
  const { env, home, say } = await installed()
  await say('proxy', 'stop')
  renameSync(home, `${home}-real`)
  symlinkSync(`${home}-real`, home)
  const { code } = await qcc(['uninstall', '--yes'], env)
  expect([code, existsSync(`${home}-real`), readdirSync(join(home, '..'))]).toEqual([0, false, []])
})

test('settings that cannot be put back keep the home, which knows what they were', async () => {
  const { file, home, say } = await installed()
  writeFileSync(file, '{ "env": [')
  const { code, stderr } = await say('uninstall', '--yes')
  expect([code, stderr]).toEqual([1, expect.stringContaining('is no JSON, so it is left alone')])
  expect([existsSync(join(home, 'qcc.db')), readdirSync(join(home, 'claude-settings')).length > 0]).toEqual([
    true,
    true,
  ])
  writeFileSync(file, THEIRS)
  expect([(await say('uninstall', '--yes')).code, existsSync(home)]).toEqual([0, false])
})

test('a damaged database is no reason to keep it', async () => {
  const { home, say } = await installed()
  await say('proxy', 'stop')
  writeFileSync(join(home, 'qcc.db'), 'no database at all, '.repeat(1_000))
  const { code } = await say('uninstall', '--yes')
  expect([code, existsSync(home)]).toEqual([0, false])
})

describe.runIf(canOpenTerminals())('at a terminal', () => {
  test.each([
    ['en', /Uninstall QCC, and remove its home/, /Really remove them\?/, /Cancelled/],
    ['zh', /要卸载 QCC 并删除它的主目录/, /确定要删除吗？/, /已取消/],
  ] as const)(
    'in %s it is asked twice, and either no keeps everything',
    async (lang, first, second, cancelled) => {
      const folder = temporaryFolder()
      await qcc(['add', 'work'], { HOME: folder })
      const terminal = await openTerminal(folder, lang)
      for (const stops of ['first', 'second']) {
        await terminal.enters('qcc uninstall')
        await terminal.shows(first)
        if (stops === 'second') {
          await terminal.types('y')
          await terminal.shows(second)
        }
        await terminal.presses(stops === 'first' ? 'Enter' : 'C-c')
        const { code, screen } = await terminal.ends()
        expect([code, cancelled.test(screen), existsSync(join(folder, '.qcc', 'qcc.db'))]).toEqual([
          130,
          true,
          true,
        ])
        await terminal.clears()
      }
      await terminal.enters('qcc uninstall')
      await terminal.shows(first)
      await terminal.types('y')
      await terminal.shows(second)
      await terminal.types('y')
      const { code } = await terminal.ends()
      expect([code, existsSync(join(folder, '.qcc'))]).toEqual([0, false])
    },
  )
})
