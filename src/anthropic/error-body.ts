import type { ErrorDetail } from '../core/classify.ts'
import { asObject, asText, parseObject, type JsonObject } from './json.ts'

const NO_DETAIL: ErrorDetail = { type: '', message: '' }

/**
 * Reads an error answer in any of the shapes that endpoints use: Anthropic's
 * envelope, `{error: "text"}`, `{message}`. Anything else is two empty strings.
 */
export function errorDetail(body: Buffer): ErrorDetail {
  const value = parseObject(body.toString())
  return value === null ? NO_DETAIL : detailOf(value)
}

/** The same for a value that is parsed already. */
export function detailOf(value: JsonObject): ErrorDetail {
  const error = asObject(value['error'])
  if (error !== null) return { type: asText(error['type']), message: asText(error['message']) }
  return { type: '', message: asText(value['error']) || asText(value['message']) }
}

/** The error that a 2xx had inside as a body of its own: byte by byte where it stood in Anthropic's envelope. */
export function envelopeOf(json: string): Buffer {
  const value = parseObject(json)
  const error = asObject(value?.['error'])
  if (value?.['type'] === 'error' && error !== null) return Buffer.from(json)
  return Buffer.from(JSON.stringify({ type: 'error', error: error ?? detailOf(value ?? { message: json }) }))
}

/** An error of ours in Anthropic's envelope. `requestId` lets a person ask about it. */
export function errorBody(type: string, message: string, requestId: string): Buffer {
  return Buffer.from(JSON.stringify({ type: 'error', error: { type, message }, request_id: requestId }))
}
