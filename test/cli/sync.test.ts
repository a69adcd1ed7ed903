import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startGistServer } from '../support/gist-server.ts'
import { TOKEN } from '../support/gist-token.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, sharedFolder, temporaryFolder, type Finished } from '../support/qcc.ts'

const KEY = 'sk-made-up-key-0123456789-abcdef'
const ENV = { QCC_PASSPHRASE: 'correct horse battery' }

interface Home {
  (args: readonly string[], env?: Readonly<Record<string, string>>, input?: string): Promise<Finished>
  readonly folder: string
}

function homeIn(folder: string, name: string): Home {
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = ENV, input = '') =>
    qcc(args, { QCC_HOME: join(folder, name), ...env }, input)
  return Object.assign(run, { folder: join(folder, name) })
}

const ok = async (finished: Promise<Finished>): Promise<Finished> => {
  const done = await finished
  expect(done.stderr === '' || done.code === 0, done.stderr).toBe(true)
  expect(done.code, done.stderr).toBe(0)
  return done
}

/** Passphrases are made slow to guess: each opening and sealing keeps a core busy for a second or two. */
const SLOW = { timeout: 120_000 }

describe('two machines', SLOW, () => {
  const folder = sharedFolder()
  const [here, there] = [homeIn(folder, 'here'), homeIn(folder, 'there')]
  const remote = join(folder, 'remote.git')
  const cloud = join(folder, 'Dropbox')

  test('sync that is not set up says so and does nothing', async () => {
    const { stderr, stdout } = await ok(here(['sync']))
    expect([stdout, stderr]).toEqual([
      '',
      'This configuration stays on this machine. "qcc sync setup" lets it travel.\n',
    ])
    const json = JSON.parse((await ok(here(['sync', '--json']))).stdout) as object
    expect([json, faultsAgainst('sync', json)]).toEqual([
      expect.objectContaining({ remote: null, changed: false }),
      [],
    ])
  })

  test('are set up on a git repository, and share profiles and keys', async () => {
    execFileSync('git', ['init', '--quiet', '--bare', remote])
    await ok(here(['add', 'work', '--base-url', 'https://a.example', '--api-key-stdin'], ENV, KEY))
    const setup = await ok(here(['sync', 'setup', 'git', remote, '--keys', '--json']))
    expect(faultsAgainst('sync-setup', JSON.parse(setup.stdout))).toEqual([])
    expect(JSON.parse(setup.stdout)).toMatchObject({ backend: 'git', place: remote, keys: true, found: null })
    const first = await ok(here(['sync', '--json']))
    expect(faultsAgainst('sync', JSON.parse(first.stdout))).toEqual([])
    expect(JSON.parse(first.stdout)).toMatchObject({
      decided: true,
      wrote: true,
      changed: false,
      keys: { sent: 1 },
    })

    const joined = await ok(there(['sync', 'setup', 'git', remote, '--keys']))
    expect(joined.stderr).toContain('1 profile(s), 1 key(s). The passphrase opens it.')
    const { stderr, stdout } = await ok(there(['sync']))
    expect(stdout).toContain('+ profiles.work:')
    expect(stderr).toContain('1 key(s) are new here.')
    const shown = await ok(there(['status', '--json']))
    expect(JSON.parse(shown.stdout)).toMatchObject({
      sync: { backend: 'git', ahead: 0, behind: 0, fault: null },
      active: { profiles: [{ endpoints: [{ hasKey: true }] }] },
    })
    expect(faultsAgainst('status', JSON.parse(shown.stdout))).toEqual([])
  })

  test('see a conflict key by key, and decide it', async () => {
    await ok(here(['config', 'set', 'timeout.idle', '10s']))
    await ok(there(['config', 'set', 'timeout.idle', '20s']))
    await ok(here(['sync']))
    const before = (await ok(there(['config', 'versions', '--json']))).stdout
    for (const { code, stderr, stdout } of [await there(['sync'])]) {
      expect([code, stdout]).toEqual([
        5,
        '! settings.timeout.idle: changed on both sides (before: nothing)\n  here: 20\n  there: 10\n',
      ])
      expect(stderr).toContain('Decide with "qcc sync --ours" or "--theirs"')
    }
    expect((await ok(there(['config', 'versions', '--json']))).stdout).toBe(before)
    expect((await ok(there(['status']))).stdout).toMatch(/Sync .*The last sync failed at .*: 1 change/)
    await ok(there(['sync', '--ours']))
    await ok(here(['sync']))
    expect((await ok(here(['config', 'get', 'timeout.idle', '--json']))).stdout).toContain('"value": 20')
    expect((await ok(there(['config', 'versions']))).stdout).toMatch(
      /sync +as it was in .*, where it lost a conflict/,
    )
  })

  test('move to a folder, whose place is found by itself', async () => {
    mkdirSync(cloud)
    const env = { ...ENV, HOME: folder }
    await ok(here(['sync', 'setup', 'folder'], env))
    await ok(here(['sync'], env))
    expect(existsSync(join(cloud, 'qcc', 'qcc-sync.age'))).toBe(true)
    await ok(there(['sync', 'setup', 'folder', join(cloud, 'qcc')]))
    const { stderr } = await ok(there(['sync']))
    expect(stderr).toContain(`Everything is in step with ${join(cloud, 'qcc')}`)
  })

  test('leave no key in clear anywhere, and no passphrase', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    expect(files.length).toBeGreaterThan(10)
    for (const one of files) {
      const bytes = readFileSync(join(one.parentPath, one.name))
      for (const secret of [KEY, ENV.QCC_PASSPHRASE]) expect(bytes.includes(secret), one.name).toBe(false)
    }
    const shownThere = execFileSync('git', [
      '--git-dir',
      remote,
      'log',
      '--all',
      '-p',
      '--format=%B%an%ae',
    ]).toString()
    expect([shownThere.includes(KEY), shownThere.includes('BEGIN AGE')]).toEqual([false, true])
  })
})

