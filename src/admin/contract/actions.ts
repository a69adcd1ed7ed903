/** What is said to have something done. A running proxy loads this; answers are in done.ts. */
import * as v from 'valibot'
import { CHECK_KINDS } from '../../core/health/check.ts'

/** No timer of Node waits for longer than 2^31 milliseconds. */
const LONGEST_MS = 24 * 86_400_000

/** Body of `POST /stop`. */
export const stopRequest = v.strictObject({
  drainMs: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_MS)),
})

const MOST_ENDPOINTS = 1_000

const kind = v.picklist(CHECK_KINDS)

/** Body of `POST /probe`. */
export const probeRequest = v.strictObject({
  endpoints: v.pipe(v.array(v.string()), v.maxLength(MOST_ENDPOINTS)),
  kind: v.optional(kind, 'conversation'),
})

/** Of a reason that a person gives for a switch. */
const MOST_CHARACTERS = 500

/** Body of `POST /switch`. */
export const switchRequest = v.strictObject({
  hand: v.nullable(
    v.strictObject({
      profile: v.string(),
      only: v.boolean(),
      reason: v.nullable(v.pipe(v.string(), v.maxLength(MOST_CHARACTERS))),
    }),
  ),
})

/** As many as a queue may hold, and more. */
const MOST_ITEMS = 100_000

/** Body of `POST /retry`. */
export const retryRequest = v.strictObject({
  ids: v.nullable(v.pipe(v.array(v.string()), v.maxLength(MOST_ITEMS))),
})
