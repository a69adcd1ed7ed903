/** Answers of what was done. */
import * as v from 'valibot'
import { probeReport } from '../../views/shapes/probe-report.ts'
import { retried } from '../../views/shapes/queue.ts'

/** Answer to `POST /probe` and `POST /check`. */
export const probeAnswer = v.strictObject({ reports: v.array(probeReport) })

/** Answer to `POST /retry`. */
export const retryAnswer = v.strictObject({ retried: v.array(retried) })

/** Answer to `POST /stop`. */
export const stopAnswer = v.strictObject({ broken: v.number() })

/** Answer to `POST /settle`. */
export const settleAnswer = v.strictObject({ settled: v.literal(true) })
