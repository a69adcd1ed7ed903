import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { seeded } from '../../src/lab/sim/seeded.ts'
import type { Remote } from '../../src/ports/remote.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { killAtEachStep, overFolder, overGist, overGit } from '../support/sync-crash-loop.ts'
import { editAtRandom } from '../support/sync-edits.ts'
import { folderAt, gitAt, syncHomeAt } from '../support/sync-homes.ts'

const ROUNDS = 500
const SEED = Number(process.env['QCC_SEED'] ?? Date.now() % 2 ** 31)

function remotesInFolder(folder: string): (name: string) => Remote {
  mkdirSync(join(folder, 'shared'))
  return () => folderAt(join(folder, 'shared'))
}

function remotesInGit(folder: string): (name: string) => Remote {
  const url = join(folder, 'remote.git')
  execFileSync('git', ['init', '--quiet', '--bare', url])
  return (name) => gitAt(url, join(folder, name))
}

describe.each([
  ['a folder', 3, remotesInFolder],
  ['a bare git repository', 2, remotesInGit],
] as const)('over %s', (_name, count, remotes) => {
  test(`${String(count)} homes come together after ${String(ROUNDS)} rounds of random edits, and lose nothing`, async () => {
    console.log(`seed ${String(SEED)}`)
    const folder = temporaryFolder()
    const remoteFor = remotes(folder)
    const homes = await Promise.all(
      ['a', 'b', 'c'].slice(0, count).map((name) => syncHomeAt(join(folder, name), remoteFor(name))),
    )
    const { asked, syncs } = await editAtRandom(homes, ROUNDS, seeded(SEED + count))
    expect([syncs > ROUNDS / 4, asked > 0]).toEqual([true, true])
  })
})

describe('killed at every step of a sync', { timeout: 300_000 }, () => {
  test.each([
    ['a folder', overFolder, { stride: 1 }],
    ['git, before each start of it and just after', overGit, { stride: 1 }],
    ['git, a little later', overGit, { stride: 3, gitMs: 4 }],
    ['a gist', overGist, { stride: 1 }],
  ] as const)('over %s both sides stay whole, and the next sync goes on', async (_name, make, how) => {
    expect(await killAtEachStep(await make(), how)).toBeGreaterThan(10)
  })
})
