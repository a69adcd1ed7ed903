/** Logging in to the dashboard: bodies and answers. Instants in epoch milliseconds, durations in milliseconds. */
import * as v from 'valibot'
import { MOST_SHARE_MS } from '../../core/access/login.ts'

const role = v.picklist(['viewer', 'admin'])

const LEAST_SHARE_MS = 60_000

/** Body of `POST /login-link`. With `ttlMs` it is a share: for viewers, and usable until it ends. */
export const loginLinkRequest = v.strictObject({
  role,
  ttlMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(LEAST_SHARE_MS), v.maxValue(MOST_SHARE_MS))),
})

/** Answer to `POST /login-link`. */
export const loginLinkAnswer = v.strictObject({
  /** To be opened in a browser; who has it is let in. */
  url: v.string(),
  role,
  until: v.number(),
  /** The share that it is; null for a link that opens once. */
  share: v.nullable(v.string()),
})

/** Answer to `GET /session`: who asks, and what its requests that change something carry in `x-qcc-csrf`. */
export const sessionAnswer = v.strictObject({
  role,
  /** Null with the token of `run.json`, which needs none. */
  csrf: v.nullable(v.string()),
  /** When it ends unless it is used before; null with the token of `run.json`. */
  until: v.nullable(v.number()),
  /** The share that it came by; null for none. */
  share: v.nullable(v.string()),
  /** Of QCC. */
  version: v.string(),
})

/** Answer to `POST /logout`. */
export const logoutAnswer = v.strictObject({ loggedOut: v.literal(true) })

/** Answer to `GET /shares`: those in force, newest first. */
export const sharesAnswer = v.strictObject({
  shares: v.array(
    v.strictObject({
      id: v.string(),
      createdAt: v.number(),
      until: v.number(),
      /** Browsers that are logged in by it. */
      logins: v.number(),
    }),
  ),
})

/** Answer to `DELETE /shares/:id`: whoever came by it is logged out. */
export const revokedAnswer = v.strictObject({ revoked: v.string() })

/** Answer to `GET /_qcc/healthz`. */
export const healthzAnswer = v.strictObject({ ok: v.literal(true) })

const NOT_READY = ['stopping', 'no-endpoint'] as const

/** Answer to `GET /_qcc/readyz`: with 503 unless it is ready. */
export const readyzAnswer = v.strictObject({
  ready: v.boolean(),
  /** Why not; null when it is. */
  why: v.nullable(v.picklist(NOT_READY)),
})

export type LoginLinkRequest = v.InferOutput<typeof loginLinkRequest>
export type LoginLinkAnswer = v.InferOutput<typeof loginLinkAnswer>
export type SessionAnswer = v.InferOutput<typeof sessionAnswer>
export type SharesAnswer = v.InferOutput<typeof sharesAnswer>
export type ReadyzAnswer = v.InferOutput<typeof readyzAnswer>
