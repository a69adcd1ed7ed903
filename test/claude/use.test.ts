import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { QCC, temporaryFolder } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'
import type { Client, Ended } from './client.ts'
import { ONE_TOOL } from './conversation.ts'
import { clientBinary, stageOf } from './stage.ts'

const NAMES = ['used', 'other', 'launched', 'shell', 'commented'] as const
const stage = stageOf(
  NAMES.map((name) => ({ name, parts: [[]], conversation: ONE_TOOL })),
  {},
)

const THEIRS =
  '{\n  "env": {"ANTHROPIC_API_KEY": "sk-of-the-person-0123456789"},\n  "permissions": {"allow": ["Bash"]}\n}\n'

interface Printed {
  readonly stdout: string
  readonly stderr: string
}

interface Person {
  readonly folder: string
  readonly settings: () => string
  /** Runs `qcc` as the person, in the folder that the client works in. */
  readonly qcc: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Printed>
  /** Claude Code as the person starts it, with no variable of ours. */
  readonly claude: (name: string, more?: Partial<Client>) => Promise<Ended>
}

function person(theirs = THEIRS): Person {
  const folder = temporaryFolder()
  const file = join(folder, 'home', '.claude', 'settings.json')
  write(file, theirs)
  mkdirSync(join(folder, 'work'))
  const own = { ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_BASE_URL: '' }
  return {
    folder,
    settings: () => readFileSync(file, 'utf8'),
    qcc: (args, more = {}) => {
      const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: join(folder, 'home') }
      return promisify(execFile)(process.execPath, [QCC, ...args], {
        ...{ env: { ...env, ...stage.environment, ...more }, cwd: join(folder, 'work') },
      })
    },
    claude: (name, more = {}) =>
      stage.run(name, { folder, prompt: 'leave a trace', ...more, env: { ...own, ...more.env } }),
  }
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}

const asked = (name: string) => stage.played(name).flatMap((played) => played.asked)
const done = { code: 0, ran: 1, said: 'It is done.' }

test('after qcc use the client reaches the proxy, while qcc run on another profile reaches that one; undone it does not', async () => {
  const { claude, qcc: say, settings } = person()
  expect(await say(['use', 'used'])).toMatchObject({ stdout: '' })
  const other = person()
  const [used, ran] = await Promise.all([
    claude('used'),
    other.claude('other', {
      program: [process.execPath, QCC, '--quiet', 'run', 'other', '--'],
      env: { ...stage.environment, QCC_CLAUDE_COMMAND: clientBinary() },
    }),
  ])
  expect([used, ran]).toMatchObject([done, done])
  for (const name of ['used', 'other']) expect([name, asked(name).length]).toEqual([name, 2])
  expect(JSON.stringify(asked('used').map(({ headers }) => headers))).not.toContain('of-the-person')

  await say(['use', '--undo'])
  expect(settings()).toBe(THEIRS)
  const own = await upstream('own', [{ do: 'status', status: 402 }])
  expect((await claude('used', { env: { ANTHROPIC_BASE_URL: own.url } })).code).toBe(1)
  expect([own.seen.length, asked('used').length]).toEqual([1, 2])
})

test('qcc run on another profile is not led by what qcc use has put into the settings of the same person', async () => {
  const { claude, qcc: say } = person()
  await say(['use', 'used'])
  const before = asked('used').length
  const ran = await claude('launched', {
    program: [process.execPath, QCC, '--quiet', 'run', 'launched', '--'],
    env: { ...stage.environment, QCC_CLAUDE_COMMAND: clientBinary() },
  })
  expect([ran, asked('used').length, asked('launched').length]).toMatchObject([done, before, 2])
})

describe('what qcc use names as winning wins, and what it names as ignored is', () => {
  test('settings of the project', async () => {
    const { claude, folder, qcc: say } = person()
    const own = await upstream('own', [{ do: 'status', status: 402 }])
    const file = join(folder, 'work', '.claude', 'settings.json')
    write(file, JSON.stringify({ env: { ANTHROPIC_BASE_URL: own.url } }))
    const { stderr } = await say(['use', 'used'])
    expect(stderr).toContain(`Conflict: ${file} sets ANTHROPIC_BASE_URL and wins over your own settings`)
    const before = asked('used').length
    const { code } = await claude('used')
    expect([code, own.seen.length, asked('used').length]).toEqual([1, 1, before])
  })

  test('a variable of the shell', async () => {
    const { claude, qcc: say } = person()
    const own = await upstream('own', [{ do: 'status', status: 402 }])
    const env = { ANTHROPIC_BASE_URL: own.url, ANTHROPIC_AUTH_TOKEN: 'made-up-of-the-shell' }
    const { stderr } = await say(['use', 'shell'], env)
    expect(stderr).toContain('Conflict: ANTHROPIC_BASE_URL of this shell has no effect')
    expect(await claude('shell', { env })).toMatchObject(done)
    expect(own.seen).toEqual([])
  })

  test('an HTTP proxy that takes even what is for this machine', async () => {
    const { claude, qcc: say } = person()
    const proxy = await upstream('company', [{ do: 'status', status: 402 }])
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost' }
    const { stderr } = await say(['use', 'used'], env)
    expect(stderr).toContain('Conflict: HTTPS_PROXY (set in this shell) sends even requests for this machine')
    const before = asked('used').length
    expect((await claude('used', { env })).code).toBe(1)
    expect([proxy.seen.length > 0, asked('used').length]).toEqual([true, before])
  })

  test('a note in the settings, for which the client loads none of them', async () => {
    const { claude, qcc: say, settings } = person(THEIRS.replace('{', '{ // mine'))
    const { stderr } = await say(['use', 'commented'])
    expect(stderr).toContain('Conflict: Claude Code loads nothing of')
    const own = await upstream('own', [{ do: 'status', status: 402 }])
    await claude('commented', { env: { ANTHROPIC_BASE_URL: own.url, ANTHROPIC_AUTH_TOKEN: 'made-up' } })
    expect([own.seen.length, asked('commented').length]).toEqual([1, 0])
    expect(settings()).toContain('// mine')
  })
})
