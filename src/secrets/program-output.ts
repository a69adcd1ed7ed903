import { spawn } from 'node:child_process'
import { withoutOwnSecrets } from '../core/own-secrets.ts'
import type { Clock } from '../ports/clock.ts'

/** A program of the system, asked something. Nothing secret stands in `args`: everybody on the machine can read them. */
export interface Question {
  readonly program: string
  readonly args: readonly string[]
  /** What it reads from its standard input. */
  readonly input?: string
  readonly timeoutMs: number
}

export type ProgramAnswer =
  | { readonly kind: 'ended'; readonly code: number; readonly output: string }
  | { readonly kind: 'missing' }
  /** It was killed when the time was up. */
  | { readonly kind: 'silent' }

/** Far more than any key. */
const MOST_BYTES = 64 * 1_024

export type AskProgram = (question: Question) => Promise<ProgramAnswer>

/** Asks programs found in the `PATH` of `env`, none of them for longer than it says. */
export function programs(env: Readonly<Record<string, string | undefined>>, clock: Clock): AskProgram {
  return ({ args, input = '', program, timeoutMs }) =>
    new Promise((resolve) => {
      const child = spawn(program, args, {
        ...{ env: withoutOwnSecrets(env), windowsHide: true },
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      let output = ''
      const end = (answer: ProgramAnswer): void => {
        cancel()
        resolve(answer)
      }
      const cancel = clock.after(timeoutMs, () => {
        child.kill('SIGKILL')
        child.stdout.destroy()
        resolve({ kind: 'silent' })
      })
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (output.length < MOST_BYTES) output += text
      })
      child.on('error', () => {
        end({ kind: 'missing' })
      })
      child.on('close', (code) => {
        end({ kind: 'ended', code: code ?? -1, output })
      })
      // One that does not read what it is told closes the pipe under us.
      child.stdin.on('error', () => undefined).end(input)
    })
}
