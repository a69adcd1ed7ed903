import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRunFile } from '../../src/app/run-file.ts'
import { hashes, KEYS, runSetting, type RunSetting } from '../support/claude-run.ts'
import { countedFiles } from '../support/counted-files.ts'
import { hasProxy } from '../support/home.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, type Finished } from '../support/qcc.ts'
import { settingsRig, THROUGH_PROXY } from '../support/settings-rig.ts'

const THEIRS =
  '{\n  // mine\n  "model": "opus",\n  "env": {\n    "ANTHROPIC_API_KEY": "their-own-key-0123456789",\n  },\n}'
const PLAIN = '{"env":{"ANTHROPIC_API_KEY":"their-own-key-0123456789","MINE":"kept"},"model":"opus"}'

interface Using extends RunSetting {
  readonly file: string
  readonly say: (...args: readonly string[]) => Promise<Finished>
  /** What the settings hold now. */
  readonly text: () => string
  readonly put: (text: string) => void
}

/** A person with settings of their own. */
async function using(
  text: string | null = PLAIN,
  env: Readonly<Record<string, string>> = {},
): Promise<Using> {
  const setting = await runSetting()
  const file = join(setting.user, '.claude', 'settings.json')
  const put = (content: string): void => {
    mkdirSync(join(setting.user, '.claude'), { recursive: true })
    writeFileSync(file, content)
  }
  if (text !== null) put(text)
  const say = (...args: readonly string[]) => qcc(args, { ...setting.env, ...env })
  return { ...setting, file, say, put, text: () => readFileSync(file, 'utf8') }
}

const json = ({ stdout }: Finished): unknown => JSON.parse(stdout)

describe('through the proxy', () => {
  test('the settings lead to it, it runs, and an undo leaves every byte as it was', async () => {
    const { file, home, say, text, user } = await using()
    const before = hashes(user)
    const { code, stderr, stdout } = await say('use')
    const { pid, url } = readRunFile(home) ?? { pid: 0, url: 'none' }
    expect([code, stdout, stderr]).toEqual([
      0,
      '',
      `The proxy was started in the background (process ${String(pid)}) and goes on when Claude Code ends; "qcc proxy stop" stops it.\n` +
        `Claude Code goes to the active set (work) through ${url}.\n` +
        `Changed in ${file}:\n` +
        `+ env.ANTHROPIC_BASE_URL: ${url}\n` +
        '+ env.ANTHROPIC_AUTH_TOKEN: proxy-managed\n' +
        '- env.ANTHROPIC_API_KEY: ***\n' +
        'The proxy takes another port at each start (proxy.port is 0), which those settings cannot follow. Set one: "qcc config set proxy.port 7860".\n',
    ])
    expect(text()).toBe(
      `{"env":{"MINE":"kept","ANTHROPIC_BASE_URL":"${url}","ANTHROPIC_AUTH_TOKEN":"proxy-managed"},"model":"opus"}`,
    )
    const status = await say('status')
    expect(status.stdout).toContain(`its settings point here (${file}), to the active set, by "qcc use"\n`)

    const spare = await say('use', 'spare', '--json')
    expect(faultsAgainst('use', json(spare))).toEqual([])
    expect(json(spare)).toMatchObject({
      changed: true,
      kind: 'proxy',
      profile: 'spare',
      baseUrl: `${url}/p/spare`,
    })
    expect((await say('status')).stdout).toContain('to the profile spare only, by "qcc use"')
    expect(json(await say('status', '--json'))).toMatchObject({
      claude: { use: { kind: 'proxy', profile: 'spare' }, conflicts: [], leads: 'here' },
    })
    expect(json(await say('use', 'spare', '--json'))).toMatchObject({ changed: false, changes: [] })

    const undone = await say('use', '--undo')
    expect([undone.code, undone.stdout]).toEqual([0, ''])
    expect(undone.stderr).toContain(`${file} is byte for byte what it was before "qcc use".\n`)
    expect(hashes(user)).toEqual(before)
    const again = await say('use', '--undo', '--json')
    expect(faultsAgainst('use-undo', json(again))).toEqual([])
    expect([again.code, json(again)]).toMatchObject([0, { changed: false, how: 'nothing' }])
  })

  test('a dry run shows what would be changed, starts no proxy and writes nothing', async () => {
    const { file, home, say, user } = await using()
    const before = hashes(user)
    const { code, stderr, stdout } = await say('use', 'spare', '--dry-run')
    expect([code, stdout]).toEqual([
      0,
      '+ env.ANTHROPIC_BASE_URL: http://127.0.0.1:0/p/spare\n+ env.ANTHROPIC_AUTH_TOKEN: proxy-managed\n- env.ANTHROPIC_API_KEY: ***\n',
    ])
    expect(stderr).toContain(`Nothing was written. In ${file} this would be changed:\n`)
    const shape = json(await say('use', '--dry-run', '--json'))
    expect([faultsAgainst('use', shape), shape]).toMatchObject([[], { changed: false, dryRun: true }])
    const nothing = await say('use', '--undo', '--dry-run')
    expect([nothing.code, nothing.stdout]).toEqual([0, ''])
    expect([hashes(user), readdirSync(home).includes('claude-settings'), hasProxy(home)]).toEqual([
      before,
      false,
      false,
    ])
  })

  test('where the proxy wants a client token, the settings get the right one, for their owner alone', async () => {
    const { env, home, say, text } = await using(null)
    await say('proxy', 'token', 'create', 'laptop')
    await say('proxy', 'start', '-d', '--host', '0.0.0.0')
    const { stderr, stdout } = await say('use')
    const token = /"ANTHROPIC_AUTH_TOKEN": "(qcc_[^"]+)"/.exec(text())?.[1] ?? 'none'
    expect(token).toBe(readFileSync(join(home, 'client-token'), 'utf8').trim())
    expect(stderr).toContain('holds a credential in clear now')
    expect(stdout + stderr).not.toContain(token)
    const journals = readdirSync(join(home, 'claude-settings')).map((name) =>
      readFileSync(join(home, 'claude-settings', name), 'latin1'),
    )
    expect(journals.join('')).not.toContain(token)
    const { report } = await runFake({ env, say })
    expect(report.servedBy).toBe('work/main')
  })
})

