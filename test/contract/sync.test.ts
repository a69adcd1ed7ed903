import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  addProfile,
  describeProfile,
  removeProfile,
  setEndpoint,
  setSetting,
} from '../../src/core/config/changes.ts'
import type { Remote } from '../../src/ports/remote.ts'
import { readSyncState } from '../../src/sync/sync-state.ts'
import { own } from '../support/documents.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { folderAt, gitAt, syncHomeAt, type SyncHome } from '../support/sync-homes.ts'

interface Place {
  /** A remote as each home has its own. */
  readonly remote: () => Remote
  /** All that is in it. */
  readonly bytes: () => Buffer
  /** Puts something else in its place. */
  readonly put: (bytes: string) => void
}

function folderPlace(): Place {
  const folder = join(temporaryFolder(), 'shared')
  const file = join(folder, 'qcc-sync.age')
  return {
    remote: () => folderAt(folder),
    bytes: () => readFileSync(file),
    put: (bytes) => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, bytes)
    },
  }
}

function gitPlace(): Place {
  const folder = temporaryFolder()
  const url = join(folder, 'remote.git')
  execFileSync('git', ['init', '--quiet', '--bare', url])
  let made = 0
  const git = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['--git-dir', url, ...args], { input, env: IDENTITY }).toString()
  return {
    remote: () => {
      return gitAt(url, join(folder, `copy-${String(++made)}`))
    },
    bytes: () => execFileSync('git', ['--git-dir', url, 'show', 'qcc:qcc-sync.age']),
    put: (bytes) => {
      const blob = git(['hash-object', '-w', '--stdin'], bytes).trim()
      const tree = git(['mktree'], `100644 blob ${blob}\tqcc-sync.age\n`).trim()
      git(['update-ref', 'refs/heads/qcc', git(['commit-tree', tree, '-m', 'other']).trim()])
    },
  }
}

const IDENTITY = {
  ...process.env,
  ...{ GIT_AUTHOR_NAME: 't', GIT_AUTHOR_EMAIL: 't@t', GIT_COMMITTER_NAME: 't', GIT_COMMITTER_EMAIL: 't@t' },
}

const work = { name: 'work', endpoints: [own('0000000a', 'one', { baseUrl: 'https://one.example.com' })] }

