/**
 * What an answer used, as its endpoint counted it. Input, reads and writes are
 * apart: a token is in one of them only. Field names on the wire:
 * https://platform.claude.com/docs/en/api/messages
 */
export interface Usage {
  /** Input tokens that were neither read from a cache nor written to one. */
  readonly input: number
  /** Output tokens, thinking included. */
  readonly output: number
  readonly cacheRead: number
  /** Tokens written to a cache that keeps them for five minutes, and for an hour. */
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  readonly webSearches: number
  /** The terms under which it was answered, which have prices of their own: null where nothing was said. */
  readonly tier: string | null
  readonly speed: string | null
  readonly place: string | null
  /** More was billed than these counts hold: other models or summaries inside the answer, code that the endpoint ran. */
  readonly isPartial: boolean
}

/** One report of an endpoint about its answer; absent or undefined is what it does not speak of. */
export type UsageReport = {
  readonly [Name in keyof Omit<Usage, 'cacheWrite5m'>]?: Usage[Name] | undefined
} & {
  /** Writes of both kinds together; `cacheWrite1h` are those of them for an hour, where they are told apart. */
  readonly cacheWrite?: number | undefined
}

/** What an answer says of itself, as far as it was seen; null for what was not. */
export interface Receipt {
  /** The model that answered. */
  readonly model: string | null
  readonly stopReason: string | null
  readonly usage: Usage | null
}

export const NO_RECEIPT: Receipt = { model: null, stopReason: null, usage: null }

const NOTHING_YET: Usage = {
  ...{ input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 },
  ...{ tier: null, speed: null, place: null, isPartial: false },
}

/**
 * The usage after one more report. Counts are totals of the whole answer, so
 * the last value of a field holds and nothing is added up. A zero takes no
 * count back: some endpoints end with zeros for what they told at the start.
 * Writes that no report divides are taken for the usual five minutes. Null
 * until an input was told: without it the rest would look like all.
 */
export function updated(usage: Usage | null, report: UsageReport): Usage | null {
  if (usage === null && report.input === undefined) return null
  const known = usage ?? NOTHING_YET
  const { cacheWrite1h: knownHour } = known
  const writes = last(known.cacheWrite5m + knownHour, report.cacheWrite)
  const hour = Math.min(report.cacheWrite === 0 ? knownHour : (report.cacheWrite1h ?? knownHour), writes)
  return {
    input: last(known.input, report.input),
    output: last(known.output, report.output),
    cacheRead: last(known.cacheRead, report.cacheRead),
    cacheWrite5m: writes - hour,
    cacheWrite1h: hour,
    webSearches: last(known.webSearches, report.webSearches),
    tier: report.tier ?? known.tier,
    speed: report.speed ?? known.speed,
    place: report.place ?? known.place,
    isPartial: known.isPartial || report.isPartial === true,
  }
}

const last = (known: number, told = 0): number => (told === 0 ? known : told)
