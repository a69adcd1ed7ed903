import { join } from 'node:path'
import {
  parseLoginLinkAnswer,
  parseProbeAnswer,
  parseRetryAnswer,
  parseStatus,
  parseStopAnswer,
  parseSwitchAnswer,
} from '../admin/parse.ts'
import { parsed } from '../admin/parsed.ts'
import type { Identity, ProxyStatus, RunFile, SwitchRequest, TiersStatus } from '../admin/contract.ts'
import type { LoginLinkAnswer, LoginLinkRequest } from '../admin/contract/access.ts'
import type { NotifyAnswer } from '../admin/contract/notify.ts'
import type { CheckKind } from '../core/health/check.ts'
import type { ControlClient } from '../cli/control-client.ts'
import type { Clock } from '../ports/clock.ts'
import type { Channel } from '../core/notify/notice.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { Retried } from '../ports/parking.ts'
import { holdFile } from '../store/hold-file.ts'
import { askIdentity, askProxy } from './ask-proxy.ts'
import { readRunFile } from './run-file.ts'
import { wait } from './system-clock.ts'
import { toldError } from './told-error.ts'

const STATUS_MS = 5_000
/** How long a proxy may take to end once its requests have. */
const END_MS = 10_000
const LOOK_AGAIN_MS = 50

/**
 * The proxy that serves this home, or null. `run.json` only says where to ask:
 * what answers there with another identity is another program, or a proxy of
 * another home.
 */
export async function connectControl(home: string, clock: Clock): Promise<ControlClient | null> {
  const run = readRunFile(home)
  if (run === null) return null
  const identity = await askIdentity(run.url, clock)
  if (identity?.instance !== run.instance) return null
  return {
    url: run.url,
    identity,
    started: { flags: run.flags, profile: run.profile, daemon: run.daemon },
    clientToken: run.clientToken,
    status: () => askStatus(run, identity, clock),
    loginLink: (wanted) => askLoginLink(run, identity, wanted, clock),
    probe: (id, kind, timeoutMs) => askProbe(run, identity, { id, kind, timeoutMs }, clock),
    check: (timeoutMs) => askProbes(run, identity, { path: '/check', body: {}, timeoutMs }, clock),
    switchTo: (hand) => askSwitch(run, identity, { hand }, clock),
    retry: (id) => askRetry(run, identity, id, clock),
    notify: (channel) => askNotify(run, identity, channel, clock),
    flight: () => askFlight(run, identity, clock),
    settle: async () => {
      const asked = { method: 'POST', path: '/settle', token: run.token, timeoutMs: STATUS_MS } as const
      await askProxy(run.url, asked, clock)
    },
    stop: async (drainMs) => {
      const broken = await stop(run, drainMs, clock)
      await isGone(home, run, clock)
      return { broken }
    },
  }
}

