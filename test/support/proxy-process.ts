import { readFileSync } from 'node:fs'
import type { ProxyStatus } from '../../src/admin/contract.ts'
import { connectControl } from '../../src/app/control-client.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import { logFile, logFolder } from '../../src/cli/log-files.ts'
import type { Document } from '../../src/core/config/document.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import { configureHome, homeWith } from './home.ts'
import { handlesOf, type Handles } from './handles.ts'
import { askingInspector, usedBytes } from './inspector.ts'
import { startQcc } from './qcc.ts'

/** The built proxy as a process of its own, whose memory and sockets are nobody else's. It ends with the test. */
export interface ProxyProcess {
  readonly url: string
  readonly pid: number
  /** As it tells it over the control API. */
  readonly status: () => Promise<ProxyStatus>
  /** A link to log in to the dashboard by. */
  readonly loginLink: () => Promise<string>
  /** Waits until no request is open and no endpoint has one in flight. */
  readonly settled: () => Promise<void>
  /** Bytes of its heap and its buffers that are in use once all garbage is collected. */
  readonly usedBytes: () => Promise<number>
  /** Processor time that it took so far, in milliseconds. */
  readonly cpuMs: () => Promise<number>
  /** Its open handles, idle ones too, once their number stays the same; null where the system does not tell. */
  readonly handles: () => Promise<Handles | null>
  /** What its log file says so far. */
  readonly events: () => readonly LogEvent[]
}

/** What a test waits for in another process, on a busy machine. */
const PATIENCE_MS = 45_000
const LOOK_AGAIN_MS = 50
/** All of it in one file. */
const LOG = { 'log.level': 'debug', 'log.file-size': 2 ** 30 } as const

/** Starts it in a home with this document, each credential `env:NAME` set, and Node's inspector as the way to look inside. */
export async function startProxyProcess(document: Document): Promise<ProxyProcess> {
  const home = await homeWith([])
  await configureHome(home, { ...document, settings: { 'proxy.port': 0, ...LOG, ...document.settings } })
  const env = { QCC_HOME: home, NODE_OPTIONS: '--inspect=127.0.0.1:0', ...keysOf(document) }
  const running = startQcc(['--quiet', 'proxy', 'start'], env)
  const { pid = 0 } = running.child
  const [, inspector = ''] = await running.says(/(ws:\S+)/)
  const ask = await askingInspector(inspector)
  const control = await until('it listens', () => connectControl(home, systemClock))
  return {
    ...{ url: control.url, pid, status: () => control.status() },
    loginLink: async () => (await control.loginLink({ role: 'viewer' })).url,
    settled: async () => {
      await until('nothing is in flight', async () => {
        const { endpoints, open } = await control.status()
        return open === 0 && endpoints.every(({ inFlight }) => inFlight === 0) ? true : null
      })
    },
    usedBytes: () => usedBytes(ask),
    cpuMs: async () => {
      const asked = { expression: 'process.cpuUsage()', returnByValue: true }
      const { result } = (await ask('Runtime.evaluate', asked)) as { result: { value: NodeJS.CpuUsage } }
      return (result.value.system + result.value.user) / 1_000
    },
    handles: async () => (process.platform === 'linux' ? atRest(() => handlesOf(pid)) : null),
    events: () =>
      readFileSync(logFile(logFolder(home)), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as LogEvent),
  }
}

/** Resolves to what `look` finds, `everyMs`; rejects when that is null for too long. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null>,
  everyMs = LOOK_AGAIN_MS,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const endsAt = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > endsAt) throw new Error(`it did not come to this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** How often each comes. */
export function countsOf(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** What `look` says when it has said so for a second. */
async function atRest(look: () => Handles): Promise<Handles> {
  let last = look()
  let times = 0
  return until('its handles are at rest', async () => {
    const now = look()
    times = now.sockets === last.sockets && now.files === last.files ? times + 1 : 0
    last = now
    return times * LOOK_AGAIN_MS >= 1_000 ? now : null
  })
}

const keysOf = ({ profiles }: Document): Record<string, string> =>
  Object.fromEntries(
    profiles
      .flatMap(({ endpoints }) => endpoints)
      .flatMap((one) =>
        'credential' in one ? [[one.credential.replace('env:', ''), 'made-up-0123456789']] : [],
      ),
  )
