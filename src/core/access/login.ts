/**
 * Who may look at the dashboard, and for how long. Instants are epoch
 * milliseconds by the clock on the wall, which a person may have set: a login
 * never has longer to live than a new one, and a link that seems to have been
 * made later than now is none.
 */

/** A viewer changes nothing, and reads no body of a request. */
export type Role = 'viewer' | 'admin'

/** A browser that is logged in. */
export interface Login {
  /** SHA-256 of what its cookie holds, in hex. */
  readonly hash: string
  readonly role: Role
  /** Id of the share that it came by; null for one that came by a link of its own. */
  readonly share: string | null
  readonly createdAt: number
  /** When it ends, unless it is used before. */
  readonly until: number
}

/** A link for viewers that may be used again and again until it ends, or is revoked. */
export interface Share {
  readonly id: string
  /** SHA-256 of its token, in hex. */
  readonly hash: string
  readonly createdAt: number
  readonly until: number
}

/** A link that opens once. */
export interface OnceLink {
  readonly role: Role
  readonly createdAt: number
  readonly until: number
}

/** No link is shared for longer. */
export const MOST_SHARE_MS = 90 * 86_400_000
const LOGIN_MS = 12 * 3_600_000
export const ONCE_LINK_MS = 60_000
/** Less than that is not worth a write. */
const RENEW_AFTER_MS = 300_000
/** Clocks are put right by so much without anybody noticing. */
const SLACK_MS = 5_000

/** Browsers that are logged in by one share, or by no share: more than people have, and what previews of a link leave. */
export const MOST_LOGINS = 100

/** Whether a link may be used now. */
export const opens = ({ createdAt, until }: Pick<OnceLink, 'createdAt' | 'until'>, now: number): boolean =>
  createdAt - SLACK_MS <= now && now < until

/** Whether a login or a share is in force. */
export const holds = ({ until }: Pick<Login, 'until'>, now: number): boolean => now < until

/** When a login ends that is used now: half a day later, and with its share at the latest. */
export const untilAfterUse = (now: number, share: Pick<Share, 'until'> | null): number =>
  Math.min(now + LOGIN_MS, share?.until ?? Infinity)

/** The login as it is after a use: the same where that changes next to nothing. */
export function onUse(login: Login, share: Pick<Share, 'until'> | null, now: number): Login {
  const until = untilAfterUse(now, share)
  return Math.abs(until - login.until) < RENEW_AFTER_MS ? login : { ...login, until }
}
