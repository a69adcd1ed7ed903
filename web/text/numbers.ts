/** Numbers, told in the language of the page. */
import { lang, say } from '../language.ts'

const formats = new Map<string, Intl.NumberFormat>()

function formatted(value: number, name: string, options: Intl.NumberFormatOptions): string {
  const key = `${lang.value} ${name}`
  const format = formats.get(key) ?? new Intl.NumberFormat(lang.value === 'zh' ? 'zh-CN' : 'en', options)
  formats.set(key, format)
  return format.format(value)
}

/** `12,345`. */
export const whole = (value: number): string => formatted(value, 'whole', { maximumFractionDigits: 0 })

/** `12.3K`, for what is too long otherwise. */
export const short = (value: number): string =>
  value < 10_000 ? whole(value) : formatted(value, 'short', { notation: 'compact', maximumFractionDigits: 1 })

/** `99.5%`; null is not known, and says so. */
export const percent = (value: number | null): string =>
  value === null
    ? '–'
    : formatted(value / 100, 'percent', {
        style: 'percent',
        maximumFractionDigits: value < 99.95 && value > 0 ? 1 : 0,
      })

/** One digit behind the point, as for weights and scores. */
export const tenth = (value: number | null): string =>
  value === null ? '–' : formatted(value, 'tenth', { maximumFractionDigits: 1 })

/** Millionths of a dollar as dollars, with cents, or with as many digits as it takes to see something. */
export function dollars(microDollars: number): string {
  const value = microDollars / 1_000_000
  return value > 0 && value < 0.01
    ? formatted(value, 'tiny', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 })
    : formatted(value, 'money', { style: 'currency', currency: 'USD' })
}

/** What several answers cost together. */
export function costText({
  isLeast,
  microDollars,
  unknown,
}: {
  microDollars: number
  isLeast: boolean
  unknown: number
}): string {
  if (microDollars === 0 && unknown > 0) return say('dash.unknown')
  const known = dollars(microDollars)
  return isLeast || unknown > 0 ? say('dash.at-least', { amount: known }) : known
}
