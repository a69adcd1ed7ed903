/**
 * All that is known of one target (URL and credential), whichever profiles use
 * it, and what an outcome teaches. Conclusions are drawn when they are needed,
 * from this and the time.
 */
import type { LimitHeaders } from '../limits.ts'
import type { Endpoint, Policy } from '../model.ts'
import { afterCommit, type Outcome, type Progress } from '../outcome.ts'
import type { RequestKind } from '../request-kind.ts'
import { FULL_BUDGET, onSettled, type Budget, type Cost } from '../retry/budget.ts'
import { isRecent, isWithin, type Span } from '../span.ts'
import { concerns, ended, isTimedLimit, onBenched, returnedAt } from './bench.ts'
import type { Bench, BenchReason, Cause } from './bench.ts'
import type { Check } from './check.ts'
import {
  closedCircuit,
  onBad,
  onGood,
  onNeutral,
  onTrialCommit,
  type Chance,
  type Circuit,
  type Pass,
} from './circuit.ts'
import { freshCredit, onEarned, type Credit } from './credit.ts'
import { NO_LATENCY, type Latency, type Question } from './latency.ts'
import { pointsOf } from './points.ts'
import { quotaAfter, type Quota } from './quota.ts'
import { servedIn } from './served.ts'
import { NO_TALLY, tallied, type Tally } from './tally.ts'
import { freshWatch, type Watch } from './watch.ts'
import { afterContent, afterNoContent, type Waits } from './waits.ts'

export interface Evidence {
  /** Tells it from what an earlier endpoint of the same id left. */
  readonly born: number
  /** What it was learnt of; another target starts afresh. */
  readonly target: string
  readonly circuit: Circuit
  readonly benches: readonly Bench[]
  readonly budget: Budget
  readonly quota: Quota | null
  readonly latency: Latency
  /** How messages ended, those of clients only. */
  readonly tally: Tally
  /** The newest checks of ours, the last one last; of free ones only that. */
  readonly checks: readonly Check[]
  /** When a client's request last showed anything of it. */
  readonly metAt: number | null
  /** The last complete answer to a client. */
  readonly servedAt: number | null
  /** The first refusal of its key since then, while that alone benches nothing. */
  readonly doubtedAt: number | null
  /** The newest overloads, at most three. */
  readonly overloadsAt: readonly number[]
  /** The smallest body that it refused as too large. */
  readonly tooLarge: (Span & { readonly bytes: number }) | null
  /** Sends that it may get although it is out. */
  readonly credit: Credit
  /** When its circuit last closed after being open. */
  readonly returnedAt: number | null
  readonly watch: Watch
}

/** What a send knows, so that its outcome lands where it belongs. */
export interface Sent extends Pass, Question, Pick<Waits, 'hangingMs'> {
  readonly kind: RequestKind
  /** As it was sent. */
  readonly model: string | null
  readonly cost: Cost
  readonly sentAt: number
}

/** What came of it. */
export interface Seen {
  readonly outcome: Outcome
  readonly progress: Progress
  /** The headers of its answer, where there was one. */
  readonly limits: LimitHeaders | null
}

const SERVED_LATELY_MS = 600_000
const SIZE_KNOWN_MS = 86_400_000
const OVERLOADS_MS = 60_000
/** From this overload on within a minute, each is held against the endpoint. */
const OVERLOADS_TO_BLAME = 3

/** What evidence is about. The key itself is not in it, only where it is kept. */
export const targetOf = ({ auth, credential, origin, pathPrefix }: Endpoint): string =>
  [origin + pathPrefix, auth, credential].join('\n')

export const freshEvidence = (endpoint: Endpoint, born: number, now: number): Evidence => ({
  born,
  target: targetOf(endpoint),
  circuit: closedCircuit(now),
  benches: [],
  budget: FULL_BUDGET,
  quota: null,
  latency: NO_LATENCY,
  tally: NO_TALLY,
  checks: [],
  metAt: null,
  servedAt: null,
  doubtedAt: null,
  overloadsAt: [],
  tooLarge: null,
  credit: freshCredit(now),
  returnedAt: null,
  watch: freshWatch(now),
})

