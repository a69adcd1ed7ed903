import { AppError } from '../errors/app-error.ts'
import type { Control, ControlAnswer, ControlRequest } from '../ports/control.ts'
import type { Probing } from '../ports/probing.ts'
import type { QueueActions } from '../ports/parking.ts'
import { admitted, type Door } from './caller.ts'
import { API, type Identity, type ProxyStatus } from './contract.ts'
import type { FlightAnswer, SwitchAnswer, SwitchRequest } from './contract.ts'
import { parseProbeRequest, parseRetryRequest, parseStopRequest, parseSwitchRequest } from './parse-bodies.ts'
import { ok, type Asked, type Method, type Route } from './route.ts'

/** What the control API of one running proxy speaks for. */
interface Parts {
  readonly identity: Identity
  readonly door: Door
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
  /** What logs in, scrapes or watches: loaded when somebody first asks for what a command does not. */
  readonly more: () => Promise<readonly Route[]>
  /** What looks back, or at the configuration: loaded when somebody first asks for that. All of it is below the API's root. */
  readonly deep: () => Promise<readonly Route[]>
}

export function controlApi(parts: Parts): Control {
  const first = routesOf(parts)
  const more = once(parts.more)
  const deep = once(parts.deep)
  return {
    answer: async (request) => {
      const isDeep = request.path.startsWith(`${API}/`)
      const way =
        wayTo(request, first) ??
        wayTo(request, await more()) ??
        (isDeep ? wayTo(request, await deep()) : null)
      if (way === null) {
        await admitted(request, 'machine', parts.door)
        throw nothingThere(request, [...first, ...(await more()), ...(isDeep ? await deep() : [])])
      }
      const login = await admitted(request, way.route.access, parts.door)
      return way.route.answer({
        ...{ request, login, params: way.params },
        query: new URLSearchParams(request.query),
      })
    },
  }
}

/** Made when it is first wanted. */
function once(make: () => Promise<readonly Route[]>): () => Promise<readonly Route[]> {
  let made: Promise<readonly Route[]> | null = null
  return () => (made ??= make().catch(notLoaded))
}

/** Its files went when another version took their place. */
function notLoaded(cause: unknown): never {
  const why =
    'The rest of QCC cannot be loaded. If it was updated while this proxy ran, restart it: qcc proxy restart.'
  throw new AppError('failed', why, { cause })
}

interface Way {
  readonly route: Route
  readonly params: Asked['params']
}

function wayTo({ method, path }: ControlRequest, routes: readonly Route[]): Way | null {
  for (const route of routes) {
    const params = route.method === methodOf(method, route) ? paramsIn(path, route.path) : null
    if (params !== null) return { route, params }
  }
  return null
}

/** Whoever may see the page or ask for the health may ask for the headers alone. */
const methodOf = (method: string, { access }: Route): string =>
  method === 'HEAD' && (access === 'anybody' || access === 'metrics') ? 'GET' : method

/** What stands in `path` where `pattern` has a colon; null when they are not alike. */
function paramsIn(path: string, pattern: string): Asked['params'] | null {
  if (!pattern.includes(':')) return path === pattern ? {} : null
  const [parts, wanted] = [path.split('/'), pattern.split('/')]
  if (parts.length !== wanted.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const name = wanted[index] ?? ''
    if (name.startsWith(':')) params[name.slice(1)] = decoded(part)
    else if (name !== part) return null
  }
  return params
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function nothingThere({ method, path }: ControlRequest, routes: readonly Route[]): AppError {
  const methods = routes.flatMap((route) => (paramsIn(path, route.path) === null ? [] : [route.method]))
  if (methods.length === 0) return new AppError('no-such-path', `QCC has nothing at ${path}.`)
  const allow = [...new Set<Method>(methods)].join(', ')
  return new AppError('wrong-method', `${path} is asked with ${allow}, not with ${method}.`, {
    details: { allow },
  })
}

/** What a command asks for. */
function routesOf({
  flight,
  identity,
  probing,
  retry,
  settle,
  status,
  stop,
  switchTo,
}: Parts): readonly Route[] {
  return [
    { method: 'GET', path: `${API}/identity`, access: 'machine', answer: async () => ok(identity) },
    { method: 'GET', path: `${API}/status`, access: 'viewer', answer: async () => ok(status()) },
    { method: 'GET', path: `${API}/flight`, access: 'admin', answer: async () => ok(flight()) },
    post('/probe', async (body) => {
      const { endpoints, kind } = parseProbeRequest(await body())
      return { reports: await probing.test(endpoints, kind) }
    }),
    post('/check', async () => ({ reports: await probing.round() })),
    post('/settle', async () => {
      await settle()
      return { settled: true }
    }),
    post('/retry', async (body) => ({ retried: await retry(parseRetryRequest(await body()).ids) })),
    post('/switch', async (body) => switched(parseSwitchRequest(await body()), switchTo)),
    post('/stop', async (body) => ({ broken: await stop(parseStopRequest(await body()).drainMs) })),
  ]
}

/** `answer` gets a way to read the body, which it need not use. */
const post = (path: string, answer: (body: () => Promise<string>) => Promise<object>): Route => ({
  ...{ method: 'POST', path: API + path, access: 'admin' },
  answer: async ({ request }): Promise<ControlAnswer> =>
    ok(await answer(async () => String(await request.body()))),
})

function switched({ hand }: SwitchRequest, switchTo: Parts['switchTo']): SwitchAnswer {
  const tiers = switchTo(hand)
  if (tiers !== null) return tiers
  throw new AppError('no-such-thing', `There is no profile "${hand?.profile ?? ''}" here.`)
}
