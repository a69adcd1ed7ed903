/** `GET /switches`: which tier served when, and why. */
import * as v from 'valibot'
import { oneSwitch } from '../../views/shapes/tiers.ts'
import { limitQuery } from './limit.ts'

/** Query: 50 unless given, a thousand at the most. */
export const switchesQuery = limitQuery(50, 1_000)

/** Newest first, as `qcc priority history --json`. */
export const switchesAnswer = v.strictObject({ switches: v.array(oneSwitch) })

export type SwitchesAnswer = v.InferOutput<typeof switchesAnswer>
