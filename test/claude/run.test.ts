import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { QCC, temporaryFolder } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'
import type { Client } from './client.ts'
import { ONE_TOOL } from './conversation.ts'
import { clientBinary, stageOf } from './stage.ts'

const parts = [[]] as const
const stage = stageOf(
  [
    ...['work', 'spare', 'untouched'].map((name) => ({ name, parts, conversation: ONE_TOOL })),
    {
      ...{ name: 'vendor', parts, conversation: ONE_TOOL },
      target: {
        attribution: false,
        deniedBetas: ['context-management-*'],
        models: { 'claude-*': 'glm-5.2' },
      },
    },
  ],
  {},
)

/** Where the person's own settings lead. */
const OWN_KEY = 'sk-of-the-person'
const HOOKED = 'hooked.txt'

/** A folder with a home that has settings of the person's own, which lead elsewhere. */
async function livedIn(): Promise<{ readonly folder: string; readonly asked: () => number }> {
  const own = await upstream('own', [{ do: 'status', status: 402 }])
  const folder = temporaryFolder()
  const settings = {
    env: { ANTHROPIC_BASE_URL: own.url, ANTHROPIC_API_KEY: OWN_KEY, ANTHROPIC_AUTH_TOKEN: OWN_KEY },
    model: 'claude-sonnet-4-6',
    permissions: { allow: ['Bash'] },
    hooks: {
      PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: `echo x >> ${HOOKED}` }] }],
    },
  }
  write(folder, 'home/.claude/settings.json', JSON.stringify(settings, null, 2))
  write(folder, 'home/.claude/CLAUDE.md', 'Be brief.')
  write(folder, 'work/.claude/settings.local.json', JSON.stringify({ env: { ANTHROPIC_BASE_URL: own.url } }))
  return { folder, asked: () => own.seen.length }
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

/** Claude Code as `qcc run` starts it. */
const throughQcc = (name: string, folder: string): Partial<Client> => ({
  program: [process.execPath, QCC, '--quiet', 'run', name, '--'],
  ...{ folder, prompt: 'leave a trace', baseUrl: 'http://127.0.0.1:9' },
  env: { ...stage.environment, QCC_CLAUDE_COMMAND: clientBinary() },
})

test('qcc run overrules where the settings of the person lead, keeps the rest of them, and two runs do not meet', async () => {
  const { asked, folder } = await livedIn()
  const other = await livedIn()
  const [one, two] = await Promise.all([
    stage.run('work', throughQcc('work', folder)),
    stage.run('spare', throughQcc('spare', other.folder)),
  ])
  for (const { code, ran, said, stderr } of [one, two]) {
    expect({ code, ran, said, stderr }).toEqual({ code: 0, ran: 1, said: 'It is done.', stderr: '' })
  }
  expect([asked(), other.asked()]).toEqual([0, 0])
  const without = await livedIn()
  expect((await stage.run('work', { folder: without.folder })).code).toBe(1)
  expect(without.asked()).toBe(1)
  for (const name of ['work', 'spare']) {
    const requests = stage.played(name).flatMap((played) => played.asked)
    expect(requests).toHaveLength(2)
    for (const { body, headers } of requests) {
      expect(JSON.stringify(headers)).not.toContain(OWN_KEY)
      expect(JSON.parse(body.toString())).toMatchObject({ model: 'claude-sonnet-4-6' })
    }
  }
  expect(readFileSync(join(folder, 'work', HOOKED), 'utf8')).toBe('x\n')
})

test('a vendor gets its own models, no beta that it refuses, and no block that differs in every conversation', async () => {
  for (const [name, says] of [
    ['spare', true],
    ['vendor', false],
  ] as const) {
    const before = stage.played(name).map(({ asked }) => asked.length)
    const { folder } = await livedIn()
    expect((await stage.run(name, throughQcc(name, folder))).code).toBe(0)
    const requests = stage.played(name).flatMap(({ asked }, at) => asked.slice(before[at]))
    expect(requests).toHaveLength(2)
    for (const { body, headers } of requests) {
      const { model, system } = JSON.parse(body.toString()) as { model: string; system: { text: string }[] }
      const betas = headers.find(([header]) => header.toLowerCase() === 'anthropic-beta')?.[1]
      expect([model, system[0]?.text.startsWith('x-anthropic-billing-header:')]).toEqual([
        says ? 'claude-sonnet-4-6' : 'glm-5.2',
        says,
      ])
      expect([betas?.includes('claude-code-'), betas?.includes('context-management-')]).toEqual([true, says])
    }
  }
})

test('qcc run leaves every file in HOME as it was', async () => {
  const { folder } = await livedIn()
  const run = () => stage.run('untouched', throughQcc('untouched', folder))
  // Claude Code makes its own files in the first run of a home.
  expect((await run()).code).toBe(0)
  const before = hashesIn(join(folder, 'home'))
  expect((await run()).code).toBe(0)
  const after = hashesIn(join(folder, 'home'))
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining(['.claude.json', '.claude/settings.json', '.claude/CLAUDE.md']),
  )
  // Its own book about its own extensions, and the transcript of the session.
  const changed = Object.keys(after).filter((name) => after[name] !== before[name])
  expect(changed.filter((name) => !/^\.claude\/(plugins\/store|projects)\//.test(name))).toEqual([])
  expect(Object.keys(before).filter((name) => !(name in after))).toEqual([])
})

function hashesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(folder, name)).isFile())
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}
