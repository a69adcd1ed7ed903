import * as v from 'valibot'

/** By Anthropic's price list, whoever answered. */
export const cost = v.variant('kind', [
  v.strictObject({
    kind: v.literal('known'),
    microDollars: v.number(),
    /** The answer was not seen to its end: this much or more. */
    isLeast: v.boolean(),
    /** The day on which the price was last seen on the list. */
    seenOn: v.string(),
  }),
  v.strictObject({
    kind: v.literal('unknown'),
    why: v.picklist(['no-usage', 'model', 'terms', 'partial', 'refusal']),
  }),
])
