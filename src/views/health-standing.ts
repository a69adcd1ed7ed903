import type { HealthStatusShape } from './shapes/health.ts'

type Standing = HealthStatusShape['endpoints'][number]

/** How an endpoint is, of all that a proxy tells of it. */
export function healthStanding(one: Readonly<Standing>): Standing {
  const { checkTokens, effectiveWeight, enabled, id, lastCheck, name, reason, score, state, until } = one
  return { id, name, enabled, state, reason, until, effectiveWeight, score, lastCheck, checkTokens }
}
