/**
 * An endpoint, or one model of it, set aside until a known time.
 *
 * Each reason has one bench a model, so that a later one of the same reason
 * can be longer and never shorter. Benches without a told time double with
 * each further refusal and fall by one with every five quiet minutes.
 */
import type { TimeOrigin, ToldTime } from '../outcome.ts'
import { isWithin, type Span } from '../span.ts'

/** Every reason to set an endpoint aside. */
export const BENCH_REASONS = [
  'rate-limit',
  'overload',
  /** A 5xx that told when it is back. */
  'outage',
  'credential',
  'balance',
  'model-missing',
] as const
export type BenchReason = (typeof BENCH_REASONS)[number]

export interface Bench extends Span {
  readonly reason: BenchReason
  /** The model as it was sent; null for all of them. */
  readonly model: string | null
  /** Where its end was read; `usual` when it was not told. */
  readonly origin: TimeOrigin | 'usual'
  /** Refusals without a time; the next one is 2 to this power as long. */
  readonly strikes: number
  /** When a probe should look whether it still holds; null when its end will do. */
  readonly recheckAt: number | null
}

/** What is not told lasts `firstMs` × 2ⁿ up to `mostMs`. */
interface Usual {
  readonly firstMs: number
  readonly mostMs: number
  /** Looked at by a probe shortly before it ends, since it may well hold on. */
  readonly isRechecked: boolean
}

const USUAL: Readonly<Record<BenchReason, Usual>> = {
  'rate-limit': { firstMs: 30_000, mostMs: 600_000, isRechecked: false },
  overload: { firstMs: 5_000, mostMs: 120_000, isRechecked: false },
  outage: { firstMs: 5_000, mostMs: 5_000, isRechecked: false },
  credential: { firstMs: 1_800_000, mostMs: 1_800_000, isRechecked: true },
  balance: { firstMs: 1_800_000, mostMs: 1_800_000, isRechecked: true },
  'model-missing': { firstMs: 600_000, mostMs: 600_000, isRechecked: false },
}

const QUIET_MS = 300_000
const MOST_STRIKES = 16
/** A weekly limit ends within 8 days; what is told beyond that is looked at after half an hour. */
const PLAUSIBLE_MS = 8 * 86_400_000
const HALF_HOUR_MS = 1_800_000
/** A re-check comes this long before the end. */
const BEFORE_END_MS = 30_000
/** Names of models come from clients: what ends first gives way. */
const MOST_BENCHES = 64

/** Why somebody is benched. */
export interface Cause {
  readonly reason: BenchReason
  readonly model: string | null
  readonly told: ToldTime | null
  /** When the request was sent that met it. */
  readonly sentAt: number
}

/** The bench that keeps a model (null: any request without one) out the longest, or null. */
export function benchFor(benches: readonly Bench[], model: string | null, now: number): Bench | null {
  let longest: Bench | null = null
  for (const bench of benches) {
    if (!concerns(bench, model)) continue
    if (isWithin(bench, now) && (longest === null || bench.until > longest.until)) longest = bench
  }
  return longest
}

/** Whether the end is one that the endpoint told of a limit: neither a probe nor need lifts it. */
export const isTimedLimit = (bench: Bench): boolean =>
  bench.reason === 'rate-limit' && bench.origin !== 'usual'

export function onBenched(benches: readonly Bench[], cause: Cause, now: number): readonly Bench[] {
  const before = benches.find((bench) => isSame(bench, cause)) ?? null
  const held = before !== null && isWithin(before, now) ? before : null
  // Thirty requests that meet one overload at once are one overload.
  const isStraggler = held !== null && cause.told === null && cause.sentAt < held.since
  if (isStraggler) return benches
  const next = longer(held, fresh(cause, strikesAt(before, now), now))
  const others = benches.filter((bench) => bench !== before && !isForgotten(bench, now))
  if (others.length >= MOST_BENCHES) others.splice(indexOfFirstEnd(others), 1)
  return [...others, next]
}

/** Ends what `ends` picks out. Its strikes stay and fall with quiet time. */
export const ended = (
  benches: readonly Bench[],
  ends: (bench: Bench) => boolean,
  now: number,
): readonly Bench[] => {
  const isEnded = (bench: Bench) => isWithin(bench, now) && ends(bench)
  if (!benches.some(isEnded)) return benches
  return benches.map((bench) => (isEnded(bench) ? { ...bench, until: now, recheckAt: null } : bench))
}

/** Whether it keeps requests for this model out; any bench of the whole endpoint does. */
export const concerns = (bench: Bench, model: string | null): boolean =>
  bench.model === null || bench.model === model

/** After a re-check that found it to hold still: a limit keeps its end, the rest lasts for its usual time again. */
export function onRecheckFailed(bench: Bench, now: number): Bench {
  const nextAt = now + HALF_HOUR_MS
  if (isTimedLimit(bench)) return { ...bench, recheckAt: nextAt < bench.until ? nextAt : null }
  return { ...bench, until: nextAt, recheckAt: nextAt - BEFORE_END_MS }
}

/** When the last of them ended that kept this model out, or null. */
export function returnedAt(benches: readonly Bench[], model: string | null, now: number): number | null {
  let latest: number | null = null
  for (const bench of benches) {
    const isPast = bench.until <= now && concerns(bench, model)
    if (isPast && (latest === null || bench.until > latest)) latest = bench.until
  }
  return latest
}

const isSame = (bench: Bench, cause: Cause): boolean =>
  bench.reason === cause.reason && bench.model === cause.model

function fresh({ model, reason, told }: Cause, strikes: number, now: number): Bench {
  const base = { reason, model, since: now }
  if (told === null) {
    const { firstMs, isRechecked, mostMs } = USUAL[reason]
    const until = now + Math.min(firstMs * 2 ** strikes, mostMs)
    const recheckAt = isRechecked ? until - BEFORE_END_MS : null
    return { ...base, until, origin: 'usual', strikes: Math.min(strikes + 1, MOST_STRIKES), recheckAt }
  }
  if (told.waitMs > PLAUSIBLE_MS) {
    const until = now + HALF_HOUR_MS
    return { ...base, until, origin: told.origin, strikes, recheckAt: until - BEFORE_END_MS }
  }
  const isLong = told.waitMs > HALF_HOUR_MS
  const recheckAt = isLong ? now + told.waitMs / 2 : null
  return { ...base, until: now + told.waitMs, origin: told.origin, strikes, recheckAt }
}

/** The one that ends later; it began when the first one did, and no strike is lost. */
function longer(held: Bench | null, next: Bench): Bench {
  if (held === null) return next
  const strikes = Math.max(held.strikes, next.strikes)
  return { ...(next.until > held.until ? next : held), since: held.since, strikes }
}

function strikesAt(bench: Bench | null, now: number): number {
  if (bench === null) return 0
  const quiet = Math.max(0, Math.floor((now - bench.until) / QUIET_MS))
  return Math.max(0, bench.strikes - quiet)
}

/** Over, and its strikes fallen. */
const isForgotten = (bench: Bench, now: number): boolean =>
  !isWithin(bench, now) && (strikesAt(bench, now) === 0 || now < bench.since)

function indexOfFirstEnd(benches: readonly Bench[]): number {
  const ends = benches.map(({ until }) => until)
  return ends.indexOf(Math.min(...ends))
}
