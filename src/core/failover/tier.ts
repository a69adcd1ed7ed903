/**
 * How one place of the root URL (a tier, as a rule) stands as a whole. It
 * serves until requests find that nobody there can; then it cools, admits a
 * request or a probe at a time to find out how it is, and serves again.
 *
 * What is stored changes with what happens. That a cooling is over is read
 * off the time: no timer moves it.
 */
import type { Policy } from '../model.ts'
import { isRecent, isWithin, SLACK_MS } from '../span.ts'

/** A success that speaks for a place that was left. */
export interface Check {
  /** The endpoint's name. */
  readonly endpoint: string
  readonly by: 'request' | 'probe'
  readonly at: number
}

export interface Serving {
  readonly kind: 'serving'
  /** When it came back, or began. */
  readonly since: number
  /** What brought it back; none: it was never away, or a person ended that. */
  readonly checks: readonly Check[]
  /** Requests in a row that found nobody able there. */
  readonly missed: { readonly count: number; readonly firstAt: number } | null
}

export interface Cooling {
  readonly kind: 'cooling'
  readonly since: number
  /** Then it reads as recovering. As read: null when only a person ends it. */
  readonly until: number | null
}

export interface Recovering {
  readonly kind: 'recovering'
  readonly since: number
  readonly checks: readonly Check[]
  /** Requests that were sent there since then and are not over. */
  readonly permits: number
  /** When a probe is due if no request comes. */
  readonly probeAt: number
}

export type TierStanding = Serving | Cooling | Recovering

export interface TierRecord {
  readonly standing: TierStanding
  /** How often it was left within an hour of its return, in a row. */
  readonly flaps: number
  readonly leftAt: number | null
  /** Hashes of the targets that are enabled there: one that is new makes it begin afresh. */
  readonly targets: readonly number[]
}

/** Why a place is lost, as far as that says how long it is to be left alone. */
export interface Loss {
  /** When the first limit ends, if all of its endpoints are out for limits whose end was told; else null. */
  readonly limitsEndAt: number | null
  /** Whether somebody behind it could serve. */
  readonly hasNext: boolean
}

const REQUESTS_TO_LEAVE = 3
const TIME_TO_LEAVE_MS = 5_000
const FLAP_MS = 3_600_000
const MOST_FLAPS = 16
const LONGEST_COOLDOWN_MS = 900_000
/** Between two probes of a place, where no request comes. */
const PROBE_EVERY_MS = 30_000
/** After a probe that told nothing: the next one will hardly tell more. */
const PROBE_AGAIN_MS = 1_800_000

export const freshRecord = (targets: readonly number[], now: number): TierRecord => ({
  standing: { kind: 'serving', since: now, checks: [], missed: null },
  flaps: 0,
  leftAt: null,
  targets,
})

/** How it stands at `now`: a cooling that is over reads as recovering, if places may come back by themselves. */
export function standingAt({ standing }: TierRecord, policy: Policy, now: number): TierStanding {
  if (standing.kind === 'serving') return standing
  if (!policy.autoRecovery) return { kind: 'cooling', since: standing.since, until: null }
  const { since } = standing
  if (standing.kind === 'recovering') return since > now + SLACK_MS ? recoveringSince(now) : standing
  const until = standing.until ?? since
  return isWithin({ since, until }, now) ? standing : recoveringSince(Math.min(until, now))
}

const recoveringSince = (since: number): Recovering => ({
  ...{ kind: 'recovering', since, checks: [], permits: 0, probeAt: since },
})

/** Since when it is not the place of its sessions, whatever it was tried for meanwhile; null while it is. */
export const awaySince = ({ leftAt, standing }: TierRecord): number | null =>
  standing.kind === 'serving' ? null : (leftAt ?? standing.since)

/** After a request found somebody able there. */
export const onFound = (record: TierRecord): TierRecord =>
  record.standing.kind === 'serving' && record.standing.missed !== null
    ? { ...record, standing: { ...record.standing, missed: null } }
    : record

