import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, onTestFinished } from 'vitest'

/** The built program. */
export const QCC = fileURLToPath(new URL('../../dist/qcc.mjs', import.meta.url))

/** What a finished program left behind. */
export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built program, running. */
export interface Running {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** Resolves with the first match in what it wrote so far to either stream; rejects when it ends without one. */
  says(pattern: RegExp): Promise<RegExpExecArray>
}

/** Starts the built `qcc` with nothing of this machine's environment but the path; it reads `input` and ends with the test at the latest. */
export function startQcc(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Running {
  const home = temporaryFolder()
  const child = spawn(process.execPath, [QCC, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', QCC_KEY_STORE: 'off', ...env },
    stdio: 'pipe',
  })
  // A program that ends without reading closes the pipe under us.
  child.stdin.on('error', () => undefined).end(input)
  const written = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      for (const listener of listeners) listener()
    })
  }
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...written })
    })
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await finished
  })
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(`${written.stdout}\n${written.stderr}`)
        if (match !== null) resolve(match)
      }
      listeners.add(look)
      look()
      void finished.then(({ code, stderr }) => {
        reject(new Error(`ended with ${String(code)} and never said ${String(pattern)}: ${stderr}`))
      })
    })
  return { child, finished, says }
}

/** Runs it to its end. */
export const qcc = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Finished> => startQcc(args, env, input).finished

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** The same for all tests of a file or a `describe`; called in `beforeAll`. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}
