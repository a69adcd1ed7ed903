/**
 * Who asks, and whether that may be: the token of `run.json`, a cookie of the
 * dashboard, a client token, or nothing. What changes something needs of a
 * browser besides the cookie a header that no page of others can send.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { holds, onUse, type Role } from '../core/access/login.ts'
import { AppError } from '../errors/app-error.ts'
import type { Clients } from '../ports/clients.ts'
import type { ControlRequest } from '../ports/control.ts'
import type { Logins } from '../ports/logins.ts'
import type { Access, LoginNow } from './route.ts'

export interface Door {
  /** Whoever has it may ask and tell everything. */
  readonly token: string
  /** Null where nobody can log in. */
  readonly logins: Logins | null
  readonly clients: Clients
  readonly now: () => number
  /** Whether other machines may use the dashboard. */
  readonly isBeyond: () => boolean
}

/** Lets the request in, with the login that it came with; null where it came without. Throws for whoever may not. */
export async function admitted(
  request: ControlRequest,
  access: Access,
  door: Door,
): Promise<LoginNow | null> {
  if (access === 'anybody') return null
  if (access === 'metrics') return metricsAllowed(request, door)
  if (request.isFromElsewhere && !door.isBeyond()) throw new AppError('stranger', NOT_BEYOND)
  if (access === 'machine') return null
  if (request.token !== null) return tokenAllowed(request, door)
  const now = await loginOf(request, door)
  refuseRole(now.login.role, access)
  refuseForged(request, now.csrf)
  return now
}

const NOT_BEYOND =
  'The control API and the dashboard answer to the machine that the proxy runs on, and to no other. "qcc config set dashboard.beyond on" opens them to whoever is logged in.'

function metricsAllowed({ isFromElsewhere, token }: ControlRequest, door: Door): null {
  if (!isFromElsewhere) return null
  if (token !== null && door.clients.holderOf(token) !== null) return null
  throw new AppError(
    'no-token',
    'From another machine the metrics need "authorization: Bearer TOKEN" with a client token. Make one with "qcc proxy token create NAME".',
  )
}

function tokenAllowed({ isFromElsewhere, token }: ControlRequest, door: Door): null {
  if (!isFromElsewhere && token !== null && isSame(token, door.token)) return null
  throw new AppError('no-token', NO_TOKEN)
}

const NO_TOKEN =
  'The control API needs "authorization: Bearer TOKEN" with the token in run.json of QCC\'s home, on its own machine, or a browser that is logged in: "qcc dashboard" opens one.'

/** The login of the cookie, which this use keeps alive. */
async function loginOf(request: ControlRequest, { logins, now }: Door): Promise<LoginNow> {
  const secret = cookieOf(request)
  if (secret === null || logins === null) throw new AppError('no-token', NO_TOKEN)
  const at = now()
  const login = await logins.find(hashOf(secret))
  if (login === null || !holds(login, at)) throw new AppError('no-session', LOGGED_OUT)
  const share = login.share === null ? null : await logins.share(login.share)
  const used = onUse(login, share, at)
  // A disk that is full must not keep anybody from looking.
  if (used !== login) await logins.renew(used.hash, used.until).catch(() => undefined)
  return { login: used, csrf: csrfOf(secret) }
}

const LOGGED_OUT =
  'You are logged out: this login is over or was ended. Open the dashboard anew with "qcc dashboard".'

function refuseRole(role: Role, access: Role): void {
  if (role === 'admin' || access === 'viewer') return
  throw new AppError('not-allowed', 'You are logged in as a viewer, who may look and change nothing.')
}

function refuseForged({ headers, method }: ControlRequest, csrf: string): void {
  if (method === 'GET') return
  const given = headers[CSRF_HEADER]
  if (typeof given === 'string' && isSame(given, csrf)) return
  throw new AppError(
    'not-allowed',
    `What changes something needs the header ${CSRF_HEADER} of this login, as GET /session tells it.`,
  )
}

const CSRF_HEADER = 'x-qcc-csrf'

/** Browsers give a cookie to every port of a host: without its port in the name, one proxy would log out another. */
export const cookieName = (port: number): string => `qcc_session_${String(port)}`

function cookieOf({ headers, port }: ControlRequest): string | null {
  const name = cookieName(port)
  for (const one of (headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = one.trim().split('=', 2)
    if (key === name && value !== '') return value
  }
  return null
}

const csrfOf = (secret: string): string => createHmac('sha256', secret).update('csrf').digest('base64url')

/** What is kept of a token or of a cookie. They are 256 random bits, which nobody guesses: a plain hash is enough. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Takes as long for one that is nearly right as for any other. */
const isSame = (given: string, wanted: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(wanted)))
