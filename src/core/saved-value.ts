/** What may be believed of a value that was saved: nothing is, unless it is checked. */
import { SLACK_MS } from './span.ts'

export type Saved = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Saved => typeof value === 'object' && value !== null

export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)

/** An instant that lies behind us, but for a clock that was set right. */
export const isPast = (value: unknown, now: number): value is number =>
  isNumber(value) && value >= 0 && value <= now + SLACK_MS

/** A whole number from `least` to `most`. */
export const isWhole = (value: unknown, least: number, most: number): value is number =>
  isNumber(value) && Number.isInteger(value) && value >= least && value <= most
