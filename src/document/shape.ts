/**
 * The document as a person may write it, for valibot: what can be said of each
 * value alone. A check's message is a `FaultCode`.
 */
import * as v from 'valibot'
import { VERDICTS } from '../core/rules.ts'
import { parseSetting } from '../settings/parse-setting.ts'
import { STRATEGIES, type SettingKey } from '../settings/schema.ts'
import type { FaultCode } from './fault.ts'
import { patternFault } from './pattern.ts'
import {
  CREDENTIAL,
  ID,
  MAX_CONCURRENT_MOST,
  mendBaseUrl,
  NAME,
  outboundProxyOf,
  PRIORITY_MOST,
  WEIGHT_DEFAULT,
  WEIGHT_MOST,
} from './rules.ts'

const code = (one: FaultCode): FaultCode => one

const name = v.pipe(v.string(), v.regex(NAME, code('name')))

const entry = {
  id: v.optional(v.pipe(v.string(), v.regex(ID, code('id')))),
  name,
}

const share = {
  weight: v.optional(
    v.pipe(
      v.number(),
      v.integer(code('weight')),
      v.minValue(0, code('weight')),
      v.maxValue(WEIGHT_MOST, code('weight')),
    ),
    WEIGHT_DEFAULT,
  ),
  priority: v.optional(
    v.pipe(
      v.number(),
      v.integer(code('priority')),
      v.minValue(1, code('priority')),
      v.maxValue(PRIORITY_MOST, code('priority')),
    ),
  ),
  enabled: v.optional(v.boolean(), true),
  maxConcurrent: v.optional(
    v.pipe(
      v.number(),
      v.integer(code('max-concurrent')),
      v.minValue(1, code('max-concurrent')),
      v.maxValue(MAX_CONCURRENT_MOST, code('max-concurrent')),
    ),
  ),
}

const baseUrl = v.pipe(
  v.string(),
  v.rawTransform<string, string>(({ addIssue, dataset, NEVER }) => {
    const mended = mendBaseUrl(dataset.value)
    if (mended.kind === 'url' && !mended.mended) return mended.url
    // `expected` carries the URL as it should be.
    if (mended.kind === 'url') addIssue({ message: code('base-url-v1'), expected: mended.url })
    else addIssue({ message: mended.fault.code })
    return NEVER
  }),
)

const outboundProxy = v.pipe(
  v.string(),
  v.rawTransform<string, string>(({ addIssue, dataset, NEVER }) => {
    const origin = outboundProxyOf(dataset.value)
    if (origin !== null) return origin
    addIssue({ message: code('outbound-proxy') })
    return NEVER
  }),
)

/** A duration with the limits of a setting; `expected` carries them. */
const durationAs = (key: SettingKey) =>
  v.pipe(
    v.unknown(),
    v.rawTransform<unknown, number>(({ addIssue, dataset, NEVER }) => {
      const parsed = parseSetting(key, dataset.value)
      if (parsed.kind === 'value') return Number(parsed.value)
      addIssue({ message: parsed.fault.code, expected: parsed.fault.values.expected })
      return NEVER
    }),
  )

const filled = v.pipe(v.string(), v.nonEmpty(code('empty')))

export const timeouts = v.strictObject({
  connect: v.optional(durationAs('timeout.connect')),
  'first-content': v.optional(durationAs('timeout.first-content')),
  idle: v.optional(durationAs('timeout.idle')),
})

const status = v.pipe(
  v.number(),
  v.integer(code('status')),
  v.minValue(100, code('status')),
  v.maxValue(999, code('status')),
)

const pattern = v.pipe(
  filled,
  v.rawCheck(({ addIssue, dataset }) => {
    const fault = dataset.typed ? patternFault(dataset.value) : null
    if (fault !== null) addIssue({ message: code(fault) })
  }),
)

export const rule = v.strictObject({
  status: v.optional(v.union([status, v.pipe(v.array(status), v.nonEmpty(code('status')))])),
  type: v.optional(filled),
  pattern: v.optional(pattern),
  outcome: v.picklist(VERDICTS),
})

/** Without a condition it would fit every refusal. */
const ruleWithCondition = v.pipe(
  rule,
  v.check(
    ({ pattern: text, status: one, type }) => [text, one, type].some((it) => it !== undefined),
    code('rule-empty'),
  ),
)

export const ownEndpoint = v.strictObject({
  ...entry,
  baseUrl,
  auth: v.optional(v.picklist(['x-api-key', 'bearer', 'both']), 'x-api-key'),
  credential: v.pipe(v.string(), v.regex(CREDENTIAL, code('credential'))),
  models: v.optional(v.record(filled, filled)),
  deniedBetas: v.optional(v.array(filled)),
  attribution: v.optional(v.boolean()),
  rules: v.optional(v.array(ruleWithCondition)),
  timeouts: v.optional(timeouts),
  outboundProxy: v.optional(outboundProxy),
  ...share,
})

export const reusedEndpoint = v.strictObject({ ...entry, from: v.string(), ...share })

export const isReusedShape = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'from' in value

export const profile = v.strictObject({
  name,
  description: v.optional(v.string()),
  strategy: v.optional(v.picklist(STRATEGIES)),
  endpoints: v.optional(
    v.array(v.lazy((value) => (isReusedShape(value) ? reusedEndpoint : ownEndpoint))),
    [],
  ),
})

const names = v.optional(v.array(name))

export const tiers = v.strictObject({ primary: names, secondary: names, fallback: names })

export const documentShape = v.strictObject({
  defaultProfile: v.optional(name),
  tiers: v.optional(tiers),
  profiles: v.array(profile),
  settings: v.optional(v.record(v.string(), v.unknown()), {}),
})
