import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { fill, smallDisk } from '../support/small-disk.ts'
import { startAtStore, type Said } from '../support/store-process.ts'
import { draft } from '../support/stores.ts'
import { vaultOf } from '../support/vault.ts'

/** Root may write everything: then somebody else has to try. */
const IS_ROOT = process.getuid?.() === 0
const NOBODY = 65_534

const unwritable = (file: string) => ({ kind: 'failed', code: 'store-unwritable', details: { file } })

/** Whether that somebody may read this repository at all. */
function othersCanTry(): boolean {
  if (process.platform === 'win32') return false
  const look = `require('node:fs').accessSync(${JSON.stringify(import.meta.filename)})`
  const can = !IS_ROOT || spawnSync(process.execPath, ['-e', look], { uid: NOBODY }).status === 0
  if (!can) console.log('skipped: there is nobody who may read this repository and is not root')
  return can
}

/** An open store with three versions in a home that others may enter. */
async function filled(): Promise<{ readonly file: string; readonly store: Store }> {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  const file = join(folder, 'home', 'qcc.db')
  const store = await openStore({ file })
  for (const base of [0, 1, 2]) await store.versions.commit(base, draft(base + 1), 10)
  return { file, store }
}

/** Takes away the right to write: from the owner, or from everybody but root. */
function protect(home: string): void {
  for (const name of readdirSync(home)) chmodSync(join(home, name), 0o444)
  chmodSync(home, 0o555)
  onTestFinished(() => {
    chmodSync(home, 0o755)
  })
}

const readThenWrite = (file: string): Promise<readonly Said[]> =>
  startAtStore(file, ['read-then-write'], IS_ROOT ? { uid: NOBODY } : {}).ended

describe.runIf(othersCanTry())('a home that may not be written', () => {
  test('is read, and says of a write which file may not be written', async () => {
    const { file, store } = await filled()
    store.close()
    protect(dirname(file))
    expect(await readThenWrite(file)).toMatchObject([{ kind: 'read', newest: 3 }, unwritable(file)])
    expect(readdirSync(dirname(file))).toEqual(['qcc.db'])
  })

  test.each([
    ['file', 0o444, 0o755],
    ['folder', 0o644, 0o555],
  ])(
    'is read and left alone too when only the %s may not be written',
    async (_what, fileMode, folderMode) => {
      const { file, store } = await filled()
      store.close()
      if (IS_ROOT) for (const path of [file, dirname(file)]) chownSync(path, NOBODY, NOBODY)
      chmodSync(file, fileMode)
      chmodSync(dirname(file), folderMode)
      onTestFinished(() => {
        chmodSync(dirname(file), 0o755)
      })
      expect(await readThenWrite(file)).toMatchObject([{ kind: 'read', newest: 3 }, unwritable(file)])
      expect(readdirSync(dirname(file))).toEqual(['qcc.db'])
    },
  )

  test('is read to the newest version while somebody else writes it', async () => {
    const { file, store } = await filled()
    onTestFinished(() => {
      store.close()
    })
    protect(dirname(file))
    await store.versions.commit(3, draft(4), 10)
    expect(await readThenWrite(file)).toMatchObject([{ kind: 'read', newest: 4 }, unwritable(file)])
  })

  test('says so when there is nothing in it yet, and when it cannot even be made', async () => {
    const home = temporaryFolder()
    protect(home)
    for (const file of [join(home, 'qcc.db'), join(home, 'deeper', 'qcc.db')]) {
      expect(await readThenWrite(file)).toMatchObject([unwritable(file)])
    }
  })
})

describe('a full disk', () => {
  test('refuses a commit and keeps all that was acknowledged; with room again the next one is made', async (context) => {
    const disk = smallDisk(context)
    const file = join(disk, 'home', 'qcc.db')
    const store = await openStore({ file })
    onTestFinished(() => {
      store.close()
    })
    const content = 'x'.repeat(20_000)
    await store.versions.commit(0, draft(1, { content }), 10)
    const filler = fill(disk)
    let acknowledged = 1
    const commitOne = async (): Promise<void> => {
      const committed = await store.versions.commit(acknowledged, draft(acknowledged, { content }), 10)
      expect(committed.kind).toBe('committed')
      acknowledged += 1
    }
    // What the log holds already may be written over, so not the first one need fail.
    const untilRefused = async (): Promise<void> => {
      for (;;) await commitOne()
    }
    await expect(untilRefused()).rejects.toMatchObject({ code: 'store-full', details: { file } })
    expect(await store.versions.newest()).toMatchObject({ number: acknowledged, content })
    rmSync(filler)
    await commitOne()
    expect((await store.versions.newest())?.number).toBe(acknowledged)
  })

  test('refuses a new home, and leaves nothing that a later start would trip over', async (context) => {
    const disk = smallDisk(context)
    const file = join(disk, 'home', 'qcc.db')
    const filler = fill(disk)
    await expect(openStore({ file })).rejects.toMatchObject({ code: 'store-full', details: { file } })
    rmSync(filler)
    const store = await openStore({ file })
    onTestFinished(() => {
      store.close()
    })
    const home = dirname(file)
    const vault = vaultOf(home, store.sealedSecrets)
    const again = fill(disk)
    await expect(vault.keep('made-up-key')).rejects.toMatchObject({ code: 'store-full' })
    expect(readdirSync(home).filter((name) => name.startsWith('key'))).toEqual([])
    rmSync(again)
    expect(await vault.resolve(await vault.keep('made-up-key'))).toBe('made-up-key')
  })
})