/** Starts the stand-in for Claude Code by `use --launch`. */
async function runFake({ say }: Pick<Using, 'say'> & { readonly env: unknown }) {
  const { stdout } = await say('use', '--launch', '-q')
  return { report: JSON.parse(stdout) as { readonly servedBy: string | null } }
}

describe('--direct', () => {
  test('the settings lead to the endpoint itself, with its key, which is shown nowhere', async () => {
    const { file, home, say, text, two, user } = await using()
    const before = hashes(user)
    const { code, stderr, stdout } = await say('use', 'spare', '--direct')
    expect([code, stdout, hasProxy(home)]).toEqual([0, '', false])
    expect(stderr).toBe(
      `Claude Code goes to spare/main (${two.url}) itself: there is no failover.\n` +
        `Changed in ${file}:\n` +
        `+ env.ANTHROPIC_BASE_URL: ${two.url}\n` +
        '~ env.ANTHROPIC_API_KEY: *** → ***\n' +
        `${file} holds a credential in clear now: whoever may read that file has it. "qcc use --undo" takes it out.\n`,
    )
    expect(JSON.parse(text())).toEqual({
      env: { ANTHROPIC_BASE_URL: two.url, ANTHROPIC_API_KEY: KEYS.KEY_two, MINE: 'kept' },
      model: 'opus',
    })
    expect((await say('status')).stdout).toContain('to spare/main without the proxy, by "qcc use"')
    for (const name of readdirSync(join(home, 'claude-settings'))) {
      expect(readFileSync(join(home, 'claude-settings', name), 'latin1')).not.toContain(KEYS.KEY_two)
    }
    await say('use', '--undo')
    expect(hashes(user)).toEqual(before)
  })
})

describe('--launch', () => {
  test('then starts Claude Code on those settings and ends with its exit code', async () => {
    const { file, say } = await using(null)
    const { code, stdout } = await say('use', 'spare', '--launch', '--', '-p', 'hi', 'exit 7')
    const report = JSON.parse(stdout) as { args: readonly string[]; servedBy: string | null }
    expect([code, report.servedBy, report.args]).toEqual([7, 'spare/main', ['-p', 'hi', 'exit 7']])
    await say('use', '--undo')
    expect(() => readFileSync(file)).toThrow('ENOENT')
  })

  test('changes nothing where there is no Claude Code to start', async () => {
    const { home, say, user } = await using(PLAIN, { QCC_CLAUDE_COMMAND: './not-there' })
    const before = hashes(user)
    const { code, stderr } = await say('use', '--launch')
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no program "./not-there" here.')])
    expect([hashes(user), hasProxy(home)]).toEqual([before, false])
  })
})

