import { execFile } from 'node:child_process'

/** What a program of the system said, in English. */
export interface SystemAnswer {
  readonly isDone: boolean
  readonly stdout: string
  /** Why it is not done, in one line; empty where it is. */
  readonly why: string
}

/** Runs one, for `limitMs` at most, and never asks anybody. */
export type SystemProgram = (args: readonly string[], limitMs: number) => Promise<SystemAnswer>

/** The one of that name on the path. */
export const systemProgram =
  (name: string, env: Readonly<Record<string, string | undefined>>): SystemProgram =>
  (args, limitMs) =>
    new Promise((resolve) => {
      const options = { env: { ...env, LC_ALL: 'C' }, timeout: limitMs, maxBuffer: 16 * 2 ** 20 }
      const child = execFile(name, args, options, (error, stdout, stderr) => {
        if (error === null) resolve({ isDone: true, stdout, why: '' })
        else resolve({ isDone: false, stdout, why: firstLine(stderr) ?? `${name}: ${reasonOf(error)}` })
      })
      child.stdin?.end()
    })

const firstLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/\.$/, ''))
    .find((line) => line !== '')

function reasonOf({ code, killed }: { readonly code?: unknown; readonly killed?: boolean }): string {
  if (code === 'ENOENT') return 'there is no such program'
  return killed === true ? 'no answer in time' : `exit code ${String(code)}`
}
