import type { Outcome } from '../outcome.ts'

/** One attempt that did not serve. */
interface Failure<Answer> {
  readonly outcome: Outcome
  /** Its own answer, where it left one that can be passed on. */
  readonly held: Answer | null
  /** The status of that answer; null when there was none. */
  readonly status: number | null
}

/** What the client is told when nobody served. */
export type FinalAnswer<Answer> =
  /** The only endpoint's own. An overload goes out as 503, since clients give up on 529 within two seconds. */
  | { readonly kind: 'its-own'; readonly answer: Answer; readonly asUnavailable: boolean }
  /** One of ours. `retryAfterS` is set when coming back makes sense, null when it makes none. */
  | Ours

interface Ours {
  readonly kind: 'ours'
  readonly code: NobodyServed
  readonly retryAfterS: number | null
}

export type NobodyServed =
  | 'no-endpoint'
  | 'all-limited'
  | 'all-out'
  | 'all-too-slow'
  | 'model-nowhere'
  | 'no-balance'
  | 'no-credential'

/** Clients that are asked to wait longer than this give up at once. */
const LONGEST_WAIT_MS = 60_000
/** Asked of a client when an endpoint may be back any moment. */
const SHORT_WAIT_S = 5
/** What a limit without a time is taken for. */
const USUAL_LIMIT_MS = 30_000

/**
 * Chooses the answer to a request that every endpoint failed. `candidates` counts
 * the endpoints that may serve it at all: a single one speaks for itself.
 * With several, the failure that is soonest over decides.
 */
export function finalAnswer<Answer>(
  failures: readonly Failure<Answer>[],
  candidates: number,
): FinalAnswer<Answer> {
  const last = failures.at(-1)
  if (last === undefined) return ours('no-endpoint', null)
  if (last.held !== null && (candidates === 1 || agree(failures))) {
    return { kind: 'its-own', answer: last.held, asUnavailable: last.outcome.kind === 'overloaded' }
  }
  return ofAll(failures.map((failure) => failure.outcome))
}

function ofAll(outcomes: readonly Outcome[]): Ours {
  const all = (kind: Outcome['kind']) => outcomes.every((outcome) => outcome.kind === kind)
  const soonestMs = Math.min(...outcomes.map(waitMs))
  if (soonestMs <= LONGEST_WAIT_MS) {
    return ours(all('rate-limited') ? 'all-limited' : 'all-out', Math.ceil(soonestMs / 1_000))
  }
  if (all('timed-out')) return ours('all-too-slow', SHORT_WAIT_S)
  if (outcomes.some((outcome) => TRANSIENT.has(outcome.kind))) return ours('all-out', SHORT_WAIT_S)
  const lasting = LASTING.find(([kind]) => outcomes.some((outcome) => outcome.kind === kind))
  return ours(lasting?.[1] ?? 'all-out', null)
}

/** Failures that waiting does not cure, the most curable first, and how they are told. */
const LASTING: readonly (readonly [Outcome['kind'], NobodyServed])[] = [
  ['rate-limited', 'all-limited'],
  ['model-missing', 'model-nowhere'],
  ['balance', 'no-balance'],
  ['credential', 'no-credential'],
]

/** Everybody says the same of the request, such as 404 to a path that nobody has. */
const agree = (failures: readonly Failure<unknown>[]): boolean =>
  failures.every(({ outcome, status }) => {
    const isOfRequest = status !== null && status >= 400 && status < 500 && outcome.kind === 'unavailable'
    return isOfRequest && status === failures[0]?.status
  })

const ours = (code: NobodyServed, retryAfterS: number | null): Ours => ({ kind: 'ours', code, retryAfterS })

/** Failures that may be over by the time the client comes back. */
const TRANSIENT: ReadonlySet<Outcome['kind']> = new Set([
  'overloaded',
  'unavailable',
  'unreachable',
  'timed-out',
  'malformed',
  'empty',
  'broken-stream',
])

function waitMs(outcome: Outcome): number {
  if (outcome.kind === 'rate-limited') return outcome.retryAfterMs ?? USUAL_LIMIT_MS
  const mayTell = outcome.kind === 'overloaded' || outcome.kind === 'unavailable'
  return mayTell ? (outcome.retryAfterMs ?? Infinity) : Infinity
}
