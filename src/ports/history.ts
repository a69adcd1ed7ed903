import type { Check } from '../core/health/check.ts'
import type { Digest } from '../core/health/digest.ts'
import type { News } from '../core/health/news.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { Trail } from './trail.ts'

/** Trails that were written together. */
export interface TrailBatch {
  /** Larger than that of every earlier one. */
  readonly number: number
  /** When the last of them ended (epoch ms). */
  readonly endedAt: number
  /** In the order in which they ended. */
  readonly trails: readonly Trail[]
}

/** What is kept of requests: bounded, by count and by age. */
export interface Requests {
  /** As one batch: all of them or none. */
  add(trails: readonly Trail[]): Promise<void>
  /** Those whose id begins so, newest first, `most` at the most. What else is to be done is done in a `pause` now and then. */
  find(idStart: string, most: number, pause?: () => Promise<void>): Promise<readonly Trail[]>
  /**
   * Batches that were written before the batch `before`, or the newest for null: newest first, as many as hold `most`
   * trails together, and one at least. Empty when there are no more.
   */
  batches(before: number | null, most: number): Promise<readonly TrailBatch[]>
  /** When each of these endpoints served last (epoch ms), by its id; those that never did are left out. */
  lastServed(endpointIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /**
   * Forgets the oldest batches, `atOnce` at the most: those without which at
   * least `most` requests are left, and those that ended before `since` (epoch ms).
   */
  prune(keep: { readonly most: number; readonly since: number; readonly atOnce: number }): Promise<void>
}

/** What is kept of switches: bounded, by count and by age. */
export interface Switches {
  /** In the order in which they happened; all of them or none. */
  add(switches: readonly Switch[]): Promise<void>
  /** Newest first, `most` at the most. */
  newest(most: number): Promise<readonly Switch[]>
  /** Forgets all but the newest `most`, and those before `since` (epoch ms). */
  prune(keep: { readonly most: number; readonly since: number }): Promise<void>
}

/** What requests and checks came to: as they came for a week, by the hour for a month, by the day for a year. */
export interface Samples {
  /** Of what ended since then (epoch ms); several for one endpoint, the oldest first. */
  since(instant: number): Promise<readonly Digest[]>
  /**
   * The same of these endpoints, in parts that are read in a few milliseconds each, in any order: the first for null, the
   * next by what `next` was, which is null at the end.
   */
  part(of: SamplesWanted, next: number | null): Promise<SamplesPart>
  /** Rolls up what is old enough, `atOnce` batches at the most, and forgets what is older than a year. */
  rollUp(now: number, atOnce: number): Promise<void>
}

export interface SamplesWanted {
  /** What ended since then (epoch ms). */
  readonly since: number
  readonly endpoints: readonly string[]
}

export interface SamplesPart {
  readonly digests: readonly Digest[]
  readonly next: number | null
}

/** A check of an endpoint, or what changed about it. */
export type HealthEvent = {
  /** Epoch milliseconds. */
  readonly at: number
  /** Of the endpoint whose target it is about. */
  readonly endpointId: string
} & ({ readonly kind: 'check'; readonly check: Check } | { readonly kind: 'news'; readonly news: News })

/** What is kept of them: bounded, by count and by age. */
export interface HealthEvents {
  /** In the order in which they happened; all of them or none. */
  add(events: readonly HealthEvent[]): Promise<void>
  /** Those of one endpoint, or of all for null: newest first, `most` at the most. */
  newest(endpointId: string | null, most: number): Promise<readonly HealthEvent[]>
  /** Forgets all but the newest `most`, and those before `since` (epoch ms). */
  prune(keep: { readonly most: number; readonly since: number }): Promise<void>
}

/**
 * What happened, apart from what is configured: it may be deleted at any time,
 * and a loss of power may take its last seconds. Rejects with `AppError` only.
 */
export interface History {
  readonly requests: Requests
  readonly switches: Switches
  readonly samples: Samples
  readonly healthEvents: HealthEvents
  close(): void
}
