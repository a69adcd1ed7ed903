/** A limit of requests in windows of time, told in the headers that Anthropic's endpoints send. */
import { classify } from '../../core/classify.ts'
import { limitHeaders } from '../../core/limits.ts'
import type { Endpoint } from '../../core/model.ts'
import { GOOD, refusal, type Manner } from './manner.ts'
import type { Limit } from './scenario.ts'

export class Quota {
  readonly #limit: Limit
  #endsAt: number | null
  #used = 0

  /** `startAt`: when the scenario began (epoch ms). */
  constructor(limit: Limit, startAt: number) {
    this.#limit = limit
    this.#endsAt = limit.firstEndMs === null ? null : startAt + limit.firstEndMs
  }

  /** Takes one request: as it is answered when nothing else happens. */
  take(endpoint: Endpoint, now: number): Manner {
    const { of, perMs, requests } = this.#limit
    if (this.#endsAt === null || now >= this.#endsAt) {
      this.#endsAt = now + perMs
      this.#used = 0
    }
    const isOver = this.#used >= requests
    if (!isOver) this.#used += 1
    const lines = of === 'key' ? this.#keyLines(this.#endsAt) : this.#subscriptionLines(this.#endsAt, isOver)
    if (!isOver) return { ...GOOD, limits: limitHeaders(lines) }
    const retryAfterS = Math.max(1, Math.ceil((this.#endsAt - now) / 1_000))
    const limits = limitHeaders(['retry-after', String(retryAfterS), ...lines])
    const error = { type: 'rate_limit_error', message: 'This request would exceed your limit' }
    const outcome = classify({ kind: 'status', status: 429, limits, error }, now, endpoint.rules)
    return refusal(429, outcome, { retryAfterS, limits })
  }

  #keyLines(endsAt: number): readonly string[] {
    const { requests } = this.#limit
    const prefix = 'anthropic-ratelimit-requests-'
    return [
      ...[`${prefix}limit`, String(requests), `${prefix}remaining`, String(requests - this.#used)],
      ...[`${prefix}reset`, new Date(endsAt).toISOString()],
    ]
  }

  #subscriptionLines(endsAt: number, isOver: boolean): readonly string[] {
    const prefix = 'anthropic-ratelimit-unified-'
    const status = isOver ? 'rejected' : 'allowed'
    const reset = String(Math.ceil(endsAt / 1_000))
    return [
      ...[`${prefix}status`, status, `${prefix}reset`, reset],
      ...[`${prefix}7d-status`, status, `${prefix}7d-reset`, reset],
      ...[`${prefix}7d-utilization`, (this.#used / this.#limit.requests).toFixed(3)],
    ]
  }
}
