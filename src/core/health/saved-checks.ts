/** What is kept of checks over a restart, as far as it makes sense: each whole or not at all. */
import { isNumber, isPast, isRecord, isWhole, type Saved } from '../saved-value.ts'
import { CHECK_KINDS, MOST_CHECKS, VERDICTS, type Check } from './check.ts'

export const checksOf = (json: unknown, now: number): readonly Check[] =>
  Array.isArray(json) ? json.slice(-MOST_CHECKS).flatMap((one: unknown) => checkOf(one, now) ?? []) : []

function checkOf(json: unknown, now: number): Check | null {
  if (!isRecord(json)) return null
  const { at, model, modelNamed, quality } = json
  const kind = CHECK_KINDS.find((one) => one === json['kind'])
  const verdict = VERDICTS.find((one) => one === json['verdict'])
  if (kind === undefined || verdict === undefined || !isPast(at, now)) return null
  if (!isName(model) || !isName(modelNamed) || !isQuality(quality)) return null
  const times = timesOf(json)
  const tokens = tokensOf(json['tokens'])
  if (times === null || tokens === null) return null
  return { at, kind, model, verdict, quality, ...times, tokens, modelNamed }
}

function timesOf({ firstByteMs, firstContentMs, totalMs }: Saved) {
  const isKnown = isDuration(firstByteMs) && isDuration(firstContentMs) && isDuration(totalMs)
  return isKnown ? { firstByteMs, firstContentMs, totalMs } : null
}

function tokensOf(json: unknown): Check['tokens'] | null {
  if (!isRecord(json)) return null
  const { in: sent, out } = json
  return isWhole(sent, 0, MOST_TOKENS) && isWhole(out, 0, MOST_TOKENS) ? { in: sent, out } : null
}

/** No check of ours comes near it. */
const MOST_TOKENS = 1e9

const isName = (value: unknown): value is string | null => value === null || typeof value === 'string'
const isDuration = (value: unknown): value is number | null =>
  value === null || (isNumber(value) && value >= 0)
const isQuality = (value: unknown): value is number | null => isDuration(value) && (value ?? 0) <= 100
