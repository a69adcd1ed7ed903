import * as v from 'valibot'

/** What several answers cost together, by list prices. What is not known is not nothing: it is counted apart. */
export const sumOfCosts = v.strictObject({
  /** Of those whose cost is known. */
  microDollars: v.number(),
  /** It may be more: an answer was not seen to its end. */
  isLeast: v.boolean(),
  /** Answers whose cost is not known. */
  unknown: v.number(),
})

export type SumOfCosts = v.InferOutput<typeof sumOfCosts>