describe.each([
  ['a folder', folderPlace],
  ['a git repository', gitPlace],
])('sync over %s', (_name, make) => {
  async function two(more: Parameters<typeof syncHomeAt>[2] = {}) {
    const place = make()
    const folder = temporaryFolder()
    const home = (name: string): Promise<SyncHome> => syncHomeAt(join(folder, name), place.remote(), more)
    return { place, here: await home('here'), there: await home('there') }
  }

  test('what one home has the other gets, both ways, and then there is nothing left to do', async () => {
    const { here, place, there } = await two()
    await here.change(addProfile(work))
    expect(await here.sync()).toMatchObject({ kind: 'synced', wrote: true, here: [] })
    expect(await there.sync()).toMatchObject({ wrote: false, version: 1 })
    await there.change(setEndpoint('0000000a', { weight: 7 }))
    await here.change(describeProfile('work', 'x'))
    await there.sync()
    await here.sync()
    await there.sync()
    expect((await here.document()).profiles).toEqual([
      { ...work, description: 'x', endpoints: [{ ...work.endpoints[0], weight: 7 }] },
    ])
    expect((await there.document()).profiles).toEqual((await here.document()).profiles)
    const before = place.bytes()
    expect(await here.sync()).toMatchObject({ wrote: false, here: [], there: [] })
    expect(place.bytes().equals(before)).toBe(true)
    const [newest] = await there.store.versions.list(1)
    expect(newest).toMatchObject({ author: 'sync', message: expect.stringContaining('sync with') as string })
  })

  test('what both changed is not decided; the side that loses stays a version', async () => {
    const { here, there } = await two()
    await here.change(setSetting('timeout.idle', 1))
    await here.sync()
    await there.sync()
    await here.change(setSetting('timeout.idle', 2))
    await there.change(setSetting('timeout.idle', 3))
    await here.sync()
    const undecided = await there.sync()
    expect(undecided).toMatchObject({
      kind: 'undecided',
      conflicts: [{ path: ['settings', 'timeout.idle'], base: 1, ours: 3, theirs: 2 }],
    })
    expect((await readSyncState(there.store.states)).fault?.text).toBe('sync-fault.undecided')
    expect(await there.sync('ours')).toMatchObject({
      kind: 'synced',
      wrote: true,
      conflicts: [{ taken: 'ours' }],
    })
    expect((await there.document()).settings).toEqual({ 'timeout.idle': 3 })
    const lost = await there.store.versions.at((await there.store.versions.list(2))[1]?.number ?? 0)
    expect(JSON.parse(lost?.content ?? '')).toMatchObject({ settings: { 'timeout.idle': 2 } })
    await here.sync()
    expect((await here.document()).settings).toEqual({ 'timeout.idle': 3 })
    expect((await readSyncState(there.store.states)).fault).toBeNull()
  })

  test('one direction alone leaves the other side as it is, and nothing is forgotten', async () => {
    const { here, there } = await two()
    await here.change(setSetting('timeout.idle', 1))
    await here.sync()
    await there.change(setSetting('timeout.connect', 2))
    expect(await there.sync(null, { direction: 'push' })).toMatchObject({ wrote: true, waiting: { here: 1 } })
    expect((await there.document()).settings).toEqual({ 'timeout.connect': 2 })
    await here.change(setSetting('timeout.quiet', 3))
    expect(await here.sync(null, { direction: 'pull' })).toMatchObject({
      wrote: false,
      waiting: { there: 1 },
    })
    const dry = await there.sync(null, { dryRun: true })
    expect(dry).toMatchObject({ here: [{ path: ['settings', 'timeout.idle'] }] })
    expect((await there.document()).settings).toEqual({ 'timeout.connect': 2 })
    for (const home of [here, there, here]) await home.sync()
    const all = { 'timeout.connect': 2, 'timeout.idle': 1, 'timeout.quiet': 3 }
    expect([(await here.document()).settings, (await there.document()).settings]).toEqual([all, all])
  })

  test.each([
    ['nothing at all', '', 'damaged'],
    ['a text', 'dear diary', 'foreign'],
    ['the beginning of a bundle', '-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cH', 'damaged'],
  ])('%s in the place of the bundle is refused and left alone', async (_what, bytes, fault) => {
    const { here, place } = await two()
    place.put(bytes)
    await here.change(addProfile(work))
    await expect(here.sync()).rejects.toMatchObject({ text: `sync-fault.${fault}` })
    expect(place.bytes().toString()).toBe(bytes)
    expect(await here.store.versions.list(9)).toHaveLength(1)
    expect((await readSyncState(here.store.states)).fault?.text).toBe(`sync-fault.${fault}`)
  })

  test('a bundle under another passphrase is refused and left alone', async () => {
    const { here, place, there } = await two()
    await here.change(addProfile(work))
    await here.sync()
    const before = place.bytes()
    const stranger = { ...there, parts: { ...there.parts, passphrase: 'another' } }
    const { syncHome } = await import('../../src/sync/sync-home.ts')
    const wish = { direction: 'both', dryRun: false, decide: async () => [] } as const
    await expect(syncHome(stranger.parts, wish)).rejects.toMatchObject({ text: 'sync-fault.locked' })
    expect(place.bytes().equals(before)).toBe(true)
  })

  test('what the remote has lost is written anew, and is not taken for removed', async () => {
    const { here, place, there } = await two()
    await here.change(addProfile(work))
    await here.sync()
    await there.sync()
    const old = place.bytes().toString('latin1')
    await here.change(setSetting('timeout.idle', 1))
    await here.sync()
    // A cloud service puts the older one back.
    place.put(old)
    await there.change(setSetting('timeout.quiet', 2))
    for (const home of [there, here, there]) await home.sync()
    for (const home of [here, there]) {
      expect(await home.document()).toMatchObject({ settings: { 'timeout.idle': 1, 'timeout.quiet': 2 } })
    }
  })

  test('keys travel only if asked for, keep their references, and are nowhere in clear', async () => {
    const KEY = 'sk-made-up-key-0123456789-abcdef'
    const { here, place, there } = await two({ withKeys: true })
    const credential = await here.vault.keep(KEY)
    await here.change(addProfile({ name: 'work', endpoints: [own('0000000a', 'one', { credential })] }))
    expect(await here.sync()).toMatchObject({ keys: { sent: 1, missing: [] } })
    expect(await there.sync()).toMatchObject({ keys: { received: 1, missing: [] } })
    expect(await there.vault.resolve(credential)).toBe(KEY)
    expect(place.bytes().includes(KEY)).toBe(false)

    const alone = await syncHomeAt(join(temporaryFolder(), 'alone'), place.remote())
    expect(await alone.sync()).toMatchObject({ wrote: false, keys: { received: 0, missing: ['work/one'] } })
    expect(await alone.vault.resolve(credential)).toBeNull()
    // Its own key stays its own, and those that travel stay in the bundle.
    const own2 = await alone.vault.keep('sk-another-made-up-key-0123')
    await alone.change(setEndpoint('0000000a', { weight: 3 }, { credential: own2 }))
    expect(await alone.sync()).toMatchObject({ wrote: true })
    await there.sync()
    expect((await there.document()).profiles[0]?.endpoints[0]).toMatchObject({ weight: 3, credential })
    const late = await syncHomeAt(join(temporaryFolder(), 'late'), place.remote(), { withKeys: true })
    expect(await late.sync()).toMatchObject({ keys: { received: 1 } })
  })

  test('a profile that is removed on one side is gone on the other', async () => {
    const { here, there } = await two()
    await here.change(addProfile(work))
    await here.sync()
    await there.sync()
    await there.change(removeProfile('work', false))
    await there.sync()
    await here.sync()
    expect((await here.document()).profiles).toEqual([])
  })
})

test('other files of a branch stay, and so does what a folder has beside the bundle', async () => {
  const place = gitPlace()
  const home = await syncHomeAt(join(temporaryFolder(), 'home'), place.remote())
  await home.change(addProfile(work))
  place.put('x')
  await expect(home.sync()).rejects.toMatchObject({ text: 'sync-fault.foreign' })

  const folder = temporaryFolder()
  writeFileSync(join(folder, 'letter.txt'), 'dear')
  writeFileSync(join(folder, '.qcc-sync-01234567-0123-0123-0123-0123456789ab.part'), 'half')
  const beside = await syncHomeAt(join(temporaryFolder(), 'home'), folderAt(folder))
  await beside.change(addProfile(work))
  await beside.sync()
  expect(readdirSync(folder).sort()).toEqual(['.qcc-sync.lock', 'letter.txt', 'qcc-sync.age'])
  expect(readFileSync(join(folder, '.qcc-sync.lock'))).toHaveLength(0)
})
