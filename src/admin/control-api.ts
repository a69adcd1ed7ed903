import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors/app-error.ts'
import type { Control, ControlRequest } from '../ports/control.ts'
import type { Probing } from '../ports/probing.ts'
import type { QueueActions } from '../ports/parking.ts'
import { API, type Identity, type ProbeAnswer, type ProxyStatus } from './contract.ts'
import type {
  FlightAnswer,
  RetryAnswer,
  SettleAnswer,
  StopAnswer,
  SwitchAnswer,
  SwitchRequest,
} from './contract.ts'
import { parseProbeRequest, parseRetryRequest, parseStopRequest, parseSwitchRequest } from './parse.ts'

/** What the control API of one running proxy speaks for. */
interface Parts {
  readonly identity: Identity
  /** Whoever has it may ask and tell everything. */
  readonly token: string
  readonly status: () => ProxyStatus
  readonly probing: Probing
  readonly retry: QueueActions['retry']
  /** What the last decisions were made from. */
  readonly flight: () => FlightAnswer
  /** Writes what waits to be written. */
  readonly settle: () => Promise<void>
  /** Null when there is no such profile. */
  readonly switchTo: (hand: SwitchRequest['hand']) => SwitchAnswer | null
  /** Resolves, when open requests have ended, to the number of those that were cut off. */
  readonly stop: (drainMs: number) => Promise<number>
}

interface Route {
  readonly method: 'GET' | 'POST'
  /** Answered to everybody. */
  readonly isOpen: boolean
  readonly answer: (request: ControlRequest) => Promise<Answer>
}

type Routes = ReadonlyMap<string, Route>

type Answer =
  | FlightAnswer
  | Identity
  | ProbeAnswer
  | ProxyStatus
  | RetryAnswer
  | SettleAnswer
  | StopAnswer
  | SwitchAnswer

export function controlApi(parts: Parts): Control {
  const routes = routesTo(parts)
  const { token } = parts
  return {
    answer: async (request) => {
      const { method, path } = request
      const route = path.startsWith(API) ? routes.get(path.slice(API.length)) : undefined
      if (route === undefined) throw new AppError('no-such-path', `QCC has nothing at ${path}.`)
      if (method !== route.method) {
        const why = `${path} is asked with ${route.method}, not with ${method}.`
        throw new AppError('wrong-method', why, { details: { allow: route.method } })
      }
      if (!route.isOpen && !isSame(request.token, token)) {
        const why =
          'The control API needs "authorization: Bearer TOKEN" with the token in run.json of QCC\'s home.'
        throw new AppError('no-token', why)
      }
      return { status: 200, body: await route.answer(request) }
    },
  }
}

function routesTo({ flight, identity, probing, retry, settle, status, stop, switchTo }: Parts): Routes {
  return new Map([
    ['/identity', { method: 'GET', isOpen: true, answer: async () => identity }],
    ['/status', get(async () => status())],
    ['/flight', get(async () => flight())],
    [
      '/probe',
      post(async (body) => {
        const { endpoints, kind } = parseProbeRequest(await body())
        return { reports: await probing.test(endpoints, kind) }
      }),
    ],
    ['/check', post(async () => ({ reports: await probing.round() }))],
    [
      '/settle',
      post(async () => {
        await settle()
        return { settled: true }
      }),
    ],
    ['/retry', post(async (body) => ({ retried: await retry(parseRetryRequest(await body()).ids) }))],
    ['/switch', post(async (body) => switched(parseSwitchRequest(await body()), switchTo))],
    ['/stop', post(async (body) => ({ broken: await stop(parseStopRequest(await body()).drainMs) }))],
  ])
}

const get = (answer: () => Promise<Answer>): Route => ({ method: 'GET', isOpen: false, answer })

/** `answer` gets a way to read the body, which it need not use. */
const post = (answer: (body: () => Promise<string>) => Promise<Answer>): Route => ({
  method: 'POST',
  isOpen: false,
  answer: (request) => answer(async () => String(await request.body())),
})

function switched({ hand }: SwitchRequest, switchTo: Parts['switchTo']): SwitchAnswer {
  const tiers = switchTo(hand)
  if (tiers !== null) return tiers
  throw new AppError('no-such-thing', `There is no profile "${hand?.profile ?? ''}" here.`)
}

/** Takes as long for a token that is nearly right as for any other. */
function isSame(given: string | null, token: string): boolean {
  return given !== null && timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
