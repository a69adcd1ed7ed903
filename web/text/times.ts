/** Instants and durations, told in the language of the page. */
import { lang } from '../language.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatted(ms: number, name: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${lang.value} ${name}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(lang.value === 'zh' ? 'zh-CN' : 'en-GB', options)
  formats.set(key, format)
  return format.format(ms)
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const

/** `14:03:22`. */
export const clockTime = (ms: number): string => formatted(ms, 'clock', CLOCK)

/** `14:03`. */
export const minuteTime = (ms: number): string =>
  formatted(ms, 'minute', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** `28 Nov`. */
export const dayOnly = (ms: number): string => formatted(ms, 'day-only', { day: 'numeric', month: 'short' })

/** The day too: `28 Nov, 14:03:22`. */
export const dayTime = (ms: number): string =>
  formatted(ms, 'day', { day: 'numeric', month: 'short', ...CLOCK })
