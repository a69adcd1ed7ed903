import { join } from 'node:path'
import {
  parseLoginLinkAnswer,
  parseProbeAnswer,
  parseRetryAnswer,
  parseStatus,
  parseStopAnswer,
  parseSwitchAnswer,
  told,
} from '../admin/parse.ts'
import type { Identity, ProxyStatus, RunFile, SwitchRequest, TiersStatus } from '../admin/contract.ts'
import type { LoginLinkAnswer, LoginLinkRequest } from '../admin/contract/access.ts'
import type { NotifyAnswer } from '../admin/contract/notify.ts'
import type { TryAnswer, TryRequest } from '../admin/contract/try.ts'
import type { CheckKind } from '../core/health/check.ts'
import type { ControlClient } from '../cli/control-client.ts'
import type { Clock } from '../ports/clock.ts'
import type { Channel } from '../core/notify/notice.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { Retried } from '../ports/parking.ts'
import { holdFile } from '../store/hold-file.ts'
import { askIdentity, askProxy, type Answer, type Asked } from './ask-proxy.ts'
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
  const way = { run, identity, clock }
  return {
    url: run.url,
    identity,
    started: { flags: run.flags, profile: run.profile, daemon: run.daemon },
    clientToken: run.clientToken,
    status: () => askStatus(way),
    loginLink: (wanted) => askLoginLink(way, wanted),
    probe: (id, kind, timeoutMs) => askProbe(way, { id, kind, timeoutMs }),
    check: (timeoutMs) => askProbes(way, { path: '/check', body: {}, timeoutMs }),
    switchTo: (hand) => askSwitch(way, { hand }),
    retry: (id) => askRetry(way, id),
    notify: (channel) => askNotify(way, channel),
    tryMessage: (wanted) => askTry(way, wanted),
    flight: () => askFlight(way),
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

/** Whom to ask, as it was when it said who it is. */
interface Way {
  readonly run: RunFile
  readonly identity: Identity
  readonly clock: Clock
}

/** What `read` makes of the answer. Throws `no-proxy` when none comes any more, and `failed` when `read` makes nothing of it. */
async function ask<T>(
  { clock, identity, run: { token, url } }: Way,
  asked: Omit<Asked, 'token'>,
  read: (answer: Answer) => T | null,
): Promise<T> {
  const answer = await askProxy(url, { ...asked, token }, clock)
  if (answer === null) throw toldError('no-proxy', 'proxy.went-away', { url })
  const found = read(answer)
  if (found !== null) return found
  const { pid, version } = identity
  throw toldError('failed', 'proxy.no-status', { url, pid, version })
}

/** Reads only what is no refusal. */
const inGood =
  <T>(parse: (text: string) => T | null) =>
  ({ status, text }: Answer): T | null =>
    status === 200 ? parse(text) : null

const askStatus = (way: Way): Promise<ProxyStatus> =>
  ask(way, { method: 'GET', path: '/status', timeoutMs: STATUS_MS }, inGood(parseStatus))

const askLoginLink = (way: Way, body: LoginLinkRequest): Promise<LoginLinkAnswer> =>
  ask(way, { method: 'POST', path: '/login-link', body, timeoutMs: STATUS_MS }, inGood(parseLoginLinkAnswer))

/** An answer may be as long as endpoints let it be. */
const RETRY_MS = 24 * 3_600_000

const askRetry = (way: Way, id: string): Promise<Retried> =>
  ask(
    way,
    { method: 'POST', path: '/retry', body: { ids: [id] }, timeoutMs: RETRY_MS },
    inGood((text) => parseRetryAnswer(text)?.retried[0] ?? null),
  )

/** Receivers have 10 s, and all are asked at once; before that, a key may be fetched by a command. */
const NOTIFY_MS = 40_000

async function askNotify(way: Way, channel: Channel | null): Promise<NotifyAnswer['tried']> {
  const { notifyAnswer } = await import('../admin/contract/notify.ts')
  const asked = { method: 'POST', path: '/notify', body: { channel }, timeoutMs: NOTIFY_MS } as const
  return (
    await ask(
      way,
      asked,
      inGood((text) => told(notifyAnswer, text)),
    )
  ).tried
}

/** Longer than it waits itself. */
const TRY_MS = 330_000
/** As long as an answer may be that it reads, and what JSON makes of it. */
const TRY_BYTES = 16 * 2 ** 20

async function askTry(way: Way, body: TryRequest): Promise<TryAnswer> {
  const { tryAnswer } = await import('../admin/contract/try.ts')
  const asked = { method: 'POST', path: '/try', body, timeoutMs: TRY_MS, maxBytes: TRY_BYTES } as const
  return ask(
    way,
    asked,
    inGood((text) => told(tryAnswer, text)),
  )
}

/** Some thousand decisions, each with what it was made from. */
const FLIGHT_BYTES = 256 * 2 ** 20
const FLIGHT_MS = 30_000

const askFlight = (way: Way): Promise<string> =>
  ask(
    way,
    { method: 'GET', path: '/flight', timeoutMs: FLIGHT_MS, maxBytes: FLIGHT_BYTES },
    inGood((text) => text),
  )

interface Checking {
  readonly path: '/probe' | '/check'
  readonly body: object
  readonly timeoutMs: number
}

async function askProbes(way: Way, { timeoutMs, ...asked }: Checking): Promise<readonly ProbeReport[]> {
  const question = { ...asked, method: 'POST', timeoutMs: timeoutMs + STATUS_MS } as const
  return (await ask(way, question, inGood(parseProbeAnswer))).reports
}

async function askProbe(
  way: Way,
  { id, kind, timeoutMs }: { readonly id: string; readonly kind: CheckKind; readonly timeoutMs: number },
): Promise<ProbeReport | null> {
  const body = { endpoints: [id], kind }
  const [report] = await askProbes(way, { path: '/probe', body, timeoutMs })
  return report ?? null
}

const NO_SUCH_PROFILE = 404

/** Null when there is no such profile. */
async function askSwitch(way: Way, body: SwitchRequest): Promise<TiersStatus | null> {
  const asked = { method: 'POST', path: '/switch', body, timeoutMs: STATUS_MS } as const
  const { tiers } = await ask(way, asked, ({ status, text }) => {
    if (status === NO_SUCH_PROFILE) return { tiers: null }
    const found = status === 200 ? parseSwitchAnswer(text) : null
    return found === null ? null : { tiers: found }
  })
  return tiers
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
