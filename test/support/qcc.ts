import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const QCC = fileURLToPath(new URL('../../dist/qcc.mjs', import.meta.url))

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

/** Starts the built `qcc` with nothing of this machine's environment but the path; it ends with the test at the latest. */
export function startQcc(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const home = temporaryFolder()
  const child = spawn(process.execPath, [QCC, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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
export const qcc = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
  startQcc(args, env).finished

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** Writes a document with these endpoints, each with the key reference `env:KEY_NAME`, and returns its path. */
export function documentFile(endpoints: readonly { readonly name: string; readonly url: string }[]): string {
  const file = join(temporaryFolder(), 'qcc.json')
  const entries = endpoints.map(({ name, url }) => ({ name, baseUrl: url, credential: `env:KEY_${name}` }))
  writeFileSync(file, JSON.stringify({ profiles: [{ name: 'work', endpoints: entries }] }))
  return file
}