describe('what cannot be done is refused with the reason, and nothing is changed:', () => {
  test.each([
    [['use', 'nowhere'], 3, /nowhere/],
    [['use', '--undo', '--direct'], 2, /--undo.*--direct|--direct.*--undo/],
    [['use', 'work', '--undo'], 2, /leave "work" out/],
    [['use', '--', '-p'], 2, /needs --launch/],
  ])('%j', async (args, code, words) => {
    const { home, say, user } = await using()
    const before = hashes(user)
    const ended = await say(...args)
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([code, '', expect.stringMatching(words)])
    expect([hashes(user), hasProxy(home)]).toEqual([before, false])
  })

  test('a read-only file, and one that is no JSON, in both languages', async () => {
    const { file, put, say } = await using()
    chmodSync(file, 0o444)
    const readOnly = await say('use', '--direct')
    expect([readOnly.code, readOnly.stderr]).toEqual([
      1,
      expect.stringContaining(`error: ${file} is read-only`),
    ])
    rmSync(file)
    put('{\n  "a" 1\n}')
    const broken = await say('use', '--direct', '--lang', 'zh')
    expect([broken.code, broken.stderr]).toEqual([
      1,
      expect.stringContaining('第 2 行第 7 列（ColonExpected）'),
    ])
  })
})

test('edited by somebody else since, only what was set goes; what they changed stays and is told', async () => {
  const { file, put, say, text } = await using()
  await say('use', '--direct')
  put(text().replace(/"ANTHROPIC_BASE_URL":"[^"]*"/, '"ANTHROPIC_BASE_URL":"https://new.example.com"'))
  const { code, stderr } = await say('use', '--undo')
  expect([code, stderr]).toEqual([
    0,
    '~ env.ANTHROPIC_API_KEY: *** → ***\n' +
      `Somebody else has edited ${file} since; only what "qcc use" had set was taken back.\n` +
      'ANTHROPIC_BASE_URL has another value by now than "qcc use" gave it, and stays.\n',
  ])
  expect(JSON.parse(text())).toEqual({
    env: {
      ANTHROPIC_API_KEY: 'their-own-key-0123456789',
      MINE: 'kept',
      ANTHROPIC_BASE_URL: 'https://new.example.com',
    },
    model: 'opus',
  })
})

test('what meets the settings is named by use and by status, and is a fault where it wins', async () => {
  const env = { ANTHROPIC_API_KEY: 'of-the-shell-0123456789', HTTP_PROXY: 'http://127.0.0.1:9' }
  const { file, say, text, user } = await using(THEIRS, env)
  writeFileSync(join(user, '.claude.json'), '{"primaryApiKey":"made-up-log-in-0123"}')
  const { code, stderr } = await say('use')
  expect(code).toBe(0)
  const conflicts = [
    `Conflict: Claude Code loads nothing of ${file}: at 2:3 (line:column) stands`,
    'Conflict: ANTHROPIC_API_KEY (set in this shell) is sent as well',
    `Conflict: The key of a log-in (primaryApiKey in ${user}/.claude.json) is sent as well`,
    'Conflict: HTTP_PROXY (set in this shell) sends even requests for this machine to that HTTP proxy',
  ]
  for (const conflict of conflicts) expect(stderr).toContain(conflict)
  expect(text()).toMatch(/^\{\n {2}\/\/ mine\n/)
  const status = await say('status', '--check')
  expect(status.code).toBe(6)
  for (const conflict of conflicts) expect(status.stdout).toContain(conflict)
  expect(status.stdout).toContain('Fault: Claude Code does not go where its settings lead, for HTTP_PROXY;')
  expect(stderr + status.stdout).not.toContain('0123456789')
  expect(faultsAgainst('status', json(await say('status', '--json')))).toEqual([])
  await say('use', '--undo')
  expect(text()).toBe(THEIRS)
})

describe('what a killed "use" has left', () => {
  /** As a crash right before the last step would leave it. */
  function crash({ home, user }: Pick<Using, 'home' | 'user'>): void {
    const files = countedFiles((_, name, [from]) => {
      if (name === 'renameSync' && String(from).endsWith('.qcc')) throw new Stopped()
      if (stopped.is) throw new Stopped()
    })
    const stopped = { is: false }
    class Stopped extends Error {
      constructor() {
        super('stopped')
        stopped.is = true
      }
    }
    settingsRig(join(user, 'none'), files, { home, file: join(user, '.claude', 'settings.json') }).use(
      THROUGH_PROXY,
    )
  }

  test('is taken back by the next command, which says so', async () => {
    const setting = await using()
    const before = hashes(setting.user)
    crash(setting)
    expect(hashes(setting.user)).not.toEqual(before)
    const { stderr } = await setting.say('status')
    expect(stderr).toBe(
      `A "qcc use" was interrupted before it had changed ${setting.file}; it was taken back. Type it again.\n`,
    )
    expect(hashes(setting.user)).toEqual(before)
    expect((await setting.say('status')).stderr).toBe('')
  })

  test('is taken back by the start of a proxy, whose log has it', async () => {
    const setting = await using()
    const before = hashes(setting.user)
    crash(setting)
    await setting.say('proxy', 'start', '-d')
    expect(hashes(setting.user)).toEqual(before)
    const { stdout } = await setting.say('proxy', 'logs', '--json')
    expect(stdout).toContain('"event":"settings-healed"')
  })
})
