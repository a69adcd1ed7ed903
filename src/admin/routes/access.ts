/** Logging in and out, and the links that are shared. */
import { randomBytes } from 'node:crypto'
import {
  ONCE_LINK_MS,
  holds,
  opens,
  untilAfterUse,
  type OnceLink,
  type Role,
} from '../../core/access/login.ts'
import { AppError } from '../../errors/app-error.ts'
import type { ControlAnswer, ControlRequest } from '../../ports/control.ts'
import type { Logins } from '../../ports/logins.ts'
import { cookieName, hashOf } from '../caller.ts'
import { API } from '../contract.ts'
import {
  loginLinkRequest,
  type LoginLinkAnswer,
  type LoginLinkRequest,
  type SessionAnswer,
} from '../contract/access.ts'
import { parsed } from '../parsed.ts'
import { ok, type Asked, type LoginNow, type Route } from '../route.ts'

export interface AccessParts {
  readonly logins: Logins
  readonly now: () => number
  /** Where browsers find the proxy. */
  readonly url: () => string
  readonly version: string
  /** Rejects for whoever is not logged in. */
  readonly again: (request: ControlRequest) => Promise<LoginNow | null>
  /** Ends the streams of those who are not logged in any more. */
  readonly onLoggedOut: () => Promise<void>
}

export function accessRoutes(parts: AccessParts): readonly Route[] {
  const { logins, onLoggedOut } = parts
  const links = new Map<string, OnceLink>()
  return [
    {
      ...{ method: 'POST', path: `${API}/login-link`, access: 'admin' },
      answer: async ({ request }) => {
        const wanted = parseLoginLink(String(await request.body()))
        return ok(await linkFor(wanted, links, parts))
      },
    },
    {
      ...{ method: 'GET', path: '/_qcc/login', access: 'machine' },
      answer: async (asked) => logIn(asked, links, parts),
    },
    {
      ...{ method: 'GET', path: `${API}/session`, access: 'viewer' },
      answer: async ({ login }) => ok(sessionOf(login, parts.version)),
    },
    {
      ...{ method: 'POST', path: `${API}/logout`, access: 'viewer' },
      answer: async ({ login, request }) => {
        if (login !== null) await logins.remove(login.login.hash)
        await onLoggedOut()
        return { ...ok({ loggedOut: true }), headers: ['set-cookie', cookie(request, '', 0)] }
      },
    },
    {
      ...{ method: 'GET', path: `${API}/shares`, access: 'admin' },
      answer: async () => {
        const shares = (await logins.shares()).filter((share) => holds(share, parts.now()))
        return ok({
          shares: shares.map(({ createdAt, id, logins: count, until }) => ({
            ...{ id, createdAt, until, logins: count },
          })),
        })
      },
    },
    {
      ...{ method: 'DELETE', path: `${API}/shares/:id`, access: 'admin' },
      answer: async ({ params: { id = '' } }) => {
        if (!(await logins.removeShare(id))) throw new AppError('no-such-thing', `There is no share "${id}".`)
        await onLoggedOut()
        return ok({ revoked: id })
      },
    },
  ]
}

function parseLoginLink(body: string): LoginLinkRequest {
  const wanted = parsed(loginLinkRequest, body)
  if (wanted !== null && (wanted.ttlMs === undefined || wanted.role === 'viewer')) return wanted
  throw new AppError(
    'bad-request',
    'The body is JSON of the form {"role": "admin"}, or {"role": "viewer", "ttlMs": 86400000} for a link that viewers share, for 90 days at most.',
  )
}

async function linkFor(
  { role, ttlMs }: LoginLinkRequest,
  links: Map<string, OnceLink>,
  { logins, now, url }: AccessParts,
): Promise<LoginLinkAnswer> {
  const secret = newSecret()
  const hash = hashOf(secret)
  const createdAt = now()
  const until = createdAt + (ttlMs ?? ONCE_LINK_MS)
  const share = ttlMs === undefined ? null : hash.slice(0, SHARE_ID_LENGTH)
  if (share === null) {
    for (const [one, link] of links) if (!opens(link, createdAt)) links.delete(one)
    links.set(hash, { role, createdAt, until })
  } else await logins.addShare({ id: share, hash, createdAt, until })
  return { url: `${url()}/_qcc/login?token=${secret}`, role, until, share }
}