async function askStatus({ token, url }: RunFile, identity: Identity, clock: Clock): Promise<ProxyStatus> {
  const asked = { method: 'GET', path: '/status', token, timeoutMs: STATUS_MS } as const
  const answer = await askProxy(url, asked, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  const status = answer.status === 200 ? parseStatus(answer.text) : null
  if (status !== null) return status
  const { pid, version } = identity
  throw toldError('failed', 'proxy.no-status', { url, pid, version })
}

async function askLoginLink(
  { token, url }: RunFile,
  { pid, version }: Identity,
  body: LoginLinkRequest,
  clock: Clock,
): Promise<LoginLinkAnswer> {
  const asked = { method: 'POST', path: '/login-link', token, body, timeoutMs: STATUS_MS } as const
  const answer = await askProxy(url, asked, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  const link = answer.status === 200 ? parseLoginLinkAnswer(answer.text) : null
  if (link !== null) return link
  throw toldError('failed', 'proxy.no-status', { url, pid, version })
}

/** An answer may be as long as endpoints let it be. */
const RETRY_MS = 24 * 3_600_000

async function askRetry(
  { token, url }: RunFile,
  { pid, version }: Identity,
  id: string,
  clock: Clock,
): Promise<Retried> {
  const asked = { method: 'POST', path: '/retry', token, body: { ids: [id] }, timeoutMs: RETRY_MS } as const
  const answer = await askProxy(url, asked, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  const [retried] = (answer.status === 200 ? parseRetryAnswer(answer.text) : null)?.retried ?? []
  if (retried !== undefined) return retried
  throw toldError('failed', 'proxy.no-status', { url, pid, version })
}

const NO_SUCH_PROFILE = 404

/** Receivers have 10 s, and all are asked at once; before that, a key may be fetched by a command. */
const NOTIFY_MS = 40_000

async function askNotify(
  { token, url }: RunFile,
  { pid, version }: Identity,
  channel: Channel | null,
  clock: Clock,
): Promise<NotifyAnswer['tried']> {
  const asked = { method: 'POST', path: '/notify', token, body: { channel }, timeoutMs: NOTIFY_MS } as const
  const answer = await askProxy(url, asked, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  const { notifyAnswer } = await import('../admin/contract/notify.ts')
  const found = answer.status === 200 ? parsed(notifyAnswer, answer.text) : null
  if (found !== null) return found.tried
  throw toldError('failed', 'proxy.no-status', { url, pid, version })
}

/** Some thousand decisions, each with what it was made from. */
const FLIGHT_BYTES = 256 * 2 ** 20
const FLIGHT_MS = 30_000

async function askFlight({ token, url }: RunFile, { pid, version }: Identity, clock: Clock): Promise<string> {
  const asked = {
    method: 'GET',
    path: '/flight',
    token,
    timeoutMs: FLIGHT_MS,
    maxBytes: FLIGHT_BYTES,
  } as const
  const answer = await askProxy(url, asked, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  if (answer.status !== 200) throw toldError('failed', 'proxy.no-status', { url, pid, version })
  return answer.text
}

async function askProbe(
  run: RunFile,
  identity: Identity,
  { id, kind, timeoutMs }: { readonly id: string; readonly kind: CheckKind; readonly timeoutMs: number },
  clock: Clock,
): Promise<ProbeReport | null> {
  const body = { endpoints: [id], kind }
  const [report] = await askProbes(run, identity, { path: '/probe', body, timeoutMs }, clock)
  return report ?? null
}

async function askProbes(
  { token, url }: RunFile,
  { pid, version }: Identity,
  asked: { readonly path: '/probe' | '/check'; readonly body: object; readonly timeoutMs: number },
  clock: Clock,
): Promise<readonly ProbeReport[]> {
  const timeoutMs = asked.timeoutMs + STATUS_MS
  const answer = await askProxy(url, { ...asked, method: 'POST', token, timeoutMs }, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  const found = answer.status === 200 ? parseProbeAnswer(answer.text) : null
  if (found !== null) return found.reports
  throw toldError('failed', 'proxy.no-status', { url, pid, version })
}

async function askSwitch(
  { token, url }: RunFile,
  { pid, version }: Identity,
  body: SwitchRequest,
  clock: Clock,
): Promise<TiersStatus | null> {
  const asked = { method: 'POST', path: '/switch', token, body, timeoutMs: STATUS_MS } as const
  const answer = await askProxy(url, asked, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  const tiers = answer.status === 200 ? parseSwitchAnswer(answer.text) : null
  if (tiers !== null || answer.status === NO_SUCH_PROFILE) return tiers
  throw toldError('failed', 'proxy.no-status', { url, pid, version })
}

/** Resolves when it has ended its requests, or can be asked no more. */
async function stop({ token, url }: RunFile, drainMs: number, clock: Clock): Promise<number | null> {
  const asked = {
    method: 'POST',
    path: '/stop',
    token,
    body: { drainMs },
    timeoutMs: drainMs + END_MS,
  } as const
  const answer = await askProxy(url, asked, clock)
  return answer === null ? null : (parseStopAnswer(answer.text)?.broken ?? null)
}

/** Resolves when the process holds its home no more, which the system knows better than any file. */
async function isGone(home: string, { pid, url }: RunFile, clock: Clock): Promise<void> {
  const until = clock.now() + END_MS
  for (;;) {
    const hold = holdFile(runLock(home))
    hold?.release()
    if (hold !== null) return
    if (clock.now() > until) {
      throw toldError('failed', 'proxy.not-gone', { url, pid })
    }
    await wait(LOOK_AGAIN_MS)
  }
}

/** Held by the proxy of a home for as long as it lives. */
export const runLock = (home: string): string => join(home, 'run.lock')
