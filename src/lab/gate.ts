import type { StatusAct } from './act.ts'
import type { SeenRequest } from './exchange.ts'

export interface GateOptions {
  /** The only key that is let in; without one, all are. */
  readonly key?: string
  /** How many messages each key may ask for in all. */
  readonly quotaPerKey?: number
}

interface Admission {
  readonly refusal: StatusAct | null
  /** What the key has left, in Anthropic's headers. */
  readonly headers: Readonly<Record<string, string>>
}

/** Who may ask the API, and for how much. */
export function startGate(options: GateOptions): (request: SeenRequest, asksMessage: boolean) => Admission {
  const { key, quotaPerKey } = options
  const spent = new Map<string, number>()
  return (request, asksMessage) => {
    const keys = keysIn(request)
    if (key !== undefined && request.path.startsWith('/v1/') && !keys.includes(key)) {
      const message = keys.length === 0 ? 'x-api-key header is required' : 'invalid x-api-key'
      return { refusal: { do: 'status', status: 401, message }, headers: {} }
    }
    if (quotaPerKey === undefined || !asksMessage) return { refusal: null, headers: {} }

    const account = keys[0] ?? ''
    const used = (spent.get(account) ?? 0) + 1
    spent.set(account, used)
    const headers = {
      'anthropic-ratelimit-requests-limit': `${quotaPerKey}`,
      'anthropic-ratelimit-requests-remaining': `${Math.max(0, quotaPerKey - used)}`,
    }
    return { refusal: used > quotaPerKey ? OVER_QUOTA : null, headers }
  }
}

const OVER_QUOTA: StatusAct = {
  do: 'status',
  status: 429,
  headers: { 'retry-after': '60' },
  message: 'This request would exceed your rate limit of requests.',
}

/** Clients send their key in either header, or in both. */
function keysIn({ headers }: SeenRequest): string[] {
  const carriers = headers.filter(([name]) => /^(x-api-key|authorization)$/i.test(name))
  return carriers.map(([, value]) => value.replace(/^Bearer /i, ''))
}
