/** `qcc try --json`: as the control API answers. */
import type * as v from 'valibot'
import { tryAnswer } from '../../admin/contract/try.ts'

export const tryShape = tryAnswer

export type TryShape = v.InferOutput<typeof tryShape>
