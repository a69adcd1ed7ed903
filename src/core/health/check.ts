import type { Outcome } from '../outcome.ts'

/** In which way an endpoint was checked, cheapest first: is it there, does it answer a question, what else can it do. */
export const CHECK_KINDS = ['free', 'conversation', 'deep'] as const
export type CheckKind = (typeof CHECK_KINDS)[number]

/** What a check of ours found. */
export const VERDICTS = [
  'ok',
  /** Well formed, and not what was asked for: a canned text, or a model that cannot follow. */
  'wrong-answer',
  /** It answers well, by its own word with another model than was asked for. */
  'model-mismatch',
  /** No message of this protocol, or one that does not end. */
  'malformed',
  'empty',
  /** It answers well, and its first content takes longer than anybody likes to wait. */
  'slow',
  'time-out',
  'rate-limited',
  'overloaded',
  /** It is there and says itself that it cannot. */
  'outage',
  'credential',
  'balance',
  'model-missing',
  /** It refuses such a small request of ours as such: what it does with a client's, only traffic shows. */
  'refused-by-relay',
  'unreachable',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** Of one endpoint, that are remembered. */
export const MOST_CHECKS = 100

/** With one more. Of free ones the newest will do: they come each minute, and would push out what was said in answers. */
export function withNewest(before: readonly Check[], check: Check): readonly Check[] {
  const kept = check.kind === 'free' ? before.filter(({ kind }) => kind !== 'free') : before
  return [...kept.slice(1 - MOST_CHECKS), check]
}

/** One check that was made, whatever came of it. */
export interface Check {
  /** When it began (epoch ms). */
  readonly at: number
  readonly kind: CheckKind
  /** The model that was asked for, as the endpoint knows it; null when none was. */
  readonly model: string | null
  readonly verdict: Verdict
  /** How good the answer was, 0 to 100; null when there was none to be judged. */
  readonly quality: number | null
  /** From the beginning of its last request, in ms; null for what did not come. */
  readonly firstByteMs: number | null
  readonly firstContentMs: number | null
  readonly totalMs: number | null
  /** What it used, over all of its requests. */
  readonly tokens: { readonly in: number; readonly out: number }
  /** The model that answered, by its own word; null when it said nothing. */
  readonly modelNamed: string | null
}

/** Whether a check is worth a line in the history: a free one is when it finds what the last one did not. */
export const isWorthTelling = (before: readonly Check[], { kind, verdict }: Check): boolean =>
  kind !== 'free' || before.find((one) => one.kind === 'free')?.verdict !== verdict

/** What a check says of how real work would fare; `unclear`: nothing. */
export type Result = 'pass' | 'unclear' | 'fail'

/** A check as far as it decides something. `isOurChoice`: nobody asked for this model. */
export function resultOf(verdict: Verdict, isOurChoice: boolean): Result {
  if (PASSES.has(verdict)) return 'pass'
  return UNCLEAR.has(verdict) || (verdict === 'model-missing' && isOurChoice) ? 'unclear' : 'fail'
}

const PASSES: ReadonlySet<Verdict> = new Set(['ok', 'slow', 'model-mismatch'])
const UNCLEAR: ReadonlySet<Verdict> = new Set(['wrong-answer', 'refused-by-relay'])

/** What was met where no answer could be judged. */
export interface Met {
  readonly outcome: Outcome
  /** Null when nothing was answered. */
  readonly status: number | null
  /** A client was, so that what is refused is who asks. */
  readonly isServing: boolean
}

export function verdictOnOutcome({ isServing, outcome, status }: Met): Verdict {
  const isOfRequest = outcome.kind === 'rejected' || outcome.kind === 'credential' || isDoubtful(outcome)
  if (!isOfRequest) return VERDICT_ON[outcome.kind]
  if (isServing) return 'refused-by-relay'
  if (!isDoubtful(outcome)) return VERDICT_ON[outcome.kind]
  return NO_SUCH_PLACE.has(status ?? 0) ? 'malformed' : 'refused-by-relay'
}

const isDoubtful = (outcome: Outcome): boolean =>
  outcome.kind === 'unavailable' && outcome.blame !== 'at-once'

/** What is there does not speak this protocol, or not below this URL. */
const NO_SUCH_PLACE: ReadonlySet<number> = new Set([404, 405])

const VERDICT_ON: Readonly<Record<Outcome['kind'], Verdict>> = {
  ok: 'ok',
  'rate-limited': 'rate-limited',
  overloaded: 'overloaded',
  unavailable: 'outage',
  unreachable: 'unreachable',
  'timed-out': 'time-out',
  credential: 'credential',
  balance: 'balance',
  'model-missing': 'model-missing',
  // What is asked is well formed, so that only who asks is left to be refused.
  rejected: 'refused-by-relay',
  malformed: 'malformed',
  empty: 'empty',
  'broken-stream': 'malformed',
  // No check of ours is given up before its end.
  cancelled: 'time-out',
}
