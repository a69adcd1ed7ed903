/**
 * What an endpoint says about its limits in the headers of an answer.
 *
 * Two families: `anthropic-ratelimit-{requests,tokens,…}-{limit,remaining,reset}`
 * for API keys, with resets as RFC 3339 dates, and `anthropic-ratelimit-unified-…`
 * for subscriptions, with resets in unix seconds and windows of 5 hours and 7
 * days. Header names: https://docs.claude.com/en/api/rate-limits.
 */
import type { TimeOrigin, ToldTime } from './outcome.ts'
import { retryAfterMs, waitUntil } from './retry-after.ts'

type AllowanceName = Exclude<TimeOrigin, 'retry-after' | 'unified'>

/** What is left of one kind of limit. Null for what was not told or makes no sense. */
interface Allowance {
  readonly name: AllowanceName
  readonly limit: number | null
  readonly remaining: number | null
  readonly resetAt: number | null
}

/** One window of a subscription. `used` is a share of 1. */
interface UnifiedWindow {
  readonly isRejected: boolean
  readonly used: number | null
  readonly resetAt: number | null
}

export interface LimitHeaders {
  /** As it came. */
  readonly retryAfter: string | null
  readonly allowances: readonly Allowance[]
  /** The verdict of a subscription over all its windows, and those windows; null where there is none. */
  readonly unified: (UnifiedWindow & { readonly windows: readonly UnifiedWindow[] }) | null
  /** The limit that was hit is one of a single model, although it is a subscription's. */
  readonly isOfOneModel: boolean
}

/** Looks a header up by its name in lower case. */
type Lookup = (name: string) => string | null

const PREFIX = 'anthropic-ratelimit-'
const ALLOWANCES: readonly AllowanceName[] = ['requests', 'tokens', 'input-tokens', 'output-tokens']
const WINDOWS = ['5h', '7d'] as const
/** Windows that count one model, by the name that a refusal claims. */
const MODEL_CLAIM = /opus|sonnet|haiku|model/

export const NO_LIMITS: LimitHeaders = {
  retryAfter: null,
  allowances: [],
  unified: null,
  isOfOneModel: false,
}

/** `lines`: name, value, name, value, as they came. Of two lines of one name the first counts. */
export function limitHeaders(lines: readonly string[]): LimitHeaders {
  let told: Map<string, string> | null = null
  for (let i = lines.length - 2; i >= 0; i -= 2) {
    const name = lines[i] ?? ''
    if (OF_LIMITS.test(name)) (told ??= new Map()).set(name.toLowerCase(), lines[i + 1] ?? '')
  }
  // Nearly every answer of most endpoints: two dozen names need not be looked up.
  return told === null ? NO_LIMITS : limitsIn((name) => told.get(name) ?? null)
}

const OF_LIMITS = /^(?:retry-after$|anthropic-ratelimit-)/i

function limitsIn(header: Lookup): LimitHeaders {
  const overall = unifiedWindow(header, 'unified')
  const windows = WINDOWS.flatMap((name) => unifiedWindow(header, `unified-${name}`) ?? [])
  return {
    retryAfter: header('retry-after'),
    allowances: ALLOWANCES.flatMap((name) => allowance(header, name) ?? []),
    unified: overall === null && windows.length === 0 ? null : { ...(overall ?? UNTOLD), windows },
    isOfOneModel: MODEL_CLAIM.test(header(`${PREFIX}unified-representative-claim`) ?? ''),
  }
}

const UNTOLD: UnifiedWindow = { isRejected: false, used: null, resetAt: null }

/** How long a failure that is no limit lasts: there only `retry-after` speaks of it. */
export function retryAfterTold({ retryAfter }: LimitHeaders, now: number): ToldTime | null {
  const waitMs = retryAfterMs(retryAfter, now)
  return waitMs === null ? null : { waitMs, origin: 'retry-after' }
}

