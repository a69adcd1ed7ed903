/** `GET /health`: how endpoints are checked, and what that costs. */
import * as v from 'valibot'
import { configGetShape } from '../../views/shapes/config.ts'
import { healthStatusShape } from '../../views/shapes/health.ts'

export const healthAnswer = v.strictObject({
  /** Settings `health.*` in force, described in the language that was asked for. */
  settings: v.array(configGetShape),
  /** As `qcc health status --json`. */
  endpoints: healthStatusShape.entries.endpoints,
  today: healthStatusShape.entries.today,
})

export type HealthAnswer = v.InferOutput<typeof healthAnswer>