/** When it came back into service last, for this model, or null. */
export function backSince(evidence: Evidence, model: string | null, now: number): number | null {
  const unbenchedAt = returnedAt(evidence.benches, model, now)
  const { returnedAt: closedAt } = evidence
  return unbenchedAt === null || closedAt === null
    ? (unbenchedAt ?? closedAt)
    : Math.max(unbenchedAt, closedAt)
}

/**
 * What an outcome teaches. `isNobodysFault`: this machine slept, or its network is down.
 * Token counts teach nothing, and other readings only whether the host is there.
 */
export function learnt(
  before: Evidence,
  sent: Sent,
  seen: Seen,
  policy: Policy,
  at: Chance & { readonly isNobodysFault: boolean },
): Evidence {
  const isCommitted = seen.progress === 'committed'
  const outcome = isCommitted ? afterCommit(seen.outcome) : seen.outcome
  const isSuccess = outcome.kind === 'ok' && teachesAll(sent.kind)
  const quota = seen.limits === null ? before.quota : quotaAfter(before.quota, seen.limits, at.now)
  const budget = onSettled(before.budget, sent.cost, isSuccess)
  const isServed = servedIn(outcome, sent.kind, at.isNobodysFault)
  const tally = isServed === null ? before.tally : tallied(before.tally, isServed, policy.staleMs, at.now)
  if (isSuccess) return afterSuccess(before, { budget, quota, tally }, sent, isCommitted, at.now)
  const evidence = { ...before, budget, quota, tally }
  const teaches = !at.isNobodysFault && (teachesAll(sent.kind) || isOfConnection(outcome, sent.kind))
  if (!teaches) return { ...evidence, circuit: onNeutral(before.circuit, sent, isCommitted) }
  const benched = afterRefusal(evidence, sent, outcome, at.now)
  const latency = isCommitted ? before.latency : afterNoContent(before.latency, sent, seen, at.now)
  const points = pointsOf(outcome, isOverloadedOften(benched, at.now))
  const circuit =
    points === 0
      ? onNeutral(before.circuit, sent, isCommitted)
      : onBad(before.circuit, sent, { points, waitedMs: at.now - sent.sentAt }, policy, at)
  return { ...benched, circuit, latency, metAt: at.now }
}

/** Reading a list shows that a host is there, and not that it serves. */
export const teachesAll = (kind: RequestKind): boolean => kind === 'message' || kind === 'write'

const isOfConnection = (outcome: Outcome, kind: RequestKind): boolean =>
  kind === 'read' &&
  (outcome.kind === 'unreachable' || (outcome.kind === 'timed-out' && outcome.phase === 'connection'))

function afterSuccess(
  before: Evidence,
  { budget, quota, tally }: Pick<Evidence, 'budget' | 'quota' | 'tally'>,
  sent: Sent,
  isCommitted: boolean,
  now: number,
): Evidence {
  const circuit = onGood(before.circuit, sent, isCommitted, now)
  const isLarger = before.tooLarge !== null && sent.bytes >= before.tooLarge.bytes
  return {
    ...before,
    budget,
    quota,
    tally,
    circuit,
    returnedAt: returnedAfter(before, circuit, now),
    benches: unbenched(before.benches, sent, now),
    metAt: now,
    servedAt: now,
    doubtedAt: null,
    tooLarge: isLarger ? null : before.tooLarge,
  }
}

/** After the first content of an answer reached the client. `hasSlept`: this machine did, while it was waited for. */
export function committed(
  before: Evidence,
  sent: Sent,
  { hasSlept, now }: { readonly now: number; readonly hasSlept: boolean },
): Evidence {
  if (!teachesAll(sent.kind)) return before
  const circuit = onTrialCommit(before.circuit, sent, now)
  const latency = hasSlept ? before.latency : afterContent(before.latency, sent, now)
  const credit = onEarned(before.credit, now)
  const benches = unbenched(before.benches, sent, now)
  const returnedAt = returnedAfter(before, circuit, now)
  return { ...before, circuit, returnedAt, benches, latency, credit, metAt: now }
}

