import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Context } from '../cli/context.ts'
import { refuseUnguarded } from '../cli/guarded-host.ts'
import type { Daemon, ProxyWish } from '../cli/listening-proxy.ts'
import { lastLines } from '../cli/last-lines.ts'
import { logFile, logFolder } from '../cli/log-files.ts'
import type { AppError } from '../errors/app-error.ts'
import type { FailureCode } from '../errors/failures.ts'
import { resolveSettings } from '../settings/resolve.ts'
import { connectControl } from './control-client.ts'
import { runningElsewhere } from './hold-home.ts'
import { SERVING_FLAGS } from './roomy-heap.ts'
import { readRunFile } from './run-file.ts'
import { systemClock, wait } from './system-clock.ts'
import { toldError } from './told-error.ts'

/** A cold start on a busy machine takes some seconds. */
const START_MS = 20_000
const LOOK_AGAIN_MS = 50

/**
 * Starts a proxy that outlives this process: this program once more, on its
 * own. Resolves when it answers as itself; when it ends before, the error says
 * why, by its exit code and its log.
 */
export async function startDaemon(wish: ProxyWish, context: Context): Promise<Daemon> {
  const { home, say } = context
  const { settings } = await context.settings()
  await refuseUnguarded(context, resolveSettings(settings, wish.flags)['proxy.host'])
  const running = await runningElsewhere(home)
  if (running !== null) throw running
  mkdirSync(home, { recursive: true, mode: 0o700 })
  // A process of its own can ask nobody.
  const handed = await (await context.keys()).unlock()
  const since = systemClock.now()
  const child = spawn(process.execPath, [...process.execArgv, ...SERVING_FLAGS, ...commandLine(wish, home)], {
    ...{ cwd: home, detached: true, windowsHide: true },
    stdio: [handed === null ? 'ignore' : 'pipe', 'ignore', 'ignore'],
  })
  child.stdin?.on('error', () => undefined).end(handed)
  const born = await birth(child, home)
  const file = logFile(logFolder(home))
  if (born.kind === 'listens') return { url: born.url, pid: child.pid ?? 0, logFile: file }
  if (born.kind === 'silent') throw toldError('failed', 'proxy.daemon-slow', { seconds: START_MS / 1_000 })
  throw (await runningElsewhere(home)) ?? deathError(born.code, lastLines(home, since, say), file)
}

/** The flags of `qcc proxy start` by the settings they stand for. */
const FLAGS = { 'proxy.host': '--host', 'proxy.port': '--port', 'log.level': '--log-level' } as const

function commandLine({ flags, profile }: ProxyWish, home: string): readonly string[] {
  const [, program = ''] = process.argv
  const given = Object.entries(FLAGS).flatMap(([key, flag]) => {
    const value = flags[key as keyof typeof FLAGS]
    return value === undefined ? [] : [flag, String(value)]
  })
  const only = profile === null ? [] : ['--profile', profile]
  return [program, 'proxy', 'start', '--as-daemon', '--home', home, ...given, ...only]
}

type Birth =
  | { readonly kind: 'listens'; readonly url: string }
  /** `code` is null when it could not be started at all, or was killed. */
  | { readonly kind: 'ended'; readonly code: number | null }
  /** It did neither in time, and was killed. */
  | { readonly kind: 'silent' }

async function birth(child: ChildProcess, home: string): Promise<Birth> {
  const end: { code?: number | null } = {}
  child.on('exit', (code) => (end.code = code))
  child.on('error', () => (end.code = null))
  const until = systemClock.now() + START_MS
  while (systemClock.now() < until) {
    if (end.code !== undefined) return { kind: 'ended', code: end.code }
    if (readRunFile(home)?.pid === child.pid) {
      const running = await connectControl(home, systemClock)
      if (running !== null) {
        child.unref()
        return { kind: 'listens', url: running.url }
      }
    }
    await wait(LOOK_AGAIN_MS)
  }
  child.kill('SIGKILL')
  return { kind: 'silent' }
}

/** What a failure is called that ends a command with that code. */
const CODES: Readonly<Record<number, FailureCode>> = { 2: 'usage', 3: 'no-such-thing', 5: 'conflict' }

function deathError(code: number | null, lines: string, file: string): AppError {
  const failure = CODES[code ?? 1] ?? 'failed'
  const details = { code: code ?? '-', file, lines }
  return toldError(failure, lines === '' ? 'proxy.daemon-ended-silent' : 'proxy.daemon-ended', details)
}
