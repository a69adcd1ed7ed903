import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/app/system-clock.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import type { Remote } from '../../src/ports/remote.ts'
import { gitRemote } from '../../src/sync/git-remote.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { editAtRandom } from '../support/sync-edits.ts'
import { folderAt, syncHomeAt } from '../support/sync-homes.ts'

const ROUNDS = 500
const SEED = Number(process.env['QCC_SEED'] ?? Date.now() % 2 ** 31)

function overFolder(folder: string): (name: string) => Remote {
  mkdirSync(join(folder, 'shared'))
  return () => folderAt(join(folder, 'shared'))
}

function overGit(folder: string): (name: string) => Remote {
  const url = join(folder, 'remote.git')
  execFileSync('git', ['init', '--quiet', '--bare', url])
  return (name) =>
    gitRemote({
      ...{ url, branch: 'qcc', copy: join(folder, name, 'sync', 'git') },
      ...{ env: process.env, clock: systemClock, timeoutMs: 60_000 },
    })
}

describe.each([
  ['a folder', 3, overFolder],
  ['a bare git repository', 2, overGit],
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
