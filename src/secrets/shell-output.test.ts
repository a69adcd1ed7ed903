import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/qcc.ts'
import { systemClock } from '../app/system-clock.ts'
import type { Clock } from '../ports/clock.ts'
import { shellOutput } from './shell-output.ts'

const env = { PATH: process.env['PATH'], MINE: 'made-up', QCC_PASSPHRASE: 'made-up' }
const run = (command: string, clock: Clock = systemClock) => shellOutput(command, env, clock)

describe.runIf(process.platform !== 'win32')('a command', () => {
  test.each([
    ['what it writes is given as it is', 'printf " a b\\n\\n"', ' a b\n\n'],
    ['it is run by the shell with the environment given', 'echo "$MINE" | tr a-z A-Z', 'MADE-UP\n'],
    ['what opens the keys does not go on to it', 'echo "-$QCC_PASSPHRASE-"', '--\n'],
    ['nothing is given to its standard input', 'cat', ''],
    ['what it writes elsewhere is not read', 'echo no >&2; echo yes', 'yes\n'],
    ['one that fails gives nothing', 'echo key; exit 3', null],
    ['one that is not there gives nothing', 'qcc-no-such-command', null],
    ['one that is killed gives nothing', 'kill -9 $$', null],
    ['one that writes without end gives nothing', 'yes', null],
  ])('%s', async (_what, command, expected) => {
    expect(await run(command)).toBe(expected)
  })

  test('after its time it is ended with everything that it started', async () => {
    const file = join(temporaryFolder(), 'pid')
    const timers: { readonly ms: number; readonly expire: () => void }[] = []
    const after: Clock['after'] = (ms, expire) => {
      timers.push({ ms, expire })
      return () => undefined
    }
    const output = run(`sleep 600 & echo $! > ${file}; echo key; wait`, { now: () => 0, after })
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'))
    const pid = Number(readFileSync(file, 'utf8'))
    expect(isAlive(pid)).toBe(true)
    for (const { expire } of timers) expire()
    expect(await output).toBeNull()
    expect(timers.map(({ ms }) => ms)).toEqual([10_000])
    await until(() => !isAlive(pid))
  })
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => systemClock.after(5, resolve))
}

/** One that ended and waits for its parent to ask how is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ')
  } catch {
    // No such process any more.
    return false
  }
}
