import * as v from 'valibot'
import { TIERS } from '../../core/model.ts'

/** The tier of a profile; null while it has none. */
export const tierOrNone = v.nullable(v.picklist(TIERS))
