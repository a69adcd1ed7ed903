import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { shellIn } from './transcript.ts'

/** A terminal with a shell in it, in which `qcc` is the built program. */
export interface Terminal {
  /** What is on the screen, without the spaces at the ends of its lines. */
  screen(): Promise<string>
  /** Resolves with the screen as soon as it matches. */
  shows(pattern: RegExp): Promise<string>
  /** Types text as it is. */
  types(text: string): Promise<void>
  /** Types a line and presses Enter. */
  enters(line: string): Promise<void>
  /** Presses keys by tmux's names: `Enter`, `C-c`, `Escape`, `Down`. */
  presses(...keys: readonly string[]): Promise<void>
  /** Resolves with the exit code and the screen when what runs has ended. */
  ends(): Promise<{ readonly code: number; readonly screen: string }>
  /** Whether the cursor can be seen. */
  hasCursor(): Promise<boolean>
  /** Empties the screen, for the next command. */
  clears(): Promise<void>
}

/** Whether terminals can be opened here; where not, the reason is said once. */
export function canOpenTerminals(): boolean {
  const isThere = spawnSync('tmux', ['-V']).status === 0
  if (!isThere) process.stderr.write('tmux is not installed: the tests at a terminal are skipped\n')
  return isThere
}

const COLUMNS = 100
const PATIENCE_MS = 10_000

/** Opens one; it ends with the test. */
export async function openTerminal(folder: string, lang: 'en' | 'zh'): Promise<Terminal> {
  const socket = `qcc-test-${String(process.pid)}-${lang}-${String(Math.random()).slice(2, 10)}`
  const { cwd, env } = shellIn(folder, lang)
  const tmux = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...args], { env, cwd })).stdout
  await tmux('new-session', '-d', '-x', String(COLUMNS), '-y', '40', `PS1='$? > ' exec /bin/sh`)
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => undefined)
  })
  const screen = async (): Promise<string> => (await tmux('capture-pane', '-p')).trimEnd()
  const shows = async (pattern: RegExp): Promise<string> => {
    let seen = ''
    for (const endsAt = Date.now() + PATIENCE_MS; Date.now() < endsAt;) {
      seen = await screen()
      if (pattern.test(seen)) return seen
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    throw new Error(`the terminal never showed ${String(pattern)}, but:\n${seen}`)
  }
  const types = async (text: string): Promise<void> => void (await tmux('send-keys', '-l', '--', text))
  await shows(/^0 >$/)
  return {
    screen,
    shows,
    types,
    enters: async (line) => {
      await types(line)
      await tmux('send-keys', 'Enter')
    },
    presses: async (...keys) => void (await tmux('send-keys', ...keys)),
    ends: async () => {
      const seen = await shows(/\n\d+ >$/)
      return { code: Number(/(\d+) >$/.exec(seen)?.[1]), screen: seen }
    },
    hasCursor: async () => (await tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1',
    clears: async () => {
      await tmux('send-keys', '-R')
      await tmux('send-keys', 'Enter')
      await shows(/^\s*\d+ >$/)
    },
  }
}
