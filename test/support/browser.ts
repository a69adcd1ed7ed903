import { request } from 'node:http'
import { onTestFinished } from 'vitest'
import type { LoginLinkAnswer, LoginLinkRequest, SessionAnswer } from '../../src/admin/contract/access.ts'
import { errorOf, send, type Answer } from './http.ts'

export const API = '/_qcc/api/v1'

/** What is asked besides the path. */
interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Asks the control API at `url` with a bearer token, as a command does. */
export const asOwner =
  (url: string, token: string) =>
  (path: string, { body, headers = {}, method = 'GET' }: Asked = {}): Promise<Answer> =>
    send(url + API + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

/** Makes a link to log in by. */
export async function loginLink(
  url: string,
  token: string,
  wanted: LoginLinkRequest,
): Promise<LoginLinkAnswer> {
  const answer = await asOwner(url, token)('/login-link', { method: 'POST', body: wanted })
  if (answer.status !== 200) throw new Error(`no link: ${answer.body.toString()}`)
  return jsonOf<LoginLinkAnswer>(answer)
}

/** A browser that is logged in: its cookie goes with each request, its CSRF token with those that change something. */
export interface Browser {
  readonly cookie: string
  readonly csrf: string
  ask(path: string, asked?: Asked): Promise<Answer>
}

/** Opens a link as a browser does. */
export async function opened(link: string): Promise<Browser> {
  const { origin } = new URL(link)
  const answer = await send(link, { method: 'GET', headers: { accept: 'text/html' } })
  const [cookie = ''] = (answer.headers['set-cookie']?.[0] ?? '').split(';')
  if (answer.status !== 303 || cookie === '') throw new Error(`not logged in: ${String(answer.status)}`)
  const session = await send(`${origin}${API}/session`, { method: 'GET', headers: { cookie } })
  const csrf = jsonOf<SessionAnswer>(session).csrf ?? ''
  return {
    ...{ cookie, csrf },
    ask: (path, { body, headers = {}, method = 'GET' } = {}) =>
      send(origin + API + path, {
        method,
        headers: { cookie, ...(method === 'GET' ? {} : { 'x-qcc-csrf': csrf }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

export async function loggedIn(
  url: string,
  token: string,
  role: 'admin' | 'viewer' = 'admin',
): Promise<Browser> {
  return opened((await loginLink(url, token, { role })).url)
}

export const jsonOf = <T>(answer: Answer): T => JSON.parse(answer.body.toString()) as T

/** One event as it was told. */
export interface Heard {
  readonly id: string
  readonly name: string
  readonly data: unknown
}

/** A stream of events that is read, or not. */
export interface Listening {
  readonly heard: readonly Heard[]
  readonly isOver: () => boolean
  /** Reads no more, and stays connected. */
  readonly stall: () => void
  readonly goOn: () => void
  readonly leave: () => void
}

/** Listens to the events at `url`; ends with the test. */
export function listenTo(url: string, headers: Readonly<Record<string, string>>, query = ''): Listening {
  const heard: Heard[] = []
  let isOver = false
  let text = ''
  const asking = request(`${url}${API}/events${query}`, { headers, agent: false })
  asking.on('error', () => (isOver = true))
  const stream = new Promise<{ pause(): void; resume(): void }>((resolve) => {
    asking.on('response', (answer) => {
      resolve(answer)
      answer.setEncoding('utf8').on('data', (more: string) => {
        text += more
        const parts = text.split('\n\n')
        text = parts.pop() ?? ''
        heard.push(...parts.flatMap(heardIn))
      })
      answer.on('error', () => undefined).on('close', () => (isOver = true))
    })
  })
  asking.end()
  onTestFinished(() => {
    asking.destroy()
  })
  return {
    heard,
    isOver: () => isOver,
    stall: () => void stream.then((answer) => answer.pause()),
    goOn: () => void stream.then((answer) => answer.resume()),
    leave: () => void asking.destroy(),
  }
}

function heardIn(text: string): readonly Heard[] {
  const [, id, name, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(text) ?? []
  if (id === undefined || name === undefined || data === undefined) return []
  return [{ id, name, data: JSON.parse(data) as unknown }]
}

/** Status and type of an error of ours. */
export const failed = (answer: Answer) => [answer.status, errorOf(answer).type]
export const UNAUTHENTICATED = [401, 'authentication_error']
export const FORBIDDEN = [403, 'permission_error']
