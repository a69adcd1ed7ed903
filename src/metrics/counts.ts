/**
 * What happened since the proxy began, in numbers for machines. Counted as it
 * happens, which is a few additions a request; told only when somebody asks
 * (prometheus.ts). Nothing of a request itself becomes a name here: what is
 * counted apart are endpoints, profiles, and words of our own.
 */
import { costOf } from '../core/cost.ts'
import type { SwitchCause } from '../core/failover/switch.ts'
import type { Check } from '../core/health/check.ts'
import type { Outcome } from '../core/outcome.ts'
import { LIST_PRICES } from '../core/prices.ts'
import type { Ending } from '../ports/log.ts'
import type { AttemptStep, Trail } from '../ports/trail.ts'
import { newHistogram, observe, type Histogram } from './histogram.ts'

/** How often something happened, by its kind. */
export type Tally<K extends string> = Map<K, number>

/** Tokens by what they are billed for; each is in one of them only. */
export interface TokenCounts {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
}

/** What is counted of one endpoint. */
export interface EndpointCounts {
  /** Of the requests that it answered. */
  readonly endings: Tally<Ending>
  readonly outcomes: Tally<Outcome['kind']>
  /** Of clients' messages that it answered: until the first content, and until the end of a complete answer. */
  readonly firstContent: Histogram
  readonly whole: Histogram
  readonly tokens: TokenCounts
  /** At list prices, as far as they are known. */
  microDollars: number
  /** Answers that somebody may bill, at a price that is not known. */
  unpriced: number
  /** Of our own checks. */
  readonly probeTokens: { input: number; output: number }
}

/** What there is to be counted. */
export interface Configured {
  readonly endpoints: ReadonlySet<string>
  readonly profiles: ReadonlySet<string>
}

export class Counts {
  /** By name, `PROFILE/NAME`. */
  readonly endpoints = new Map<string, EndpointCounts>()
  /** Requests that no endpoint answered, by the profile that they were limited to; empty at the root URL. */
  readonly unanswered = new Map<string, Tally<Ending>>()
  readonly switches: Tally<SwitchCause> = new Map()

  onTrail(trail: Trail): void {
    let isOfQueue = false
    for (const step of trail.steps) {
      if (step.kind === 'attempt') this.#onAttempt(step, trail)
      else if (step.kind === 'queue' && step.what === 'sent-again') isOfQueue = true
    }
    // No client waits for what the queue sends.
    if (!isOfQueue) this.#onEnded(trail)
  }

  onSwitch(cause: SwitchCause): void {
    add(this.switches, cause)
  }

  onCheck(endpoint: string, { tokens }: Pick<Check, 'tokens'>): void {
    const { probeTokens } = this.#of(endpoint)
    probeTokens.input += tokens.in
    probeTokens.output += tokens.out
  }

  /**
   * Forgets what is not configured any more: nobody else bounds the names. Of what is, everything has a count, since the
   * first of a kind is no increase to Prometheus where there was no zero before it.
   */
  configure({ endpoints, profiles }: Configured): void {
    for (const name of this.endpoints.keys()) if (!endpoints.has(name)) this.endpoints.delete(name)
    for (const name of this.unanswered.keys()) {
      if (name !== '' && !profiles.has(name)) this.unanswered.delete(name)
    }
    for (const name of endpoints) this.#of(name)
    for (const name of ['', ...profiles]) countsIn(this.unanswered, name, newUnanswered)
  }

  #onEnded({ contentAfterMs, ending, endpoint, fence, kind, tookMs }: Trail): void {
    if (endpoint === null) {
      add(countsIn(this.unanswered, fence ?? '', newUnanswered), ending)
      return
    }
    const { endings, firstContent, whole } = this.#of(endpoint)
    add(endings, ending)
    if (kind !== 'message') return
    if (contentAfterMs !== null) observe(firstContent, contentAfterMs)
    if (ending === 'served') observe(whole, tookMs)
  }

  #onAttempt({ afterMs, endpoint, outcome, progress, receipt }: AttemptStep, trail: Trail): void {
    const counts = this.#of(endpoint)
    add(counts.outcomes, outcome)
    const { usage } = receipt
    if (usage !== null) {
      counts.tokens.input += usage.input
      counts.tokens.output += usage.output
      counts.tokens.cacheRead += usage.cacheRead
      counts.tokens.cacheWrite += usage.cacheWrite5m + usage.cacheWrite1h
    } else if (trail.kind !== 'message' || progress !== 'committed') return
    const cost = costOf(receipt, LIST_PRICES, trail.arrivedAt + afterMs)
    if (cost.kind === 'known') counts.microDollars += cost.microDollars
    else counts.unpriced += 1
  }

  #of(endpoint: string): EndpointCounts {
    return countsIn(this.endpoints, endpoint, newEndpointCounts)
  }
}

const zeros = <K extends string>(kinds: readonly K[]): Tally<K> => new Map(kinds.map((kind) => [kind, 0]))

/** How a request can end that an endpoint answered, and one that none did; any other is counted when it happens. */
const ANSWERED: readonly Ending[] = ['served', 'passed', 'broken', 'cancelled']
const UNANSWERED: readonly Ending[] = ['refused', 'accepted', 'broken', 'cancelled']

/** The compiler demands all of them. */
const OUTCOMES: Readonly<Record<Outcome['kind'], true>> = {
  ...{ ok: true, 'rate-limited': true, overloaded: true, unavailable: true, unreachable: true },
  ...{ 'timed-out': true, credential: true, balance: true, 'model-missing': true, rejected: true },
  ...{ malformed: true, empty: true, 'broken-stream': true, cancelled: true },
}
const OUTCOME_KINDS = Object.keys(OUTCOMES) as Outcome['kind'][]

const newUnanswered = (): Tally<Ending> => zeros(UNANSWERED)

const newEndpointCounts = (): EndpointCounts => ({
  endings: zeros(ANSWERED),
  outcomes: zeros(OUTCOME_KINDS),
  firstContent: newHistogram(),
  whole: newHistogram(),
  tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  microDollars: 0,
  unpriced: 0,
  probeTokens: { input: 0, output: 0 },
})

function add<K extends string>(tally: Tally<K>, kind: K): void {
  tally.set(kind, (tally.get(kind) ?? 0) + 1)
}

function countsIn<T>(all: Map<string, T>, name: string, begin: () => T): T {
  const known = all.get(name)
  if (known !== undefined) return known
  const counts = begin()
  all.set(name, counts)
  return counts
}