describe('setting up', SLOW, () => {
  test('a gist is made, or found again by another machine, and holds nothing in clear', async () => {
    const server = await startGistServer()
    const folder = temporaryFolder()
    const [here, there] = [homeIn(folder, 'here'), homeIn(folder, 'there')]
    const env = { ...ENV, GITHUB_TOKEN: TOKEN }
    await ok(here(['add', 'work', '--base-url', 'https://a.example', '--api-key-stdin'], ENV, KEY))
    expect((await ok(here(['sync', 'setup', 'gist', '--api', server.api, '--keys'], env))).stderr).toMatch(
      /The secret gist \w+ was made/,
    )
    await ok(here(['sync'], env))
    await ok(there(['sync', 'setup', 'gist', '--api', server.api, '--token-stdin'], ENV, TOKEN))
    await ok(there(['sync']))
    expect((await ok(there(['list']))).stdout).toContain('work')
    expect(server.gists.size).toBe(1)
    const stored = [...server.gists.values()].flatMap(({ versions }) =>
      versions.map(({ files }) => JSON.stringify(files)),
    )
    for (const clear of ['a.example', KEY, ENV.QCC_PASSPHRASE, TOKEN]) {
      expect(stored.some((text) => text.includes(clear))).toBe(false)
    }
    expect(stored.some((text) => text.includes('BEGIN AGE'))).toBe(true)
  })

  test.each<[string, readonly string[], Readonly<Record<string, string>>, number, string]>([
    ['a place is needed', ['git'], ENV, 2, 'qcc sync setup git URL'],
    ['a backend is needed', [], ENV, 2, 'qcc sync setup folder|git|gist|local'],
    ['an unknown backend', ['ftp'], ENV, 2, 'local, folder, git, gist'],
    ['no passphrase', ['folder', '/tmp/nowhere-qcc'], {}, 2, '--passphrase-env VAR'],
    ['a password in a URL', ['git', 'https://me:pass@x.example/y'], ENV, 2, 'holds a password'],
    ['an option for a URL', ['git', '--', '--upload-pack=x'], ENV, 2, 'no URL of a git repository'],
    ['a repository that is not there', ['git', '/nowhere/at/all.git'], ENV, 1, 'git ls-remote failed'],
    ['no token', ['gist', 'abc'], ENV, 2, '--token-stdin'],
    ['no folder of a cloud', ['folder'], ENV, 2, 'qcc sync setup folder PATH'],
  ])('%s', async (_what, args, env, code, sentence) => {
    const home = homeIn(temporaryFolder(), 'home')
    const finished = await home(['sync', 'setup', ...args], env)
    expect([finished.code, finished.stdout]).toEqual([code, ''])
    expect(finished.stderr).toContain(sentence)
    expect(finished.stderr).not.toContain('pass@')
    const { stdout } = await home(['config', 'list', '--json'])
    expect(JSON.parse(stdout)).toEqual({ settings: [], protection: { kind: 'nothing-stored' } })
  })

  test('a wrong passphrase is noticed before anything is set', async () => {
    const folder = temporaryFolder()
    const [here, there] = [homeIn(folder, 'here'), homeIn(folder, 'there')]
    const place = join(folder, 'cloud')
    await ok(here(['sync', 'setup', 'folder', place, '--passphrase-stdin'], {}, 'a long passphrase'))
    await ok(here(['sync'], {}))
    const { code, stderr } = await there(
      ['sync', 'setup', 'folder', place, '--passphrase-stdin'],
      {},
      'another one',
    )
    expect([code, stderr]).toEqual([1, expect.stringContaining('it has another passphrase')])
    expect((await there(['config', 'get', 'sync.backend', '--json'])).stdout).toContain('"value": "local"')
  })
})
