import { updated, type Receipt, type UsageReport } from '../core/usage.ts'
import { asObject, asText, type JsonObject } from './json.ts'

/**
 * The receipt after one more object that speaks of the answer: a whole
 * message, the `message` of a `message_start`, or what a `message_delta` says.
 */
export function withSaid(receipt: Receipt, said: JsonObject | null): Receipt {
  if (said === null) return receipt
  const usage = asObject(said['usage'])
  return {
    model: asName(said['model']) || receipt.model,
    stopReason: asName(said['stop_reason']) || receipt.stopReason,
    usage: usage === null ? receipt.usage : updated(receipt.usage, usageReport(usage)),
  }
}

/** A `usage` object: what is absent, null or no count is left out. */
function usageReport(usage: JsonObject): UsageReport {
  const tools = asObject(usage['server_tool_use'])
  const isPartial =
    hasOtherSteps(usage['iterations']) || (asCount(tools?.['code_execution_requests']) ?? 0) > 0
  return {
    ...counts({
      input: usage['input_tokens'],
      output: usage['output_tokens'],
      cacheRead: usage['cache_read_input_tokens'],
      webSearches: tools?.['web_search_requests'],
    }),
    ...cacheWrites(usage),
    ...texts({ tier: usage['service_tier'], speed: usage['speed'], place: usage['inference_geo'] }),
    isPartial,
  }
}

/** The total stands beside its parts, or only one of the two does. */
function cacheWrites(usage: JsonObject): Pick<UsageReport, 'cacheWrite' | 'cacheWrite1h'> {
  const parts = asObject(usage['cache_creation'])
  const hour = asCount(parts?.['ephemeral_1h_input_tokens'])
  const minutes = asCount(parts?.['ephemeral_5m_input_tokens'])
  const sum = hour === null && minutes === null ? null : (hour ?? 0) + (minutes ?? 0)
  return counts({ cacheWrite: asCount(usage['cache_creation_input_tokens']) || sum, cacheWrite1h: hour })
}

/**
 * Steps of another kind than `message` (a summary, an advisor, a model that
 * stepped in) are billed beside the counts.
 * Source: https://platform.claude.com/docs/en/build-with-claude/compaction
 */
const hasOtherSteps = (iterations: unknown): boolean =>
  Array.isArray(iterations) && iterations.some((step) => asObject(step)?.['type'] !== 'message')

/** What is kept of each attempt has to be small: a name that is longer is none. */
const MAX_NAME = 200

function asName(value: unknown): string {
  const text = asText(value)
  return text.length > MAX_NAME ? '' : text
}

const asCount = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

/** Loops, since each answer comes through here. */
function counts<Name extends string>(values: Readonly<Record<Name, unknown>>): Partial<Record<Name, number>> {
  const known: Partial<Record<Name, number>> = {}
  for (const name in values) {
    const count = asCount(values[name])
    if (count !== null) known[name] = count
  }
  return known
}

function texts<Name extends string>(values: Readonly<Record<Name, unknown>>): Partial<Record<Name, string>> {
  const known: Partial<Record<Name, string>> = {}
  for (const name in values) {
    const text = asName(values[name])
    if (text !== '') known[name] = text
  }
  return known
}
