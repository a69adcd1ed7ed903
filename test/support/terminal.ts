import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { shellIn } from './transcript.ts'

/** A terminal with a shell in it, in which `qcc` is the built program. */
export interface Terminal {
  /** What is on the screen, without the spaces at the ends of its lines. */
  screen(): Promise<string>
  /** The same with all that was scrolled away. */
  everything(): Promise<string>
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

/** Shorter than the time of a test, so that what stands on the screen is told. */
const PATIENCE_MS = 25_000

interface Size {
  readonly columns: number
  readonly rows: number
}

const USUAL: Size = { columns: 100, rows: 40 }

/** Opens one; it ends with the test. */
export async function openTerminal(folder: string, lang: 'en' | 'zh', size: Size = USUAL): Promise<Terminal> {
  const [terminal] = await openTerminals(folder, lang, 1, size)
  if (terminal === undefined) throw new Error('no terminal was opened')
  return terminal
}

/** Opens several in one home. */
export async function openTerminals(
  folder: string,
  lang: 'en' | 'zh',
  count: number,
  { columns, rows }: Size = USUAL,
): Promise<readonly Terminal[]> {
  const socket = `qcc-test-${String(process.pid)}-${lang}-${String(Math.random()).slice(2, 10)}`
  const { cwd, env } = shellIn(folder, lang)
  const tmux: Tmux = async (...args) =>
    (await promisify(execFile)('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...args], { env, cwd })).stdout
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => undefined)
  })
  const terminals: Terminal[] = []
  for (let number = 0; number < count; number++) {
    const size = ['-x', String(columns), '-y', String(rows)]
    await tmux('new-session', '-d', '-s', `t${String(number)}`, ...size, `PS1='$? > ' exec /bin/sh`)
    terminals.push(terminalAt(tmux, `t${String(number)}`))
  }
  await Promise.all(terminals.map((terminal) => terminal.shows(/^0 >$/)))
  return terminals
}

type Tmux = (...args: readonly string[]) => Promise<string>

function terminalAt(tmux: Tmux, name: string): Terminal {
  const at = ['-t', name]
  const screen = async (): Promise<string> => (await tmux('capture-pane', '-p', ...at)).trimEnd()
  const shows = async (pattern: RegExp): Promise<string> => {
    let seen = ''
    for (const endsAt = Date.now() + PATIENCE_MS; Date.now() < endsAt;) {
      seen = await screen()
      if (pattern.test(seen)) return seen
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    throw new Error(`the terminal never showed ${String(pattern)}, but:\n${seen}`)
  }
  const types = async (text: string): Promise<void> => void (await tmux('send-keys', ...at, '-l', '--', text))
  return {
    screen,
    shows,
    types,
    everything: () => tmux('capture-pane', '-p', '-S', '-', ...at),
    enters: async (line) => {
      await types(line)
      await tmux('send-keys', ...at, 'Enter')
    },
    presses: async (...keys) => void (await tmux('send-keys', ...at, ...keys)),
    ends: async () => {
      const seen = await shows(/\n\d+ >$/)
      return { code: Number(/(\d+) >$/.exec(seen)?.[1]), screen: seen }
    },
    hasCursor: async () => (await tmux('display-message', '-p', ...at, '#{cursor_flag}')).trim() === '1',
    clears: async () => {
      await tmux('send-keys', ...at, '-R')
      await tmux('send-keys', ...at, 'Enter')
      await shows(/^\s*\d+ >$/)
    },
  }
}
