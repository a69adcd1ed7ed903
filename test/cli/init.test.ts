import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CLAUDE_SETTINGS } from '../support/foreign.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import type { InitShape } from '../../src/cli/shapes/init.ts'

const KEY = 'made-up-relay-key-0123456789'

function withClaude(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, '.claude'))
  writeFileSync(join(folder, '.claude', 'settings.json'), CLAUDE_SETTINGS)
  return folder
}

async function shape(args: readonly string[], env: Readonly<Record<string, string>>): Promise<InitShape> {
  const { code, stderr, stdout } = await qcc(['init', '--json', ...args], env)
  expect(code, stderr).toBe(0)
  const json = JSON.parse(stdout) as InitShape
  expect(faultsAgainst('init', json)).toEqual([])
  return json
}

describe('without a terminal', () => {
  test('init alone keeps the configuration here and takes nothing over; again it changes nothing', async () => {
    const env = { HOME: withClaude() }
    const local = { backend: 'local', place: null, keys: false }
    expect(await shape([], env)).toMatchObject({ version: 1, changed: true, storage: local, profiles: [] })
    expect(await shape([], env)).toMatchObject({ version: 1, changed: false, storage: local, profiles: [] })
    const { stderr } = await qcc(['init'], env)
    expect(stderr).toContain('Storage   this machine alone (was set already)\n')
  })

  test('--import takes over what is found, keys sealed; once', async () => {
    const folder = withClaude()
    const env = { HOME: folder }
    const first = await shape(['--import'], env)
    expect(first).toMatchObject({ version: 1, imported: ['example'], profiles: ['example'] })
    expect(first.protection).toMatchObject({ secrets: 1 })
    expect(await shape(['--import'], env)).toMatchObject({ version: 1, changed: false, imported: [] })
    for (const name of readdirSync(join(folder, '.qcc'))) {
      if (name !== 'cache') expect(readFileSync(join(folder, '.qcc', name)).includes(KEY), name).toBe(false)
    }
  })

  test('what cannot be read keeps nobody from setting up', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, '.cc-switch'))
    writeFileSync(join(folder, '.cc-switch', 'cc-switch.db'), 'no database')
    const { code, stderr } = await qcc(['init', '--import'], { HOME: folder })
    expect([code, stderr]).toEqual([0, expect.stringContaining('QCC is set up. Configuration version 1.')])
  })

  test.each([
    [['--storage', 'git'], 2, '"--place" is missing: qcc init --storage git --place PLACE'],
    [['--storage', 'folder', '--place', 'there'], 2, '--passphrase-env VAR'],
    [['--storage', 'gist'], 2, '--token-env VAR'],
    [['--storage', 'ftp'], 2, '"ftp" does not fit --storage'],
    [['work'], 2, 'There are more arguments'],
  ])('%j ends with %d and stores nothing', async (args, code, says) => {
    const env = { HOME: temporaryFolder() }
    const done = await qcc(['init', ...args], env)
    expect([done.code, done.stderr]).toEqual([code, expect.stringContaining(says)])
    expect((await shape([], env)).version).toBe(1)
  })

  test(
    '--storage folder is reached and set up; another one later is a conflict',
    { timeout: 60_000 },
    async () => {
      const folder = temporaryFolder()
      const env = { HOME: folder, PASS: 'correct horse battery' }
      const place = join(folder, 'shared')
      const args = ['--storage', 'folder', '--place', place, '--passphrase-env', 'PASS']
      expect(await shape(args, env)).toMatchObject({
        changed: true,
        storage: { backend: 'folder', place, keys: false },
      })
      expect(await shape(args, env)).toMatchObject({ version: 1, changed: false })
      const other = await qcc(['init', '--storage', 'local'], env)
      expect([other.code, other.stderr]).toEqual([5, expect.stringContaining('"qcc sync setup local"')])
    },
  )
})
