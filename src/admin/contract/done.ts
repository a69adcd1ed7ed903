/** Answers of what was done. Also read by programs of another version. */
import * as v from 'valibot'
import { CHECK_KINDS, VERDICTS } from '../../core/health/check.ts'
import { LOOKED } from '../../core/health/judgement.ts'
import { ITEM_STATES } from '../../core/queue/item.ts'
import type { Retried } from '../../ports/parking.ts'
import { oneOf } from './one-of.ts'

/** Answer to `POST /probe` and `POST /check`. */
export const probeAnswer = v.object({
  reports: v.array(
    v.object({
      ...{ id: v.string(), name: v.string(), at: v.number(), why: v.string() },
      ...{ kind: v.picklist(CHECK_KINDS), result: v.picklist(['pass', 'unclear', 'fail']) },
      verdict: v.nullable(v.picklist(VERDICTS)),
      ...{ status: v.nullable(v.number()), quality: v.nullable(v.number()) },
      ...{ model: v.nullable(v.string()), modelNamed: v.nullable(v.string()) },
      ...{ firstByteMs: v.nullable(v.number()), firstContentMs: v.nullable(v.number()) },
      totalMs: v.nullable(v.number()),
      tokens: v.object({ in: v.number(), out: v.number() }),
      ...{ question: v.nullable(v.string()), answer: v.nullable(v.string()) },
      lines: v.array(
        v.object({ looked: v.picklist(LOOKED), isFine: v.nullable(v.boolean()), seen: v.string() }),
      ),
    }),
  ),
})

/** Answer to `POST /retry`. */
export const retryAnswer = v.object({
  retried: v.array(
    v.object({
      id: v.string(),
      end: oneOf<Retried['end']>({
        ...{ served: true, nobody: true, fault: true, broken: true, cancelled: true },
        ...{ 'nobody-eligible': true, 'not-pending': true, corrupt: true, none: true },
        failed: true,
      }),
      ...{ endpoint: v.nullable(v.string()), status: v.nullable(v.number()) },
      state: v.nullable(v.picklist(ITEM_STATES)),
    }),
  ),
})

/** Answer to `POST /stop`. */
export const stopAnswer = v.object({ broken: v.number() })

/** Answer to `POST /settle`. */
export const settleAnswer = v.object({ settled: v.literal(true) })
