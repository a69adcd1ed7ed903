/**
 * What is kept over a restart: what keeps endpoints out, how long they take,
 * how tiers stand, and where sessions belong. Plain JSON with a version.
 *
 * Restoring trusts nothing. What is garbled, past, implausible, or about a
 * target that is no longer configured is left out, piece by piece; the worst
 * that may happen is that something is learnt again.
 */
import { unitHash } from './balancer/hash.ts'
import type { Binding } from './balancer/sticky.ts'
import { BENCH_REASONS, type Bench } from './health/bench.ts'
import type { Check } from './health/check.ts'
import { closedCircuit, type Circuit } from './health/circuit.ts'
import { targetOf, type Evidence } from './health/evidence.ts'
import { checksOf } from './health/saved-checks.ts'
import { latencyOf, savedLatency, type SavedTimes } from './health/saved-latency.ts'
import { tallyOf, type Tally } from './health/tally.ts'
import { endpointId, type Endpoint } from './model.ts'
import type { TimeOrigin } from './outcome.ts'
import type { Watch } from './health/watch.ts'
import type { RouterState } from './router.ts'
import { savedTiers, withSavedTiers, type SavedTiers } from './saved-tiers.ts'
import { isNumber, isPast, isRecord, isWhole, type Saved } from './saved-value.ts'

const VERSION = 1

export interface Snapshot {
  readonly version: typeof VERSION
  readonly endpoints: readonly SavedEvidence[]
  readonly sessions: readonly SavedSession[]
  readonly tiers: SavedTiers
}

interface SavedEvidence {
  readonly source: string
  /** A hash of the target, so that another key or address starts afresh. */
  readonly target: number
  readonly benches: readonly Bench[]
  readonly backOff: number
  /** When its circuit was closed last, or stopped admitting. */
  readonly since: number
  /** Null while it is closed. */
  readonly openUntil: number | null
  readonly servedAt: number | null
  readonly latency: readonly SavedTimes[]
  readonly tally: Tally
  readonly checks: readonly Check[]
  readonly metAt: number | null
  readonly watch: Watch
}

interface SavedSession {
  readonly key: string
  readonly owner: string
  readonly usedAt: number
}

export function snapshotOf(state: RouterState, sessions: Iterable<readonly [string, Binding]>): Snapshot {
  const endpoints = state.line.sources.flatMap((endpoint, index) => {
    const evidence = state.evidence[index]
    return evidence === undefined ? [] : saved(endpoint, evidence)
  })
  const proven = [...sessions].filter(([, binding]) => binding.isProven)
  return {
    version: VERSION,
    endpoints,
    tiers: savedTiers(state),
    sessions: proven.map(([key, { owner, usedAt }]) => ({ key, owner, usedAt })),
  }
}

function saved(endpoint: Endpoint, evidence: Evidence): SavedEvidence {
  const { benches, checks, circuit, latency, metAt, servedAt, tally, watch } = evidence
  const closed = circuit.kind === 'closed'
  return {
    source: endpoint.sourceId,
    target: unitHash(targetOf(endpoint)),
    benches,
    backOff: circuit.backOff,
    since: closed ? circuit.since : circuit.outSince,
    // A trial goes on as one: open until now.
    openUntil: closed ? null : circuit.kind === 'open' ? circuit.until : circuit.probeAt,
    servedAt,
    latency: savedLatency(latency),
    tally,
    checks,
    metAt,
    watch,
  }
}

/** The state with what the snapshot knows of its endpoints. */
export function restored(state: RouterState, json: unknown, now: number): RouterState {
  const known = listOf(json, 'endpoints')
  const evidence = state.evidence.map((before, index) => {
    const endpoint = state.line.sources[index]
    const found = known.find((one) => isOf(one, endpoint))
    return found === undefined ? before : withSaved(before, found, state, now)
  })
  return withSavedTiers({ ...state, evidence }, partOf(json, 'tiers'), now)
}

