/** What starting the program costs beside a Node that does nothing. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One command line, and the milliseconds that each of its runs took. */
export interface StartUp {
  readonly name: string
  readonly tookMs: readonly number[]
}

/** The command line that every other is compared with. */
export const BARE_START = 'node -e 0'

const qcc = fileURLToPath(new URL('../dist/qcc.mjs', import.meta.url))
const PROFILES = ['work', 'home', 'spare']
/** Rounds that only fill the caches of disk and compiler. */
const WARM_UP = 3

/** Runs each command `rounds` times, all in turn in each round, against a home with three profiles and no proxy. */
export function measureStartUp(rounds: number): StartUp[] {
  const home = mkdtempSync(join(tmpdir(), 'qcc-bench-'))
  try {
    for (const name of PROFILES) execFileSync(process.execPath, [qcc, '--home', home, '-q', 'add', name])
    const commands = [
      { name: BARE_START, args: ['-e', '0'] },
      { name: 'qcc --version', args: [qcc, '--version'] },
      { name: 'qcc list', args: [qcc, '--home', home, 'list'] },
      { name: 'qcc status', args: [qcc, '--home', home, 'status'] },
    ]
    const taken = new Map<string, number[]>(commands.map(({ name }) => [name, []]))
    for (let round = 0; round < rounds + WARM_UP; round++) {
      for (const { args, name } of commands) {
        const tookMs = timeOf(args, home)
        if (round >= WARM_UP) taken.get(name)?.push(tookMs)
      }
    }
    return [...taken].map(([name, tookMs]) => ({ name, tookMs }))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function timeOf(args: readonly string[], home: string): number {
  const startedAt = performance.now()
  // Not of whoever runs this: `status` also looks at the settings of Claude Code.
  const env = { PATH: process.env['PATH'], HOME: home }
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore', env })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}`)
  return performance.now() - startedAt
}
