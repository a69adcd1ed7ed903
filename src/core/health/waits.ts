/** How long one send is waited for, from what its endpoint usually takes. */
import type { Policy, Timers } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import type { RequestKind } from '../request-kind.ts'
import { onWaited, percentileMs, type Latency, type Question } from './latency.ts'

/** Durations in milliseconds. */
export interface Waits {
  /** Until the first content; headers and content share it. */
  readonly firstContentMs: number
  /** Whoever leaves after this long without a byte has seen the endpoint hang. */
  readonly hangingMs: number
}

/** What was asked, and since when. */
interface Asked extends Question {
  readonly kind: RequestKind
  readonly sentAt: number
  readonly hangingMs: number
}

/** A limit is so many times what almost every answer takes. */
const FACTOR = 3
const LIMIT_SHARE = 0.99
const HANGING_SHARE = 0.95
const LEAST_HANGING_MS = 20_000

/**
 * The limit of a stream is clamp(3 × p99, `leastFirstContentMs`, `firstContentMs`),
 * the latter while nothing is known. A whole answer may take that long anyway:
 * it comes all at once. Hanging is max(20 s, 3 × p95).
 */
export function waitsFor(
  latency: Latency,
  question: Question & { readonly kind: RequestKind },
  { firstContentMs: mostMs }: Timers,
  { leastFirstContentMs }: Policy,
  now: number,
): Waits {
  if (question.kind !== 'message') return { firstContentMs: mostMs, hangingMs: LEAST_HANGING_MS }
  const usual = (share: number): number | null => percentileMs(latency, question, share, now)
  const limitMs = FACTOR * ((question.stream ? usual(LIMIT_SHARE) : null) ?? Infinity)
  const hangingMs = FACTOR * (usual(HANGING_SHARE) ?? 0)
  return {
    firstContentMs: Math.round(Math.min(mostMs, Math.max(leastFirstContentMs, limitMs))),
    hangingMs: Math.max(LEAST_HANGING_MS, hangingMs),
  }
}

/** Whether a client left an endpoint that hangs. */
export function hasHung(
  { hangingMs, sentAt }: Pick<Asked, 'hangingMs' | 'sentAt'>,
  outcome: Outcome,
  progress: Progress,
  now: number,
): boolean {
  return outcome.kind === 'cancelled' && progress === 'sent' && now - sentAt >= hangingMs
}

/** After the first content of an answer. */
export const afterContent = (before: Latency, asked: Asked, now: number): Latency =>
  withWait(before, asked, 'answered', now)

/** After an attempt without content: what it was too slow for counts as a wait that was given up. */
export function afterNoContent(
  before: Latency,
  asked: Asked,
  { outcome, progress }: { readonly outcome: Outcome; readonly progress: Progress },
  now: number,
): Latency {
  const isGivenUp = outcome.kind === 'timed-out' || hasHung(asked, outcome, progress, now)
  return isGivenUp ? withWait(before, asked, 'given-up', now) : before
}

function withWait(before: Latency, asked: Asked, end: 'answered' | 'given-up', now: number): Latency {
  if (asked.kind !== 'message') return before
  return onWaited(before, asked, { end, ms: Math.max(0, now - asked.sentAt) }, now)
}
