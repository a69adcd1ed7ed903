import type { Login, Role } from '../core/access/login.ts'
import type { ControlAnswer, ControlRequest } from '../ports/control.ts'

/**
 * Whom a route answers:
 * - `anybody`: other machines too;
 * - `machine`: every program of this machine; others only where the setting
 *   `dashboard.beyond` is on;
 * - `metrics`: every program of this machine, and from elsewhere who has a client token;
 * - `viewer`: whoever is logged in; `admin`: whoever may change things.
 * The token of `run.json` opens all of them, from this machine.
 */
export type Access = 'anybody' | 'machine' | 'metrics' | Role

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** One thing that the proxy answers for itself. */
export interface Route {
  readonly method: Method
  /** From `/_qcc` on; a part that begins with a colon stands for any, as in `/api/v1/queue/:id`. */
  readonly path: string
  readonly access: Access
  /** Rejects with an `AppError` what cannot be answered. */
  readonly answer: (asked: Asked) => Promise<ControlAnswer>
}

/** A login that a request came with. */
export interface LoginNow {
  readonly login: Login
  /** What the header `x-qcc-csrf` of its requests is. */
  readonly csrf: string
}

/** A request for a route, whoever asks being allowed to. */
export interface Asked {
  readonly request: ControlRequest
  /** What stands where the path of the route has a colon, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Null for whoever has the token of `run.json`, and where none is needed. */
  readonly login: LoginNow | null
}

/** An answer as JSON with status 200. */
export const ok = (body: unknown): ControlAnswer => ({ kind: 'json', status: 200, body })
