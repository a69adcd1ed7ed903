/** What changed about an endpoint. */
import * as v from 'valibot'
import { BENCH_REASONS } from '../../core/health/bench.ts'

const bench = {
  reason: v.picklist(BENCH_REASONS),
  /** Null for every model. */
  model: v.nullable(v.string()),
  /** Epoch milliseconds. */
  until: v.number(),
}

export const news = v.variant('kind', [
  v.strictObject({ kind: v.literal('circuit-opened'), until: v.number() }),
  v.strictObject({ kind: v.literal('circuit-closed') }),
  /** `origin`: where its end was read; `usual` when it was not told. */
  v.strictObject({ kind: v.literal('benched'), ...bench, origin: v.string() }),
  v.strictObject({ kind: v.literal('bench-lifted'), ...bench }),
])
