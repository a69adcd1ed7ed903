import { updated, type Receipt, type UsageReport } from '../core/usage.ts'
import { asObject, type JsonObject } from './json.ts'

/**
 * The receipt after one more object that speaks of the answer: a whole
 * message, the `message` of a `message_start`, or what a `message_delta` says.
 */
export function withSaid(receipt: Receipt, said: JsonObject | null): Receipt {
  if (said === null) return receipt
  const usage = asObject(said['usage'])
  return {
    model: asName(said['model']) ?? receipt.model,
    stopReason: asName(said['stop_reason']) ?? receipt.stopReason,
    usage: usage === null ? receipt.usage : updated(receipt.usage, usageReport(usage)),
  }
}

/** A `usage` object: what is absent, null or no count is not spoken of. */
function usageReport(usage: JsonObject): UsageReport {
  const tools = asObject(usage['server_tool_use'])
  const writes = asObject(usage['cache_creation'])
  const hour = asCount(writes?.['ephemeral_1h_input_tokens'])
  const minutes = asCount(writes?.['ephemeral_5m_input_tokens'])
  // The total stands beside its parts, or only one of the two does.
  const sum = hour === undefined && minutes === undefined ? undefined : asCount((hour ?? 0) + (minutes ?? 0))
  return {
    input: asCount(usage['input_tokens']),
    output: asCount(usage['output_tokens']),
    cacheRead: asCount(usage['cache_read_input_tokens']),
    cacheWrite: asCount(usage['cache_creation_input_tokens']) || sum,
    cacheWrite1h: hour,
    webSearches: asCount(tools?.['web_search_requests']),
    tier: asName(usage['service_tier']),
    speed: asName(usage['speed']),
    place: asName(usage['inference_geo']),
    isPartial: hasOtherSteps(usage['iterations']) || (asCount(tools?.['code_execution_requests']) ?? 0) > 0,
  }
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

const asName = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_NAME ? value : undefined

const asCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
