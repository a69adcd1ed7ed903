import { isTimedLimit, type BenchReason } from '../health/bench.ts'
import { isCutOff } from '../health/local-network.ts'
import { toldReturnAt, type Outcome } from '../outcome.ts'
import type { No } from './eligible.ts'
import type { Refusal } from './route.ts'

/** One attempt that did not serve. */
export interface FailedAttempt<Answer> {
  /** The endpoint's name. */
  readonly endpoint: string
  readonly outcome: Outcome
  /** Its own answer, where it left one that can be passed on. */
  readonly held: Answer | null
  /** The status of that answer; null when there was none. */
  readonly status: number | null
}

/** What is known when nobody served. */
export interface Ledger<Failure> {
  readonly failures: readonly Failure[]
  /** Why each endpoint of the fence does not serve; those that would are not in it. */
  readonly noes: readonly Refusal[]
  /** Endpoints that may serve the request at all: a single one speaks for itself. */
  readonly candidates: number
  /** This machine has no network, as far as is known. */
  readonly isOffline: boolean
}

/** What the client is told when nobody served. */
export type FinalAnswer<Failure> =
  /** One endpoint's own. An overload goes out as 503, since clients give up on 529 within two seconds. */
  | { readonly kind: 'its-own'; readonly of: Failure; readonly asUnavailable: boolean }
  /** One of ours. */
  | {
      readonly kind: 'ours'
      readonly code: NobodyServed
      readonly comeBack: ComeBack
      readonly reasons: readonly Reason<Failure>[]
    }

/**
 * Whether the client should ask again: in so many seconds, at its own pace, or
 * not at all. Claude Code asks eleven times either way. At its own pace it
 * begins after half a second and lasts for three minutes; told to wait for
 * five seconds each time, it would be through in one.
 */
export type ComeBack = number | 'at-its-own-pace' | 'never'

/** Why one endpoint did not serve: how it failed, or what kept it from being asked. */
export interface Reason<Failure> {
  readonly endpoint: string
  readonly failure: Failure | null
  readonly no: No | null
  /** When it may be back (epoch ms), or null when that is not known. */
  readonly returnsAt: number | null
  readonly servedLately: boolean
}

export type NobodyServed =
  | 'no-endpoint'
  | 'all-limited'
  | 'all-out'
  | 'all-too-slow'
  /** Nobody's fault but that of this machine's network. */
  | 'no-network'
  | 'model-nowhere'
  | 'no-balance'
  | 'no-credential'

/** Clients that are asked to wait longer than this give up at once. */
export const LONGEST_WAIT_MS = 60_000
/** Asked of a client when everybody is full. */
const FULL_WAIT_MS = 5_000

/**
 * Chooses the answer to a request that nobody served. The request's own fault
 * goes back as it is, and so does the word of a single endpoint. With several,
 * the first that applies: somebody is back soon; somebody may be back any
 * moment; limits; the model; the balance; the key.
 */
export function finalAnswer<F extends FailedAttempt<unknown>>(
  ledger: Ledger<F>,
  now: number,
): FinalAnswer<F> {
  const { candidates, failures } = ledger
  const reasons = reasonsOf(ledger, now)
  const rejected = failures.findLast(({ held, outcome }) => held !== null && outcome.kind === 'rejected')
  if (rejected !== undefined && !isOutdone(rejected, reasons, now)) return itsOwn(rejected)
  const last = failures.at(-1)
  if (last !== undefined && last.held !== null && (candidates === 1 || agree(failures))) return itsOwn(last)
  const plain = ofAll(reasons, candidates, now)
  return { ...plain, code: isNetworksFault(ledger, plain) ? 'no-network' : plain.code, reasons }
}

/** Whether what kept endpoints from being reached is known not to be their doing. */
const isNetworksFault = ({ failures, isOffline }: Ledger<FailedAttempt<unknown>>, { code }: Plain): boolean =>
  isOffline &&
  (code === 'all-out' || code === 'all-too-slow') &&
  failures.some(({ outcome }) => isCutOff(outcome))

const itsOwn = <F extends FailedAttempt<unknown>>(of: F): FinalAnswer<F> => {
  return { kind: 'its-own', of, asUnavailable: of.outcome.kind === 'overloaded' }
}

/**
 * A refusal by one endpoint that is not the session's own means less than that
 * another one is back in a minute. Sizes and signatures the client repairs itself.
 */
function isOutdone<F extends FailedAttempt<unknown>>(
  { outcome }: F,
  reasons: readonly Reason<F>[],
  now: number,
): boolean {
  const isPlain = outcome.kind === 'rejected' && outcome.fault === 'refused'
  return isPlain && reasons.some(({ failure, returnsAt }) => failure !== null && isSoon(returnsAt, now))
}

const isSoon = (at: number | null, now: number): boolean => at !== null && at - now <= LONGEST_WAIT_MS

type Plain = Omit<Extract<FinalAnswer<never>, { kind: 'ours' }>, 'reasons'>

