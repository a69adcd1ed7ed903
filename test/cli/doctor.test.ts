import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runLock } from '../../src/app/control-client.ts'
import { readConfiguration, replaceConfiguration } from '../../src/document/configuration.ts'
import { holdFile } from '../../src/store/hold-file.ts'
import { openStore } from '../../src/store/open-store.ts'
import { runSetting, type RunSetting } from '../support/claude-run.ts'
import { hasProxy } from '../support/home.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'

interface Found {
  readonly healthy: boolean
  readonly findings: readonly { readonly check: string; readonly state: string; readonly kind: string }[]
}

/** What is found, but what is well, as `state check kind`. */
async function found(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { code, stderr, stdout } = await qcc(['doctor', '--json'], env)
  const shape = JSON.parse(stdout) as Found
  expect([faultsAgainst('doctor', shape), stderr]).toEqual([[], ''])
  const lines = shape.findings.map(({ check, kind, state }) => `${state} ${check} ${kind}`)
  expect([code, shape.healthy]).toEqual(
    lines.some((line) => line.startsWith('fault')) ? [6, false] : [0, true],
  )
  return lines.filter((line) => !line.startsWith('well'))
}

const NO_PROXY_RUNS = 'note proxy proxy-not-running'
const LATER = [
  'clock',
  'settings',
  'keys',
  'history',
  'queue',
  'proxy',
  'port',
  'service',
  'claude',
  'claude-settings',
  'endpoints',
]
const later = (from: number): readonly string[] =>
  LATER.slice(from).map((check) => `unknown ${check} not-looked-at`)

/** Breaks one thing; what it resolves to are the variables of the shell from then on. */
type Break = (
  setting: RunSetting,
) => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>