/**
 * How long the limit that was hit lasts: what `retry-after` says; else the
 * subscription's reset, where it is that which refused; else the latest reset
 * of those kinds of which nothing is left. Other resets were not hit.
 */
export function toldTime(limits: LimitHeaders, now: number): ToldTime | null {
  const asked = retryAfterTold(limits, now)
  if (asked !== null) return asked
  const unifiedMs = waitUntil(rejectedUntil(limits), now)
  if (unifiedMs !== null) return { waitMs: unifiedMs, origin: 'unified' }
  let latest: ToldTime | null = null
  for (const { name, remaining, resetAt } of limits.allowances) {
    const untilReset = remaining === 0 ? waitUntil(resetAt, now) : null
    if (untilReset !== null && untilReset > (latest?.waitMs ?? 0))
      latest = { waitMs: untilReset, origin: name }
  }
  return latest
}

/** A subscription's limit holds for the account, unless it names a model. */
export const isOfAccount = (limits: LimitHeaders): boolean =>
  rejectedUntil(limits) !== null && !limits.isOfOneModel

function rejectedUntil({ unified }: LimitHeaders): number | null {
  if (unified === null) return null
  if (unified.isRejected && unified.resetAt !== null) return unified.resetAt
  const resets = unified.windows.flatMap(({ isRejected, resetAt }) => (isRejected ? (resetAt ?? []) : []))
  return resets.length === 0 ? null : Math.max(...resets)
}

/** The scarcest allowance, as a share of 1, and when it is full again; null where nothing was told. */
export function scarcest(
  limits: LimitHeaders,
): { readonly left: number; readonly resetAt: number | null } | null {
  if (limits.allowances.length === 0 && limits.unified === null) return null
  const shares = limits.allowances.flatMap(({ limit, remaining, resetAt }) =>
    limit === null || remaining === null || limit === 0 ? [] : { left: remaining / limit, resetAt },
  )
  const windows = (limits.unified?.windows ?? []).flatMap(({ resetAt, used }) =>
    used === null ? [] : { left: 1 - used, resetAt },
  )
  return [...shares, ...windows].reduce<ReturnType<typeof scarcest>>(
    (least, one) => (least === null || one.left < least.left ? one : least),
    null,
  )
}

function allowance(header: Lookup, name: AllowanceName): Allowance | null {
  const limit = quantity(header(`${PREFIX}${name}-limit`))
  const remaining = quantity(header(`${PREFIX}${name}-remaining`))
  const resetAt = dateAt(header(`${PREFIX}${name}-reset`))
  const isTold = limit !== null || remaining !== null || resetAt !== null
  return isTold ? { name, limit, remaining, resetAt } : null
}

function unifiedWindow(header: Lookup, name: string): UnifiedWindow | null {
  const status = header(`${PREFIX}${name}-status`)
  const used = quantity(header(`${PREFIX}${name}-utilization`))
  const resetAt = instantAt(header(`${PREFIX}${name}-reset`))
  if (status === null && used === null && resetAt === null) return null
  return { isRejected: status?.trim().toLowerCase() === 'rejected', used, resetAt }
}

/** A number that is not negative, or null. */
function quantity(text: string | null): number | null {
  const isNumber = text !== null && /^\s*\d{1,15}(\.\d{1,15})?\s*$/.test(text)
  return isNumber ? Number(text) : null
}

/** RFC 3339, or null. */
function dateAt(text: string | null): number | null {
  const at = text !== null && /^\s*\d{4}-\d\d-\d\d[Tt ]/.test(text) ? Date.parse(text.trim()) : NaN
  return Number.isNaN(at) ? null : at
}

/** Unix seconds, or what the other family writes. Taken for a date, seconds would be a day in 1970. */
function instantAt(text: string | null): number | null {
  const seconds = text !== null && /^\s*\d{9,11}(\.\d+)?\s*$/.test(text)
  return seconds ? Number(text) * 1_000 : dateAt(text)
}
