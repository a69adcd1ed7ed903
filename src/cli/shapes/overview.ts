/** `qcc overview --json`: how it goes now and went today. */
import * as v from 'valibot'
import { overview } from '../../views/shapes/overview.ts'

export const overviewShape = v.strictObject({
  ...overview.entries,
  /** What the running proxy has to do; null when none runs. */
  proxy: v.nullable(
    v.strictObject({
      /** Requests without a complete answer. */
      open: v.number(),
      /** Of those, held since nobody can serve them yet. */
      held: v.number(),
      /** Requests that wait in the queue. */
      queued: v.number(),
    }),
  ),
})

export type OverviewShape = v.InferOutput<typeof overviewShape>
