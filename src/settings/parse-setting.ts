import { formatAmount } from './format-setting.ts'
import { SETTINGS, type Setting, type SettingKey, type SettingType } from './schema.ts'
import { DURATION_UNITS, measured, rounded, SIZE_UNITS } from './units.ts'

/** What is wrong with a value: that the setting takes another. `fault.CODE` is its text, with the values filled in. */
export interface SettingFault {
  readonly code: `setting-${SettingType}`
  /** A range, or the choices there are. */
  readonly values: { readonly expected: string }
}

export type ParsedSetting =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'fault'; readonly fault: SettingFault }

/**
 * The value of a setting from what somebody wrote: text from a command line or
 * a variable, or a value of the document. Durations are seconds, or `500ms`,
 * `90s`, `5m`, `24h`, `7d`; sizes are bytes, or `256MB` (millions), `64MiB` (2^20).
 */
export function parseSetting(key: SettingKey, given: unknown): ParsedSetting {
  const setting: Setting = SETTINGS[key]
  const value = isWord(setting) ? wordOf(setting, given) : numberOf(setting, given)
  return value === null ? { kind: 'fault', fault: faultOf(setting) } : { kind: 'value', value }
}

const WORDS: readonly SettingType[] = ['text', 'url', 'choice', 'reference']

/** Whether its value is text. */
export const isWord = ({ type }: Pick<Setting, 'type'>): boolean => WORDS.includes(type)

/** Where a secret is; never the secret itself. A default may say that there is none. */
const REFERENCE = /^(secret:[\w-]{1,64}|env:[A-Za-z_]\w*|(cmd|keychain):.*\S.*)$/

function wordOf({ choices, default: usual, type }: Setting, given: unknown): string | null {
  if (typeof given !== 'string' || given.trim() === '' || /\p{Cc}/u.test(given)) return null
  if (type === 'reference' && given !== usual && !REFERENCE.test(given)) return null
  if (type === 'url' && given !== usual && !isPlainUrl(given)) return null
  return choices === undefined || choices.includes(given) ? given : null
}

/** Of the web, and without a password, which would stand in every version, or what paths cannot be put behind. */
function isPlainUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s?#]+$/i.test(text) || !URL.canParse(text)) return false
  const { password, username } = new URL(text)
  return username === '' && password === ''
}

function numberOf(setting: Setting, given: unknown): number | null {
  const amount = typeof given === 'string' ? amountOf(setting.type, given) : given
  if (typeof amount !== 'number') return null
  if (setting.type !== 'seconds' && !Number.isInteger(amount)) return null
  const { least, most } = limitsOf(setting)
  return amount >= least && amount <= most ? rounded(amount) : null
}

function amountOf(type: SettingType, text: string): number | null {
  if (type === 'seconds') return measured(text, DURATION_UNITS)
  if (type === 'bytes') return measured(text, SIZE_UNITS)
  return /^\d+$/.test(text.trim()) ? Number(text) : null
}

/** No timer of Node waits for longer than 2^31 milliseconds. */
const MOST_SECONDS = 24 * 86_400

/** What numbers a setting takes. */
export function limitsOf({ least = 0, most, type }: Setting): {
  readonly least: number
  readonly most: number
  /** For people, in any language. */
  readonly text: string
} {
  const end = most ?? (type === 'seconds' ? MOST_SECONDS : Number.MAX_SAFE_INTEGER)
  const from = formatAmount(type, least)
  const text = end === Number.MAX_SAFE_INTEGER ? `≥ ${from}` : `${from} … ${formatAmount(type, end)}`
  return { least, most: end, text }
}

function faultOf(setting: Setting): SettingFault {
  const { choices = [], type } = setting
  const expected = isWord(setting) ? choices.join(', ') : limitsOf(setting).text
  return { code: `setting-${type}`, values: { expected } }
}
