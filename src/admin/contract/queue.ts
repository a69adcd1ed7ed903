/** Requests that nobody could serve. Instants in epoch milliseconds. */
import * as v from 'valibot'
import { ITEM_STATES } from '../../core/queue/item.ts'
import { queuedItem, queueClearShape, queueShowShape, queueStatusShape } from '../../views/shapes/queue.ts'
import { limit } from './limit.ts'

const state = v.picklist(ITEM_STATES)

/** Query of `GET /queue`: 100 of them unless given, a thousand at the most. */
export const queueQuery = v.strictObject({ limit: limit(100, 1_000), state: v.optional(state) })

/** Answer to `GET /queue`: as `qcc queue status --json` and `qcc queue list --json`. */
export const queueAnswer = v.strictObject({
  status: queueStatusShape,
  /** Newest first. */
  items: v.array(queuedItem),
})

/** Answer to `GET /queue/:id`. */
export const queueItemAnswer = v.strictObject({ item: queuedItem })

/** Answer to `GET /queue/:id/content`, for admins alone: what was asked, and the stored answer. */
export const queueContentAnswer = v.strictObject({
  /** The body as it came; null where it is not kept any more. */
  request: v.nullable(v.string()),
  answer: queueShowShape.entries.answer,
})

/** Body of `POST /queue/clear`: all of them where nothing is said. What is being sent stays. */
export const queueClearRequest = v.strictObject({
  states: v.optional(v.pipe(v.array(state), v.nonEmpty())),
  /** Parked last so long ago. */
  olderThanMs: v.optional(v.pipe(v.number(), v.minValue(0))),
})

/** Answer to `POST /queue/clear`, given when the disk has its space back. */
export const queueClearAnswer = queueClearShape

export type QueueAnswer = v.InferOutput<typeof queueAnswer>
export type QueueItemAnswer = v.InferOutput<typeof queueItemAnswer>
export type QueueContentAnswer = v.InferOutput<typeof queueContentAnswer>
export type QueueClearRequest = v.InferOutput<typeof queueClearRequest>
export type QueueClearAnswer = v.InferOutput<typeof queueClearAnswer>
