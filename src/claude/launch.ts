import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { isatty } from 'node:tty'

/** How a program ended. */
export type End =
  | { readonly kind: 'ended'; readonly code: number }
  /** It could not be run at all. */
  | { readonly kind: 'not-run'; readonly why: string }

interface Launch {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * Runs a program in the place of this one: with its standard streams, in its
 * group of processes, and with the signals that it gets.
 */
export async function launch({ args, env, file }: Launch): Promise<End> {
  const child = spawn(file, args, { env, stdio: 'inherit' })
  const stopPassing = passSignals(child)
  try {
    const end = await ended(child)
    // Its modes of input Node puts back itself, as they were at our start.
    if (child.signalCode !== null && isatty(2)) process.stderr.write(ORDINARY)
    return end
  } finally {
    stopPassing()
  }
}

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      // A signal that could not be passed on says nothing of the program.
      if (child.pid === undefined) resolve({ kind: 'not-run', why: error.message })
    })
    child.on('exit', (code, signal) => {
      resolve({ kind: 'ended', code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) })
    })
  })
}

/** What a terminal sends to all of its foreground programs itself: twice would mean something else to Claude Code. */
const BY_THE_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT']
const PASSED: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', ...BY_THE_TERMINAL]

function passSignals(child: ChildProcess): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!BY_THE_TERMINAL.includes(signal) || !hasTerminal()) child.kill(signal)
  }
  for (const signal of PASSED) process.on(signal, onSignal)
  return () => {
    for (const signal of PASSED) process.off(signal, onSignal)
  }
}

const hasTerminal = (): boolean => [0, 1, 2].some((fd) => isatty(fd))

/** Ends what a program that was killed has asked of a terminal: keyboard protocol, pasted text in brackets, focus, mouse, hidden cursor. */
const ORDINARY =
  '\u001B[<u\u001B[?2004l\u001B[?1004l\u001B[?1000l\u001B[?1002l\u001B[?1003l\u001B[?1006l\u001B[?25h'