/** After a request found nobody able there. A place is left once in a cooldown: until then others help out. */
export function onMissed(record: TierRecord, loss: Loss, policy: Policy, now: number): TierRecord {
  const { standing } = record
  if (standing.kind !== 'serving') return record
  const { count, firstAt } = standing.missed ?? { count: 0, firstAt: now }
  const isLost = count + 1 >= REQUESTS_TO_LEAVE || now - firstAt >= TIME_TO_LEAVE_MS
  const isTooSoon = isRecent(record.leftAt, policy.tierCooldownMs, now)
  if (isLost && loss.hasNext && !isTooSoon) return left(record, standing, loss, policy, now)
  // What is known to be lost need not be counted on.
  if (isLost && standing.missed !== null) return record
  return { ...record, standing: { ...standing, missed: { count: count + 1, firstAt } } }
}

/** A told limit says itself how long it lasts, and is no flap. */
function left(record: TierRecord, was: Serving, loss: Loss, policy: Policy, now: number): TierRecord {
  const { limitsEndAt } = loss
  if (limitsEndAt !== null) {
    return { ...record, leftAt: now, standing: { kind: 'cooling', since: now, until: limitsEndAt } }
  }
  const isFlap = was.checks.length > 0 && isRecent(was.since, FLAP_MS, now)
  const flaps = isFlap ? Math.min(record.flaps + 1, MOST_FLAPS) : 0
  return { ...record, flaps, leftAt: now, standing: cooling(flaps, policy, now) }
}

function cooling(flaps: number, { tierCooldownMs }: Policy, now: number): Cooling {
  const mostMs = Math.max(LONGEST_COOLDOWN_MS, tierCooldownMs)
  return { kind: 'cooling', since: now, until: now + Math.min(tierCooldownMs * 2 ** flaps, mostMs) }
}

/** After a request was sent there. */
export function onCheckSent(record: TierRecord, policy: Policy, now: number): TierRecord {
  const at = standingAt(record, policy, now)
  return at.kind === 'recovering' ? { ...record, standing: { ...at, permits: at.permits + 1 } } : record
}

/** After a request was over that had been sent there at `sentAt`; what was sent before the recovery says nothing. */
export function onCheckOver(record: TierRecord, sentAt: number): TierRecord {
  const { standing } = record
  if (standing.kind !== 'recovering' || sentAt < standing.since) return record
  return { ...record, standing: { ...standing, permits: Math.max(0, standing.permits - 1) } }
}

/** After something that was sent at `sentAt` went well. Enough of them, and it serves. */
export function onPassed(record: TierRecord, check: Check, sentAt: number, policy: Policy): TierRecord {
  const at = standingAt(record, policy, check.at)
  if (at.kind !== 'recovering' || sentAt < at.since) return record
  const checks = [...at.checks, check]
  return checks.length >= policy.recoveryChecks
    ? { ...record, standing: { kind: 'serving', since: check.at, checks, missed: null } }
    : { ...record, standing: { ...at, checks, probeAt: check.at } }
}

/** After something that was sent at `sentAt` failed: it cools for as long as before. */
export function onFailed(record: TierRecord, sentAt: number, policy: Policy, now: number): TierRecord {
  const at = standingAt(record, policy, now)
  if (at.kind !== 'recovering' || sentAt < at.since) return record
  return { ...record, standing: cooling(record.flaps, policy, now) }
}

/** While a probe is out, and after one; `isUnclear`: it told nothing. */
export function onTierProbe(record: TierRecord, isUnclear: boolean, policy: Policy, now: number): TierRecord {
  const at = standingAt(record, policy, now)
  if (at.kind !== 'recovering') return record
  const probeAt = now + (isUnclear ? PROBE_AGAIN_MS : PROBE_EVERY_MS)
  return { ...record, standing: { ...at, probeAt } }
}
