import { isRecent } from '../span.ts'

const RAMP_MS = 60_000
export const FIRST_SHARE = 0.1

/** Share of its weight that an endpoint gets after its return: from a tenth to all of it within a minute. */
export function rampFactor(returnedAt: number | null, now: number): number {
  if (returnedAt === null || !isRecent(returnedAt, RAMP_MS, now)) return 1
  return FIRST_SHARE + (1 - FIRST_SHARE) * (Math.max(0, now - returnedAt) / RAMP_MS)
}
