import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors/app-error.ts'
import type { Control, ControlRequest } from '../ports/control.ts'
import type { Probing } from '../ports/probing.ts'
import { API, type Identity, type ProbeAnswer, type ProxyStatus } from './contract.ts'
import type { FlightAnswer, SettleAnswer, StopAnswer } from './contract.ts'
import { parseProbeRequest, parseStopRequest } from './parse.ts'

/** What the control API of one running proxy speaks for. */
interface Parts {
  readonly identity: Identity
  /** Whoever has it may ask and tell everything. */
  readonly token: string
  readonly status: () => ProxyStatus
  readonly probing: Probing
  /** What the last decisions were made from. */
  readonly flight: () => FlightAnswer
  /** Writes what waits to be written. */
  readonly settle: () => Promise<void>
  /** Resolves, when open requests have ended, to the number of those that were cut off. */
  readonly stop: (drainMs: number) => Promise<number>
}

interface Route {
  readonly method: 'GET' | 'POST'
  /** Answered to everybody. */
  readonly isOpen: boolean
  readonly answer: (request: ControlRequest) => Promise<Answer>
}

type Answer = FlightAnswer | Identity | ProbeAnswer | ProxyStatus | SettleAnswer | StopAnswer

export function controlApi({ flight, identity, probing, settle, status, stop, token }: Parts): Control {
  const routes = new Map<string, Route>([
    ['/identity', { method: 'GET', isOpen: true, answer: async () => identity }],
    ['/status', { method: 'GET', isOpen: false, answer: async () => status() }],
    ['/flight', { method: 'GET', isOpen: false, answer: async () => flight() }],
    [
      '/probe',
      {
        method: 'POST',
        isOpen: false,
        answer: async (request) => ({
          reports: await probing.test(parseProbeRequest(String(await request.body())).endpoints),
        }),
      },
    ],
    [
      '/settle',
      {
        method: 'POST',
        isOpen: false,
        answer: async () => {
          await settle()
          return { settled: true }
        },
      },
    ],
    [
      '/stop',
      {
        method: 'POST',
        isOpen: false,
        answer: async (request) => ({
          broken: await stop(parseStopRequest(String(await request.body())).drainMs),
        }),
      },
    ],
  ])
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

/** Takes as long for a token that is nearly right as for any other. */
function isSame(given: string | null, token: string): boolean {
  return given !== null && timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
