/** What a check of one endpoint came to, wherever it is shown. */
import * as v from 'valibot'
import { CHECK_KINDS, VERDICTS } from '../../core/health/check.ts'
import { LOOKED } from '../../core/health/judgement.ts'

/** The facts of a check that also stand in the log. */
export const checkFacts = {
  /** `unclear`: it answers, and its answer says nothing of how real work would fare. */
  result: v.picklist(['pass', 'unclear', 'fail']),
  /** Null when it was not asked to the end. */
  verdict: v.nullable(v.picklist(VERDICTS)),
  /** How far it went: whether it is there, a question, all that it can do. */
  kind: v.picklist(CHECK_KINDS),
  /** What was seen, in a few words; empty where the verdict says all. */
  why: v.string(),
  status: v.nullable(v.number()),
  /** The model that was asked for, and the one that answered by its own word; null when there was none. */
  model: v.nullable(v.string()),
  modelNamed: v.nullable(v.string()),
  /** Milliseconds from the beginning of its last request; null for what did not come. */
  firstByteMs: v.nullable(v.number()),
  firstContentMs: v.nullable(v.number()),
  totalMs: v.nullable(v.number()),
  /** 0 to 100; null when there was no answer to be judged. */
  quality: v.nullable(v.number()),
  /** What it used. */
  tokens: v.strictObject({ in: v.number(), out: v.number() }),
}

export const probeReport = v.strictObject({
  id: v.string(),
  /** `PROFILE/NAME`. */
  name: v.string(),
  /** When it began (epoch milliseconds). */
  at: v.number(),
  ...checkFacts,
  /** Null when no question was put, or none answered. */
  question: v.nullable(v.string()),
  answer: v.nullable(v.string()),
  /** What was looked at, in order; `isFine` is null where nothing could be judged. */
  lines: v.pipe(
    v.array(
      v.strictObject({ looked: v.picklist(LOOKED), isFine: v.nullable(v.boolean()), seen: v.string() }),
    ),
    v.readonly(),
  ),
})
