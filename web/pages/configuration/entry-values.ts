/** An endpoint as the values of a form, and back. */
import type { SchemaAnswer } from '../../../src/admin/contract/form.ts'
import type { EndpointEntry } from '../../../src/core/config/document.ts'
import { finished } from '../../draft/form-text.ts'

export type EndpointField = SchemaAnswer['endpoint'][number]
/** By the keys of the fields: `timeouts.idle` is one of them. */
export type Values = Readonly<Record<string, unknown>>

export function valuesOf(entry: EndpointEntry | null): Values {
  if (entry === null) return { enabled: true, weight: 100, auth: 'x-api-key' }
  const { timeouts = {}, ...rest } = { timeouts: {}, ...entry }
  const inside = Object.entries(timeouts).map(([key, value]) => [`timeouts.${key}`, value as unknown])
  return { ...rest, ...(Object.fromEntries(inside) as Values) }
}

/** Fields that are shown: an endpoint that reuses another has no target of its own. */
export const fieldsFor = (fields: readonly EndpointField[], values: Values): readonly EndpointField[] =>
  fields.filter(({ isOwn, key }) => key !== 'from' && (isOwn || values['from'] === undefined))

/** What is not valid stays as it is: the proxy says what is wrong with it. */
export function entryFrom(id: string, values: Values, fields: readonly EndpointField[]): EndpointEntry {
  const entry: Record<string, unknown> = { id }
  const timeouts: Record<string, unknown> = {}
  for (const { key, type } of fieldsFor(fields, values)) {
    const value = finished(type, values[key])
    if (value === undefined) continue
    if (key.startsWith('timeouts.')) timeouts[key.slice('timeouts.'.length)] = value
    else entry[key] = value
  }
  if (Object.keys(timeouts).length > 0) entry['timeouts'] = timeouts
  if (values['from'] !== undefined) entry['from'] = values['from']
  return entry as unknown as EndpointEntry
}

const BYTES = 4

/** As those that the proxy makes: eight hexadecimal digits, a letter first. `bytes` by chance. */
export function idFrom(bytes: Uint8Array): string {
  const digits = [...bytes.slice(0, BYTES)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${'abcdef'.charAt(Number.parseInt(digits.charAt(0), 16) % 6)}${digits.slice(1)}`
}