const BROKEN: readonly (readonly [string, Break, readonly string[]])[] = [
  ['nothing', ({ env }) => env, [NO_PROXY_RUNS]],
  [
    'nothing yet',
    // By its own settings it would look at the port of whoever runs a proxy on this machine.
    ({ env }) => ({ ...env, QCC_HOME: temporaryFolder(), QCC_PROXY_PORT: '0' }),
    [NO_PROXY_RUNS, 'fault endpoints no-profile'],
  ],
  [
    'a home that others may enter',
    ({ env, home }) => (chmodSync(home, 0o755), env),
    ['fault home home-open', NO_PROXY_RUNS],
  ],
  [
    'a file for a home',
    ({ env, user }) => (writeFileSync(join(user, 'file'), ''), { ...env, QCC_HOME: join(user, 'file') }),
    ['fault home home-no-folder', 'fault database store-unwritable', ...later(0)],
  ],
  [
    'a damaged database',
    ({ env, home }) => (damage(join(home, 'qcc.db')), env),
    ['fault database store-corrupt', ...later(0)],
  ],
  [
    'a variable that is no value',
    ({ env }) => ({ ...env, QCC_PROXY_PORT: 'x' }),
    ['fault settings usage', ...later(2)],
  ],
  ['a clock that was put back', clockPutBack, ['fault clock clock-behind', NO_PROXY_RUNS]],
  [
    'a key file of another home',
    keyFileOfAnother,
    ['fault keys keys-unreadable', NO_PROXY_RUNS, 'fault endpoints key-missing'],
  ],
  [
    'a damaged history',
    ({ env, home }) => (damage(join(home, 'history.db')), env),
    ['fault history history-unreadable', NO_PROXY_RUNS],
  ],
  [
    'a damaged queue',
    ({ env, home }) => (damage(join(home, 'queue.db')), env),
    ['fault queue queue-unreadable', NO_PROXY_RUNS],
  ],
  ['a taken port', portTaken, [NO_PROXY_RUNS, 'fault port port-taken']],
  ['an open host', ({ env }) => ({ ...env, QCC_PROXY_HOST: '0.0.0.0' }), [NO_PROXY_RUNS, 'fault port usage']],
  [
    'no Claude Code',
    ({ env }) => ({ ...env, QCC_CLAUDE_COMMAND: '/nowhere/claude' }),
    [NO_PROXY_RUNS, 'fault claude claude-not-found'],
  ],
  [
    'settings that lead nowhere, past a log-in',
    ({ env, user }) => {
      claudeSettings(user, { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9', ANTHROPIC_AUTH_TOKEN: 'made-up' })
      return env
    },
    [NO_PROXY_RUNS, 'fault claude-settings claude-points-nowhere'],
  ],
  [
    'an HTTP proxy',
    ({ env }) => ({ ...env, HTTP_PROXY: 'http://127.0.0.1:9' }),
    [NO_PROXY_RUNS, 'note claude-settings no-proxy'],
  ],
  ['no key', ({ env }) => ({ ...env, KEY_one: '' }), [NO_PROXY_RUNS, 'fault endpoints key-missing']],
]

function damage(file: string): void {
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
  writeFileSync(file, 'no database at all, '.repeat(1_000))
}

function claudeSettings(user: string, env: Readonly<Record<string, string>>): void {
  mkdirSync(join(user, '.claude'), { recursive: true })
  writeFileSync(join(user, '.claude', 'settings.json'), JSON.stringify({ env }))
}

async function clockPutBack({ env, home }: RunSetting) {
  const store = await openStore({ file: join(home, 'qcc.db') })
  const { document, number } = await readConfiguration(store.versions)
  const clock = { now: () => Date.now() + 3_600_000 }
  const parts = { versions: store.versions, clock, keep: 100 } as Parameters<typeof replaceConfiguration>[0]
  await replaceConfiguration(
    parts,
    number,
    { ...document, settings: { ...document.settings, 'log.level': 'debug' } },
    {
      ...{ author: 'cli', message: 'made by a test' },
    },
  )
  store.close()
  return env
}

async function keyFileOfAnother({ env, home }: RunSetting) {
  await qcc(['endpoint', 'set', 'work', 'main', '--api-key-stdin'], env, 'made-up-one-0123456789')
  writeFileSync(join(home, 'key'), `${Buffer.alloc(32, 7).toString('base64')}\n`)
  return env
}

async function portTaken({ env }: RunSetting) {
  const server = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return { ...env, QCC_PROXY_PORT: String((server.address() as AddressInfo).port) }
}

test.each(BROKEN)('broken: %s', async (_, broken, expected) => {
  const setting = await runSetting()
  chmodSync(setting.home, 0o700)
  expect(await found(await broken(setting))).toEqual(expected)
  expect(hasProxy(setting.home)).toBe(false)
})

test('a proxy that has the home and answers nothing is a fault', async () => {
  const { env, home } = await runSetting()
  const hold = holdFile(runLock(home))
  expect(await found(env)).toEqual(['fault proxy proxy-silent'])
  hold?.release()
  expect(await found(env)).toEqual([NO_PROXY_RUNS])
})

test('a running proxy is recognised by its identity, and what leads to it is named', async () => {
  const { env, user } = await runSetting()
  const { stdout } = await qcc(['proxy', 'start', '-d', '--json'], env)
  const { url } = JSON.parse(stdout) as { readonly url: string }
  claudeSettings(user, { ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: 'proxy-managed' })
  writeFileSync(join(user, '.claude.json'), JSON.stringify({ primaryApiKey: 'made-up-log-in' }))
  expect(await found(env)).toEqual(['fault claude-settings log-in'])
  const inWords = await qcc(['doctor', '--lang', 'zh'], env)
  expect([inWords.code, inWords.stderr]).toEqual([6, ''])
  expect(inWords.stdout).toContain(`✓ 端口         ${url} 是此主目录的代理，身份已确认\n`)
  expect(inWords.stdout).toMatch(
    /\n✗ 它的设置 .*primaryApiKey[^]*\n\n问题：1 个。标有 ✗ 的每一行都说明了解决办法。\n$/,
  )
})
