// GNOME Keyring itself, in a session of its own: where it is not installed, that is said.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/qcc.ts'

const CHILD = fileURLToPath(new URL('../support/secret-service-child.ts', import.meta.url))
const SESSION = 'dbus-run-session'
const PROGRAMS = [SESSION, 'gnome-keyring-daemon', 'secret-tool']

function canOpenSessions(): boolean {
  const missing = PROGRAMS.filter((program) => spawnSync('which', [program]).status !== 0)
  if (missing.length > 0)
    process.stderr.write(`not installed: ${missing.join(', ')}; its tests are skipped\n`)
  return missing.length === 0
}

/** What the child says in a session with this keyring; one that nobody unlocks is started when it is first asked. */
function inSession(folder: string, isUnlocked: boolean, what: string): unknown {
  const runtime = join(folder, 'run')
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_RUNTIME_DIR: runtime,
  }
  const start = 'printf made-up | gnome-keyring-daemon --unlock --components=secrets --daemonize >&2'
  const foreign = 'printf made-up-key | secret-tool store --label=x service made-up username me'
  const script = `${isUnlocked ? `${start}; ${what === 'keep' ? foreign : 'true'};` : ''} "$@"`
  const args = ['--', 'sh', '-c', script, 'sh', process.execPath, CHILD, what]
  const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore']
  return JSON.parse(execFileSync(SESSION, args, { env, stdio, timeout: 60_000 }).toString())
}

test.runIf(canOpenSessions())(
  'the Secret Service keeps what it is given, gives nothing while it is locked, and gives it again',
  () => {
    const folder = temporaryFolder()
    const secret = 'bWFkZS11cA=='
    expect(inSession(folder, true, 'keep')).toEqual([true, null, secret, secret, 'made-up-key'])
    expect(inSession(folder, false, 'look')).toEqual([false, null, null])
    expect(inSession(folder, true, 'remove')).toEqual([true, secret, secret, null])
  },
  90_000,
)