/** The sessions of a snapshot, oldest first, whose endpoints are still there. */
export function restoredSessions(
  state: RouterState,
  json: unknown,
  now: number,
): readonly (readonly [string, Binding])[] {
  return listOf(json, 'sessions').flatMap(({ key, owner, usedAt }) => {
    if (typeof key !== 'string' || typeof owner !== 'string' || !isPast(usedAt, now)) return []
    const id = endpointId(owner)
    if (!state.line.seatOf.has(id)) return []
    const binding: Binding = { owner: id, isProven: true, usedAt, answeredBy: [id], shunned: null }
    return [[key, binding] as const]
  })
}

function listOf(json: unknown, name: 'endpoints' | 'sessions'): readonly Saved[] {
  const list = partOf(json, name)
  return Array.isArray(list) ? list.filter(isRecord) : []
}

/** Undefined where the snapshot is none, or of another version. */
const partOf = (json: unknown, name: keyof Snapshot): unknown =>
  isRecord(json) && json['version'] === VERSION ? json[name] : undefined

const isOf = (one: Saved, endpoint: Endpoint | undefined): boolean =>
  endpoint !== undefined &&
  one['source'] === endpoint.sourceId &&
  one['target'] === unitHash(targetOf(endpoint))

function withSaved(before: Evidence, one: Saved, state: RouterState, now: number): Evidence {
  const { metAt, servedAt } = one
  const benches = Array.isArray(one['benches'])
    ? one['benches'].flatMap((bench) => benchOf(bench, now) ?? [])
    : []
  return {
    ...before,
    benches,
    circuit: circuitOf(one, before.circuit, state.line.table.policy.circuitMaxOpenMs, now),
    servedAt: isPast(servedAt, now) ? servedAt : null,
    latency: latencyOf(one['latency'], now),
    tally: tallyOf(one['tally'], now),
    checks: checksOf(one['checks'], now),
    metAt: isPast(metAt, now) ? metAt : null,
    watch: watchOf(one['watch'], before.watch, now),
  }
}

/** A day has fewer tokens than this, whatever was saved. */
const MOST_TOKENS = 1e9

function watchOf(json: unknown, before: Watch, now: number): Watch {
  if (!isRecord(json)) return before
  const { checkedAt, day, talkedAt, tokens } = json
  if (!isPast(checkedAt, now) || !isPast(talkedAt, now)) return before
  if (!isWhole(day, 0, before.day) || !isWhole(tokens, 0, MOST_TOKENS)) return before
  return { checkedAt, talkedAt, day, tokens }
}

/** No time lies further ahead than this, whatever was told. */
const LONGEST_BENCH_MS = 8 * 86_400_000
const MOST_EXPONENT = 16
/** Open times vary by a fifth. */
const MOST_JITTER = 1.2

const ORIGINS: readonly (TimeOrigin | 'usual')[] = [
  'retry-after',
  'unified',
  'requests',
  'tokens',
  'input-tokens',
  'output-tokens',
  'usual',
]

function benchOf(json: unknown, now: number): Bench | null {
  if (!isRecord(json)) return null
  const { model, recheckAt, since, strikes, until } = json
  const reason = BENCH_REASONS.find((one) => one === json['reason'])
  const origin = ORIGINS.find((one) => one === json['origin'])
  if (reason === undefined || origin === undefined) return null
  if (model !== null && typeof model !== 'string') return null
  if (!isPast(since, now) || !isAhead(until, now, LONGEST_BENCH_MS) || !isExponent(strikes)) return null
  const recheck = isNumber(recheckAt) && recheckAt < until ? recheckAt : null
  return { reason, origin, model, since, until, strikes, recheckAt: recheck }
}

function circuitOf(one: Saved, before: Circuit, mostOpenMs: number, now: number): Circuit {
  const { backOff, openUntil, since } = one
  if (!isExponent(backOff) || !isPast(since, now)) return before
  const { epoch } = before
  if (openUntil === null) return { ...closedCircuit(since, epoch, backOff) }
  if (!isNumber(openUntil) || openUntil > now + mostOpenMs * MOST_JITTER) return before
  return { kind: 'open', epoch, backOff, since: Math.min(since, now), until: openUntil, outSince: since }
}

const isAhead = (value: unknown, now: number, mostMs: number): value is number =>
  isNumber(value) && value > now && value <= now + mostMs

const isExponent = (value: unknown): value is number => isWhole(value, 0, MOST_EXPONENT)
