/** `POST /notify`: a test message, sent as notices are. */
import * as v from 'valibot'
import { CHANNELS } from '../../core/notify/notice.ts'
import { tried } from '../../views/shapes/notify.ts'

export const notifyRequest = v.strictObject({
  /** Null for all that are set up. */
  channel: v.nullable(v.picklist(CHANNELS)),
})

export const notifyAnswer = v.strictObject({ tried: v.array(tried) })

export type NotifyRequest = v.InferOutput<typeof notifyRequest>
export type NotifyAnswer = v.InferOutput<typeof notifyAnswer>