/** Who serves what was sent during a bench is not out, whatever the bench assumed. Only a told limit holds on. */
function unbenched(benches: readonly Bench[], sent: Sent, now: number): readonly Bench[] {
  const isDisproved = (bench: Bench) =>
    concerns(bench, sent.model) && !isTimedLimit(bench) && bench.since <= sent.sentAt
  return ended(benches, isDisproved, now)
}

/** A circuit that closes marks the endpoint's return. */
export const returnedAfter = (before: Evidence, circuit: Circuit, now: number): number | null =>
  circuit.kind === 'closed' && before.circuit.kind !== 'closed' ? now : before.returnedAt

/** What a refusal teaches besides points: benches, doubts, sizes. */
export function afterRefusal(before: Evidence, sent: Meeting, outcome: Outcome, now: number): Evidence {
  if (outcome.kind === 'rejected' && outcome.fault === 'too-large') {
    return { ...before, tooLarge: smaller(before.tooLarge, sent.bytes, now) }
  }
  if (outcome.kind === 'credential' && isFirstDoubt(before, sent, now)) {
    return { ...before, doubtedAt: before.doubtedAt ?? now }
  }
  const cause = causeOf(outcome, sent.model)
  if (cause === null) return before
  const benches = onBenched(before.benches, { ...cause, sentAt: sent.sentAt }, now)
  if (outcome.kind !== 'overloaded') return { ...before, benches }
  return { ...before, benches, overloadsAt: [...before.overloadsAt, now].slice(-OVERLOADS_TO_BLAME) }
}

/** What a refusal met. */
type Meeting = Pick<Sent, 'model' | 'bytes' | 'sentAt'>

/** The bench that an outcome asks for, or null. */
function causeOf(outcome: Outcome, model: string | null): Omit<Cause, 'sentAt'> | null {
  const reason = REASONS[outcome.kind]
  const told = 'told' in outcome ? outcome.told : null
  // Only an outage that tells its end is worth a bench: the rest is the circuit's.
  if (reason === null || (reason === 'outage' && told === null)) return null
  const isOfAll = OF_ALL_MODELS.has(reason) || (outcome.kind === 'rate-limited' && outcome.ofAccount)
  return { reason, model: isOfAll ? null : model, told }
}

const OF_ALL_MODELS: ReadonlySet<BenchReason> = new Set(['outage', 'credential', 'balance'])

const REASONS: Readonly<Record<Outcome['kind'], BenchReason | null>> = {
  'rate-limited': 'rate-limit',
  overloaded: 'overload',
  unavailable: 'outage',
  credential: 'credential',
  balance: 'balance',
  'model-missing': 'model-missing',
  ok: null,
  unreachable: null,
  'timed-out': null,
  rejected: null,
  malformed: null,
  empty: null,
  'broken-stream': null,
  cancelled: null,
}

/** What refuses then may be a slip, and may be over any moment. */
export const hasServedLately = ({ servedAt }: Pick<Evidence, 'servedAt'>, now: number): boolean =>
  isRecent(servedAt, SERVED_LATELY_MS, now)

/** A key that served within ten minutes is believed once more; requests that were out with the first refusal are no second one. */
function isFirstDoubt({ doubtedAt, servedAt }: Evidence, sent: Meeting, now: number): boolean {
  if (!hasServedLately({ servedAt }, now)) return false
  return doubtedAt === null || sent.sentAt < doubtedAt
}

function smaller(before: Evidence['tooLarge'], bytes: number, now: number): Evidence['tooLarge'] {
  const known = before !== null && isWithin(before, now) ? before.bytes : Infinity
  return { since: now, until: now + SIZE_KNOWN_MS, bytes: Math.min(known, bytes) }
}

function isOverloadedOften({ overloadsAt }: Evidence, now: number): boolean {
  const lately = overloadsAt.filter((at) => isRecent(at, OVERLOADS_MS, now))
  return lately.length >= OVERLOADS_TO_BLAME
}
