import * as v from 'valibot'
import type { Document } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import { SETTINGS, settingNamed } from '../settings/schema.ts'

const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name has letters, digits, ".", "_" or "-", 64 at most'),
)

const baseUrl = v.pipe(
  v.string(),
  v.check((url) => !/\/v1\/*$/.test(url), 'a base URL ends before /v1, which every client adds itself'),
  v.check(isHttpUrl, 'a base URL is http:// or https:// with a host, without key, query or fragment'),
  v.transform((url) => url.replace(/\/+$/, '')),
)

const endpoint = v.strictObject({
  name,
  baseUrl,
  auth: v.optional(v.picklist(['x-api-key', 'bearer', 'both']), 'x-api-key'),
  credential: v.pipe(
    v.string(),
    v.regex(
      /^env:[A-Za-z_][A-Za-z0-9_]*$/,
      'a credential is a reference such as env:WORK_KEY, not the key itself',
    ),
  ),
  weight: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1_000)), 100),
})

const profile = v.strictObject({
  name,
  endpoints: v.pipe(
    v.array(endpoint),
    v.check((list) => namesDiffer(list), 'two endpoints have the same name'),
  ),
})

const document = v.pipe(
  v.strictObject({
    profiles: v.pipe(
      v.array(profile),
      v.check((list) => namesDiffer(list), 'two profiles have the same name'),
    ),
    defaultProfile: v.optional(name),
    settings: v.optional(
      v.pipe(v.record(v.string(), v.union([v.string(), v.number()])), v.rawCheck(checkSettings)),
      {},
    ),
  }),
  v.check(
    (d) => d.defaultProfile === undefined || d.profiles.some((p) => p.name === d.defaultProfile),
    'defaultProfile names no profile',
  ),
)

/**
 * Validates what a person wrote. Throws `document-invalid` with one line for
 * each fault: where it is and what is expected there.
 */
export function parseDocument(value: unknown): Document {
  const result = v.safeParse(document, value)
  if (result.success) return result.output
  const faults = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'document'}: ${faultOf(issue)}`)
  throw new AppError('document-invalid', faults.join('\n'))
}

/** valibot tells what it expected; for keys that is of no help to a person. */
function faultOf({ expected, message, received, type }: v.BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never') return 'there is no such key'
  return received === 'undefined' ? 'is missing' : message
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  return plain && (url.protocol === 'http:' || url.protocol === 'https:')
}

function namesDiffer(named: readonly { readonly name: string }[]): boolean {
  return new Set(named.map((one) => one.name)).size === named.length
}

function checkSettings({ dataset, addIssue }: v.RawCheckContext<Record<string, string | number>>): void {
  if (!dataset.typed) return
  for (const [key, value] of Object.entries(dataset.value)) {
    const fault = settingFault(key, value)
    if (fault !== null) addIssue({ message: fault })
  }
}

function settingFault(key: string, value: string | number): string | null {
  const setting = settingNamed(key)
  if (setting === null) return `no setting is called "${key}"; there are: ${Object.keys(SETTINGS).join(', ')}`
  if (setting.type === 'text') return typeof value === 'string' ? null : `${key} is text`
  if (typeof value !== 'number') return `${key} is a number (${setting.type})`
  const { least = 0, most = Infinity } = setting
  const isWhole = setting.type === 'seconds' || Number.isInteger(value)
  if (isWhole && value >= least && value <= most) return null
  return `${key} is ${isWhole ? '' : 'a whole number, '}at least ${String(least)} and at most ${String(most)}`
}
