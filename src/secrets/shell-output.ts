import { spawn, type ChildProcess } from 'node:child_process'
import { withoutOwnSecrets } from '../core/own-secrets.ts'
import type { Clock } from '../ports/clock.ts'

const TIME_LIMIT_MS = 10_000
/** More than any key. */
const MOST_BYTES = 64 * 1_024
/** Windows has no groups of processes. */
const OWN_GROUP = process.platform !== 'win32'

/**
 * What a command writes to its standard output, run by the shell without a
 * terminal; null when it fails, writes too much or takes longer than 10 s.
 * Then it is ended with everything that it started.
 */
export function shellOutput(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      ...{ shell: true, env: withoutOwnSecrets(env), detached: OWN_GROUP, windowsHide: true },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const chunks: Buffer[] = []
    let bytes = 0
    const end = (output: string | null): void => {
      cancel()
      resolve(output)
    }
    const giveUp = (): void => {
      killAll(child)
      child.stdout.destroy()
      end(null)
    }
    const cancel = clock.after(TIME_LIMIT_MS, giveUp)
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > MOST_BYTES) giveUp()
    })
    child.on('error', () => {
      end(null)
    })
    child.on('close', (code) => {
      end(code === 0 ? Buffer.concat(chunks).toString() : null)
    })
  })
}

function killAll(child: ChildProcess): void {
  if (!OWN_GROUP || child.pid === undefined) {
    child.kill()
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended already and left its output to somebody else.
  }
}
