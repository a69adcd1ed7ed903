/**
 * The real Claude Code in print mode, alone in a folder of its own: no home, no
 * settings and no variables of this machine, a made-up key, and every way out
 * of the machine led to a door that counts who knocks.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { RAN } from './conversation.ts'

/** One line of what the client prints with `--output-format stream-json`. */
interface Event {
  readonly type: string
  readonly subtype?: string
  readonly result?: string
  readonly is_error?: boolean
}

/** A client that has ended. */
export interface Ended {
  /** Null when it had to be killed. */
  readonly code: number | null
  readonly events: readonly Event[]
  /** How often it told of a repetition that QCC should have spared it. */
  readonly retries: number
  /** The last word: the answer, or the error. */
  readonly said: string
  /** How often a tool ran. */
  readonly ran: number
  readonly tookMs: number
  readonly stderr: string
}

export interface Client {
  /** What is started, with what stands before its own arguments. */
  readonly program: readonly [file: string, ...before: string[]]
  /** Empty or new; the client's home, its working folder and its temporary files are put in it. */
  readonly folder: string
  readonly baseUrl: string
  /** Where everything that is not for this machine is sent. */
  readonly outside: string
  readonly prompt?: string
  readonly env?: Readonly<Record<string, string>>
  readonly patienceMs?: number
}

/** What keeps a client from the world, and the world's settings from the client. */
function isolated(folder: string, outside: string): Record<string, string> {
  const inside = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true })
    return join(folder, name)
  }
  return {
    PATH: ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    ...{ HOME: inside('home'), TMPDIR: inside('tmp'), CLAUDE_CODE_TMPDIR: inside('tmp') },
    ...{ LANG: 'C.UTF-8', SHELL: '/bin/bash', ANTHROPIC_AUTH_TOKEN: 'made-up' },
    ...{ DISABLE_TELEMETRY: '1', DISABLE_AUTOUPDATER: '1', DISABLE_ERROR_REPORTING: '1' },
    ...{ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
    ...{ HTTP_PROXY: outside, HTTPS_PROXY: outside, NO_PROXY: '127.0.0.1,localhost' },
  }
}

/** What it is asked, and how it prints. */
const PRINT = ['--output-format', 'stream-json', '--verbose', '--allowedTools', 'Bash,Agent'] as const

/** Runs it to its end, or kills it when patience is over. */
export async function runClient(client: Client): Promise<Ended> {
  const { baseUrl, env = {}, folder, outside, patienceMs = 60_000, prompt = 'say hi' } = client
  const [file, ...before] = client.program
  const all = { ...isolated(folder, outside), ANTHROPIC_BASE_URL: baseUrl, ...env }
  const work = join(folder, 'work')
  mkdirSync(work, { recursive: true })
  const startedAt = performance.now()
  // A group of its own, so that its tools end with it.
  const child = spawn(file, [...before, '-p', prompt, ...PRINT], {
    ...{ cwd: work, env: all, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text))
  }
  const impatient = setTimeout(
    () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'),
    patienceMs,
  )
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  clearTimeout(impatient)
  return {
    code,
    ...read(written.stdout),
    ran: runsIn(work),
    tookMs: performance.now() - startedAt,
    stderr: written.stderr,
  }
}

/** What the printed events come to. */
function read(stdout: string): Pick<Ended, 'events' | 'retries' | 'said'> {
  const events = stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Event] : []))
  const retries = events.filter(({ subtype }) => subtype === 'api_retry').length
  return { events, retries, said: events.findLast(({ type }) => type === 'result')?.result ?? '' }
}

function runsIn(work: string): number {
  const trace = join(work, RAN)
  return existsSync(trace) ? readFileSync(trace, 'utf8').trim().split('\n').length : 0
}
