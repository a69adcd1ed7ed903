import { expect, test } from 'vitest'
import type { Check } from './check.ts'
import type { Policy } from '../model.ts'
import { freshWatch, mayUse, nextDayAt, nextOwnCheck, onAsked, onChecked, spentToday } from './watch.ts'

type Terms = Pick<Policy, 'checkMode' | 'checkIntervalMs' | 'checkTokens' | 'staleMs'>

const MINUTE = 60_000
const DAY = 86_400_000
/** Some day at noon. */
const NOON = 20_000 * DAY + DAY / 2
const TERMS: Terms = {
  checkMode: 'conversational',
  checkIntervalMs: MINUTE,
  checkTokens: 1_000,
  staleMs: 30 * MINUTE,
}
const FRESH = freshWatch(NOON)
const at = (minutes: number): number => NOON + minutes * MINUTE

const checked = (kind: Check['kind'], tokens = 0): Check => ({
  ...{ at: NOON, kind, model: null, verdict: 'ok', quality: null, modelNamed: null },
  ...{ firstByteMs: null, firstContentMs: null, totalMs: null, tokens: { in: tokens, out: 0 } },
})

test.each([
  ['nothing was ever seen', { metAt: null, usedAt: null }, 0, ['routine', 1]],
  ['traffic is as good as a check', { metAt: at(3), usedAt: null }, 4, ['routine', 4]],
  ['somebody was served, and nothing is old yet', { metAt: null, usedAt: at(10) }, 11, ['routine', 1]],
  ['nothing was seen for half an hour', { metAt: null, usedAt: at(20) }, 31, ['stale', 30]],
  ['the last one was served half an hour ago', { metAt: null, usedAt: at(0) }, 31, ['routine', 1]],
  ['the last one was served just within it', { metAt: null, usedAt: at(1.1) }, 31, ['stale', 30]],
  ['traffic is no older than that', { metAt: at(10), usedAt: at(29) }, 31, ['routine', 11]],
] as const)('%s: %j', (_what, seen, now, [why, due]) => {
  const watch = why === 'stale' ? { ...FRESH, checkedAt: at(29) } : FRESH
  expect(nextOwnCheck(watch, seen, TERMS, at(now))).toEqual({ why, at: at(due) })
})

test('passive asks nothing, free no question, and neither does one who has used his tokens', () => {
  const seen = { metAt: null, usedAt: at(31) }
  const old = { ...FRESH, checkedAt: at(30.5) }
  const due = (more: Partial<Terms>, watch = old) => nextOwnCheck(watch, seen, { ...TERMS, ...more }, at(31))
  expect(due({})?.why).toBe('stale')
  expect(due({ checkMode: 'passive' })).toBe(null)
  expect(due({ checkMode: 'free' })?.why).toBe('routine')
  expect(due({}, { ...old, tokens: 800 })?.why).toBe('stale')
  expect(due({}, { ...old, tokens: 801 })?.why).toBe('routine')
  expect(due({ staleMs: 33 * MINUTE })).toEqual({ why: 'routine', at: at(31.5) })
})

test('a clock that was set back makes no long silence', () => {
  expect(nextOwnCheck(FRESH, { metAt: at(5), usedAt: null }, TERMS, at(-100))).toEqual({
    ...{ why: 'routine', at: at(-100) },
  })
})

test('what checks use counts for its day', () => {
  const spent = onChecked(onChecked(FRESH, checked('conversation', 90), NOON), checked('free'), at(1))
  expect([spentToday(spent, NOON), spentToday(spent, nextDayAt(NOON))]).toEqual([90, 0])
  expect([mayUse(spent, 10, 100, NOON), mayUse(spent, 11, 100, NOON)]).toEqual([true, false])
  expect(mayUse(spent, 11, 100, nextDayAt(NOON))).toBe(true)
  expect(nextDayAt(NOON)).toBe(NOON + DAY / 2)
  expect(spentToday(onChecked(spent, checked('deep', 5), at(0) + DAY), at(0) + DAY)).toBe(5)
})

test('only a question makes an answer new', () => {
  expect(onAsked(FRESH, false, at(2))).toEqual({ ...FRESH, checkedAt: at(2) })
  expect(onAsked(FRESH, true, at(2))).toEqual({ ...FRESH, checkedAt: at(2), talkedAt: at(2) })
  expect(onChecked(FRESH, checked('free'), at(2)).talkedAt).toBe(NOON)
  expect(onChecked(FRESH, checked('conversation'), at(2)).talkedAt).toBe(at(2))
})
