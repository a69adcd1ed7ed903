/** `qcc config get routing.rules --json`. */
import * as v from 'valibot'
import { VERDICTS } from '../../core/rules.ts'

const rule = v.strictObject({
  statuses: v.array(v.strictObject({ from: v.number(), to: v.number() })),
  /** Of the error inside. */
  types: v.array(v.string()),
  /** A regular expression for the message, in any case. */
  pattern: v.nullable(v.string()),
  outcome: v.picklist(VERDICTS),
})

export const configRulesShape = v.strictObject({
  /** The first that fits decides; an endpoint's own come before these. What is empty or null is not asked. */
  rules: v.array(rule),
  /** Those that have rules of their own, by `PROFILE/NAME`. */
  endpoints: v.array(v.strictObject({ name: v.string(), rules: v.array(rule) })),
})

export type ConfigRulesShape = v.InferOutput<typeof configRulesShape>