/** Enough to tell shares apart, and nothing that opens one. */
const SHARE_ID_LENGTH = 8

/** 256 random bits. */
const newSecret = (): string => randomBytes(32).toString('base64url')

/** Changes a link for a cookie, and leads to the dashboard. */
async function logIn(
  { query, request }: Asked,
  links: Map<string, OnceLink>,
  parts: AccessParts,
): Promise<ControlAnswer> {
  const { logins } = parts
  const opened = await openedBy(hashOf(query.get('token') ?? ''), links, parts)
  if (opened === null) return refusedLink(request, parts)
  if (opened.share !== null && (await isInAlready(request, opened.share, parts))) return toDashboard()
  const secret = newSecret()
  const createdAt = parts.now()
  await logins.add({ ...opened, hash: hashOf(secret), createdAt })
  return toDashboard(['set-cookie', cookie(request, secret)])
}

/** Whoever may change things is made no viewer by the link that they share, and no browser needs a second login by it. */
async function isInAlready(request: ControlRequest, share: string, { again }: AccessParts): Promise<boolean> {
  const now = await again(request).catch(() => null)
  return now !== null && (now.login.role === 'admin' || now.login.share === share)
}

const toDashboard = (headers: readonly string[] = []): ControlAnswer => ({
  ...{ kind: 'file', status: SEE_OTHER, type: null, bytes: Buffer.alloc(0) },
  headers: ['location', '/_qcc/', ...headers],
})

/** A browser that is logged in goes on as it is: the link may stand in its history. */
async function refusedLink(request: ControlRequest, { again }: AccessParts): Promise<ControlAnswer> {
  const { accept, 'accept-language': language } = request.headers
  if (accept?.includes('text/html') !== true) throw new AppError('no-session', LINK_OVER)
  const isIn = await again(request).then(
    () => true,
    () => false,
  )
  if (isIn) return toDashboard()
  const { loginPage } = await import('../login-page.ts')
  return {
    kind: 'file',
    status: UNAUTHORIZED,
    type: 'text/html; charset=utf-8',
    bytes: loginPage(language),
    headers: ['www-authenticate', 'Bearer'],
  }
}

const LINK_OVER =
  'This link does not open the dashboard: it was used already, is over, or was revoked. "qcc dashboard" makes a new one, which opens once within a minute.'

/** Source: RFC 9110, section 15.4.4. */
const SEE_OTHER = 303
/** Source: RFC 9110, section 15.5.2. */
const UNAUTHORIZED = 401

type Opened = { readonly role: Role; readonly share: string | null; readonly until: number }

/** What a link opens now; one that opens once is used up by that. */
async function openedBy(
  hash: string,
  links: Map<string, OnceLink>,
  { logins, now }: AccessParts,
): Promise<Opened | null> {
  const at = now()
  const once = links.get(hash)
  links.delete(hash)
  if (once !== undefined) {
    return opens(once, at) ? { role: once.role, share: null, until: untilAfterUse(at, null) } : null
  }
  const share = await logins.shareOf(hash)
  if (share === null || !opens(share, at)) return null
  return { role: 'viewer', share: share.id, until: untilAfterUse(at, share) }
}

/** No page and no other site can read or send it; it ends with the browser, unless the login ends before. */
const cookie = (
  { headers, port }: Pick<ControlRequest, 'headers' | 'port'>,
  secret: string,
  maxAgeS?: number,
): string => {
  const age = maxAgeS === undefined ? '' : `; Max-Age=${String(maxAgeS)}`
  // The proxy has no TLS of its own; what stands in front of it says so.
  const isTls = /^https\b/i.test(String(headers['x-forwarded-proto'] ?? ''))
  return `${cookieName(port)}=${secret}; Path=/_qcc; HttpOnly; SameSite=Strict${isTls ? '; Secure' : ''}${age}`
}

function sessionOf(login: Asked['login'], version: string): SessionAnswer {
  if (login === null) return { role: 'admin', csrf: null, until: null, share: null, version }
  const { csrf, login: now } = login
  return { role: now.role, csrf, until: now.until, share: now.share, version }
}
