import type * as v from 'valibot'
import { overview } from '../../views/shapes/overview.ts'

/** Answer to `GET /overview`: how it goes now and went today. */
export const overviewAnswer = overview

export type OverviewAnswer = v.InferOutput<typeof overviewAnswer>
