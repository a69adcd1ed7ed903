import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunFile } from '../../src/admin/contract.ts'
import { readRunFile } from '../../src/app/run-file.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import { logFile, logFolder } from '../../src/cli/log-files.ts'
import type { Document } from '../../src/core/config/document.ts'
import { replaceConfiguration } from '../../src/document/configuration.ts'
import type { Act } from '../../src/lab/act.ts'
import { startFaultProxy, type FaultProxy } from '../../src/lab/fault-proxy.ts'
import { BREAKS_AFTER_COMMIT, FAULTS } from '../../src/lab/faults.ts'
import { startUpstream, type Upstream } from '../../src/lab/upstream.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import { openStore } from '../../src/store/open-store.ts'
import { askingInspector, type Asking } from '../support/inspector.ts'
import { SETS_ASIDE } from '../support/sets-aside.ts'

/** An endpoint, and the line to it. */
export interface Line {
  readonly name: string
  readonly up: Upstream
  readonly faults: FaultProxy
  /** From now on all its answers are good, or some are bad. */
  readonly setGood: (isGood: boolean) => void
}

/** The built proxy as a process of its own, and its endpoints in this one. */
export interface Stage {
  readonly home: string
  readonly pid: number
  readonly run: RunFile
  readonly inspector: Asking
  readonly lines: readonly Line[]
  /** Runs a command of `qcc` on this home; resolves to what it said, and rejects when it failed. */
  readonly qcc: (...args: readonly string[]) => Promise<string>
  /** What its log says so far. */
  readonly log: () => readonly LogEvent[]
  readonly stop: () => Promise<void>
}

const QCC = fileURLToPath(new URL('../../dist/qcc.mjs', import.meta.url))
const KEY = 'SOAK_KEY'
const GOOD_SHARE = 0.8
const READY_MS = 20_000

const BAD: readonly Act[] = [
  ...FAULTS.filter(({ expected }) => !SETS_ASIDE.has(expected)),
  ...BREAKS_AFTER_COMMIT,
]
  .filter(({ appliesTo }) => appliesTo !== 'whole')
  .map(({ act }) => act)

function drawnAct(roll: () => number): Act {
  if (roll() >= GOOD_SHARE) return BAD[Math.floor(roll() * BAD.length)] ?? { do: 'serve' }
  if (roll() < 0.05) return { do: 'serve', text: 'x'.repeat(200_000), deltas: 20 }
  const encoding = roll() < 0.2 ? { encoding: 'gzip' as const } : {}
  return {
    do: 'serve',
    deltas: 4 + Math.floor(roll() * 12),
    manner: { everyMs: Math.floor(roll() * 25), ...encoding },
  }
}

/** Small enough to be reached within minutes, and timers short enough to be met. */
const SETTINGS: Document['settings'] = {
  ...{ 'proxy.port': 0, 'log.file-size': 2 ** 30, 'trail.requests': 600, 'versions.keep': 20 },
  ...{ 'timeout.connect': 1, 'timeout.first-content': 2, 'timeout.first-content-least': 2 },
  ...{ 'timeout.quiet': 1, 'timeout.quiet-last': 1, 'timeout.idle': 2, 'timeout.no-content': 4 },
  ...{ 'hold.max': 1, 'room.wait': 1, 'circuit.max-open': 2, 'tier.cooldown': 2, 'attempts.deadline': 8 },
  ...{
    'body.idle': 2,
    'body.total': 32 * 2 ** 20,
    'queue.base': 0.2,
    'queue.max-delay': 1,
    'health.interval': 10,
  },
}

const entryOf = ({ faults, name }: Line, weight: number) => ({
  ...{
    id: Buffer.from(name).toString('hex').padEnd(8, '0'),
    name,
    baseUrl: urlOf(faults),
    auth: 'x-api-key' as const,
    credential: `env:${KEY}`,
  },
  ...{ weight, enabled: true },
})

export const urlOf = ({ port }: FaultProxy): string => `http://127.0.0.1:${String(port)}`

async function startLine(name: string, roll: () => number): Promise<Line> {
  let isGood = false
  const reply = (): Act => (isGood ? { do: 'serve' } : drawnAct(roll))
  const up = await startUpstream({ clock: systemClock, name, reply, remember: 0 })
  const faults = await startFaultProxy({ clock: systemClock, targetPort: Number(new URL(up.url).port) })
  return {
    ...{ name, up, faults },
    setGood: (is) => {
      isGood = is
    },
  }
}

/** Starts everything: three endpoints in the first tier, one in the second, and one of its own for what is parked. */
export async function startStage(roll: () => number): Promise<Stage> {
  const lines = await Promise.all(['a', 'b', 'c', 'd', 'p'].map((name) => startLine(name, roll)))
  const [a, b, c, d, p] = lines
  if (a === undefined || b === undefined || c === undefined || d === undefined || p === undefined)
    throw new Error('no lines')
  const folder = mkdtempSync(join(tmpdir(), 'qcc-soak-'))
  const home = join(folder, 'home')
  mkdirSync(home)
  await configure(home, {
    profiles: [
      { name: 'main', endpoints: [entryOf(a, 100), entryOf(b, 50), entryOf(c, 10)] },
      { name: 'backup', endpoints: [entryOf(d, 100)] },
      { name: 'parked', endpoints: [entryOf(p, 100)] },
    ],
    tiers: { primary: ['main'], secondary: ['backup'] },
    settings: SETTINGS,
  })
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    QCC_HOME: home,
    QCC_KEY_STORE: 'off',
    [KEY]: 'made-up-0123456789',
  }
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', QCC, '--quiet', 'proxy', 'start'], {
    env,
    stdio: 'pipe',
  })
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = new Promise((resolve) => child.once('close', resolve))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const [inspector, run] = await ready(() => {
    const url = /ws:\S+/.exec(said)?.[0]
    const file = readRunFile(home)
    return url === undefined || file === null ? null : ([url, file] as const)
  })
  return {
    ...{ home, pid: child.pid ?? 0, run, lines, inspector: await askingInspector(inspector) },
    qcc: (...args) => finished([QCC, ...args], env),
    log: () => readLog(home),
    stop: async () => {
      child.kill('SIGKILL')
      await ended
      await Promise.all(lines.map(({ faults }) => faults.close()))
      await Promise.all(lines.map(({ up }) => up.close()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function configure(home: string, document: Document): Promise<void> {
  const store = await openStore({ file: join(home, 'qcc.db') })
  const parts = { versions: store.versions, clock: systemClock, keep: 100 }
  await replaceConfiguration(parts, 0, document, { author: 'cli', message: 'made by the soak' })
  store.close()
}

async function ready<T>(look: () => T | null): Promise<T> {
  for (const endsAt = Date.now() + READY_MS; Date.now() < endsAt;) {
    const found = look()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the proxy did not start')
}

const finished = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`qcc ${args.slice(1).join(' ')}: ${stderr}`))
    })
  })

const readLog = (home: string): readonly LogEvent[] =>
  readFileSync(logFile(logFolder(home)), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogEvent)