function ofAll(reasons: readonly Reason<FailedAttempt<unknown>>[], candidates: number, now: number): Plain {
  const sorts = reasons.map(sortOf).filter((sort): sort is Exclude<Sort, 'none'> => sort !== 'none')
  if (sorts.length === 0) return ours('no-endpoint', 'never')
  const all = (sort: Sort) => sorts.every((one) => one === sort)
  const soonest = Math.min(...reasons.map((reason) => worthwhileAt(reason, now)))
  if (isSoon(soonest, now)) {
    return ours(all('limit') ? 'all-limited' : 'all-out', Math.max(1, Math.ceil((soonest - now) / 1_000)))
  }
  if (all('slow')) return ours('all-too-slow', 'at-its-own-pace')
  if (sorts.includes('slow') || sorts.includes('transient')) return ours('all-out', 'at-its-own-pace')
  const lasting = LASTING.find(([sort]) => sorts.includes(sort))
  const isOver = reasons.every((reason) => !mayServeAnyMoment(reason, candidates))
  return ours(lasting?.[1] ?? 'all-out', isOver ? 'never' : 'at-its-own-pace')
}

/**
 * A limit without a time, and a refusal of a key that served lately, may be
 * over when the client asks again, and need asks for it then. Who was
 * not even asked does not speak for the only endpoint's key.
 */
function mayServeAnyMoment(reason: Reason<FailedAttempt<unknown>>, candidates: number): boolean {
  const { failure, no, servedLately } = reason
  const sort = sortOf(reason)
  if (sort === 'credential') return servedLately || (failure === null && candidates === 1)
  if (sort !== 'limit') return false
  if (failure !== null) return 'told' in failure.outcome && failure.outcome.told === null
  return no?.kind === 'benched' && !isTimedLimit(no.bench)
}

/** When to come back for this one. Need overrules an open circuit, so that its end says nothing. */
function worthwhileAt({ no, returnsAt }: Reason<unknown>, now: number): number {
  if (no?.kind === 'full') return now + FULL_WAIT_MS
  return no?.kind === 'circuit-open' ? Infinity : (returnsAt ?? Infinity)
}

const ours = (code: NobodyServed, comeBack: ComeBack): Plain => ({ kind: 'ours', code, comeBack })

/** Everybody says the same of the request, such as 404 to a path that nobody has. */
const agree = (failures: readonly FailedAttempt<unknown>[]): boolean =>
  failures.every(({ outcome, status }) => {
    const isOfRequest = status !== null && status >= 400 && status < 500 && outcome.kind === 'unavailable'
    return isOfRequest && status === failures[0]?.status
  })

/** Each endpoint once: what it did last, else what kept it away. */
function reasonsOf<F extends FailedAttempt<unknown>>(
  { failures, noes }: Ledger<F>,
  now: number,
): readonly Reason<F>[] {
  const lastOf = new Map(failures.map((failure) => [failure.endpoint, failure]))
  const noOf = new Map(noes.map((refusal) => [refusal.endpoint.name, refusal]))
  const failed = [...lastOf.values()].map((failure): Reason<F> => {
    const refusal = noOf.get(failure.endpoint)
    const returnsAt = refusal?.returnsAt ?? toldReturnAt(failure.outcome, now)
    const servedLately = refusal?.servedLately ?? false
    return { endpoint: failure.endpoint, failure, no: null, returnsAt, servedLately }
  })
  const kept = noes
    .filter(({ endpoint }) => !lastOf.has(endpoint.name))
    .map(({ endpoint, no, returnsAt, servedLately }): Reason<F> => ({
      endpoint: endpoint.name,
      failure: null,
      no,
      returnsAt,
      servedLately,
    }))
  return [...failed, ...kept]
}

/** What a reason comes to for the client. `none`: it was never meant to serve. */
type Sort = 'none' | 'limit' | 'transient' | 'slow' | 'model' | 'balance' | 'credential' | 'request'

/** Failures that waiting does not cure, the most curable first, and how they are told. */
const LASTING: readonly (readonly [Exclude<Sort, 'none'>, NobodyServed])[] = [
  ['limit', 'all-limited'],
  ['model', 'model-nowhere'],
  ['balance', 'no-balance'],
  ['credential', 'no-credential'],
]

function sortOf({ failure, no }: Reason<FailedAttempt<unknown>>): Sort {
  if (failure !== null) return SORT_OF_OUTCOME[failure.outcome.kind]
  if (no?.kind === 'benched') return SORT_OF_BENCH[no.bench.reason]
  if (no === null || NOT_MEANT.includes(no.kind)) return 'none'
  return no.kind === 'full' ? 'limit' : 'transient'
}

const NOT_MEANT: readonly No['kind'][] = ['disabled', 'fenced-off', 'failover-off']

const SORT_OF_OUTCOME: Readonly<Record<Outcome['kind'], Sort>> = {
  ok: 'none',
  cancelled: 'none',
  rejected: 'request',
  'rate-limited': 'limit',
  overloaded: 'transient',
  unavailable: 'transient',
  unreachable: 'transient',
  'timed-out': 'slow',
  malformed: 'transient',
  empty: 'transient',
  'broken-stream': 'transient',
  'model-missing': 'model',
  balance: 'balance',
  credential: 'credential',
}

const SORT_OF_BENCH: Readonly<Record<BenchReason, Sort>> = {
  'rate-limit': 'limit',
  overload: 'transient',
  outage: 'transient',
  credential: 'credential',
  balance: 'balance',
  'model-missing': 'model',
}
