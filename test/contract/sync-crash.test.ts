import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setSetting } from '../../src/core/config/changes.ts'
import { killAtEachStep, overFolder, overGist, overGit, syncChild } from '../support/sync-crash-loop.ts'

/** Every step over each of them: test/long/sync.test.ts. */
test.each([
  ['a folder', overFolder, { stride: 3 }, 10],
  ['git', overGit, { stride: 12 }, 30],
  ['a gist', overGist, { stride: 6 }, 15],
] as const)(
  'a sync over %s that is killed at any step leaves both sides whole, and the next one goes on',
  { timeout: 120_000 },
  async (_name, make, how, least) => {
    expect(await killAtEachStep(await make(), how)).toBeGreaterThan(least)
  },
)

test('two processes that write to one folder at once lose nothing', { timeout: 120_000 }, async () => {
  const { a, b, folder, place } = await overFolder()
  const edits = ['a', 'b'].map((name) => syncChild(place, join(folder, name), 'edit', '15'))
  expect(await Promise.all(edits)).toEqual([true, true])
  for (const home of [a, b, a]) await home.sync()
  const all = { 'timeout.idle': 114, 'timeout.quiet': 114 }
  expect([(await a.document()).settings, (await b.document()).settings]).toEqual([all, all])
})

test('locks that a killed git has left in the copy keep nobody from syncing', async () => {
  const { a, b, folder } = await overGit()
  await b.change(setSetting('timeout.quiet', 1))
  await b.sync()
  await a.sync()
  await b.change(setSetting('timeout.quiet', 2))
  await b.sync()
  const copy = join(folder, 'a', 'sync', 'git')
  const locks = ['shallow.lock', 'config.lock', 'refs/qcc/there.lock'].map((name) => join(copy, name))
  for (const lock of locks) writeFileSync(lock, '')
  await a.sync()
  expect((await a.document()).settings).toEqual({ 'timeout.quiet': 2 })
  expect(locks.filter((lock) => existsSync(lock))).toEqual([])
})

test.each<[string, (object: string) => void]>([
  ['lacks', rmSync],
  [
    'holds damaged',
    (object) => {
      rmSync(object)
      writeFileSync(object, '')
    },
  ],
])('a copy that %s objects is mended by the next sync', async (_what, damage) => {
  const { a, b, folder } = await overGit()
  await b.change(setSetting('timeout.quiet', 1))
  await b.sync()
  await a.sync()
  const objects = join(folder, 'a', 'sync', 'git', 'objects')
  const found = readdirSync(objects, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^[0-9a-f]{2}.[0-9a-f]{38}$/.test(name),
  )
  expect(found.length).toBeGreaterThan(2)
  for (const name of found) damage(join(objects, name))
  await a.change(setSetting('timeout.idle', 2))
  await a.sync()
  await b.sync()
  expect((await b.document()).settings).toEqual({ 'timeout.idle': 2, 'timeout.quiet': 1 })
})

test('two syncs of one home at once take turns over its copy', async () => {
  const { a, b, folder, place } = await overGit()
  await b.change(setSetting('timeout.quiet', 7))
  await b.sync()
  const home = join(folder, 'a')
  expect(await Promise.all([1, 2].map(() => syncChild(place, home, 'edit', '1')))).toEqual([true, true])
  expect((await a.document()).settings).toEqual({ 'timeout.idle': 100, 'timeout.quiet': 7 })
})
