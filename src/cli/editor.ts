/** The person's own editor. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { withoutOwnSecrets } from '../core/own-secrets.ts'
import type { Context } from './context.ts'

export type Edited = { readonly kind: 'ended' } | { readonly kind: 'failed'; readonly why: string }

/** The command that starts it, which may have arguments; null where there is none and nobody sits in front of one. */
export function editorCommand(env: Context['env'], isTerminal: boolean): string | null {
  const chosen = env['VISUAL'] || env['EDITOR']
  if (chosen !== undefined && chosen !== '') return chosen
  if (!isTerminal) return null
  return process.platform === 'win32' ? 'notepad' : 'vi'
}

/**
 * Edits a file and resolves when the editor ends. Meanwhile Ctrl-C is the
 * editor's, and a signal that would end this process ends the editor first,
 * so that nothing is left behind. Stdout stays free for data where `isData`.
 */
export function edited(command: string, file: string, isData: boolean): Promise<Edited> {
  const ignore = (): void => undefined
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  // Before there is an editor: a signal between its start and this would end us alone.
  process.on('SIGINT', ignore).on('SIGTERM', pass).on('SIGHUP', pass)
  const child = started(command, file, ['inherit', isData ? 2 : 'inherit', 'inherit'])
  return new Promise<Edited>((resolve) => {
    child.on('error', (error) => {
      resolve({ kind: 'failed', why: error.message })
    })
    child.on('close', (code, signal) => {
      resolve(code === 0 ? { kind: 'ended' } : { kind: 'failed', why: signal ?? `exit code ${String(code)}` })
    })
  }).finally(() => {
    process.off('SIGINT', ignore).off('SIGTERM', pass).off('SIGHUP', pass)
  })
}

/** Words that mean the same to every shell. */
const PLAIN = /^[\w./+:@%,-]+( +[\w./+:@%,=-]+)*$/

/** Without a shell between where none is needed: a signal would end the shell alone. */
function started(command: string, file: string, stdio: StdioOptions): ChildProcess {
  const env = withoutOwnSecrets(process.env)
  if (process.platform === 'win32') return spawn(`${command} "${file}"`, { shell: true, stdio, env })
  const [program = '', ...args] = PLAIN.test(command) ? command.split(/ +/) : ['sh', '-c', `${command} "$0"`]
  return spawn(program, [...args, file], { stdio, env })
}
