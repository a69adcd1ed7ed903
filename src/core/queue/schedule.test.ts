import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { item, NOW, rules, tried } from '../../../test/support/queue-items.ts'
import { ITEM_STATES, type QueuedItem, type Try } from './item.ts'
import { dueItems, nextDueAt, nextTryAt, verdictOn, waitOf, type RetryRules } from './schedule.ts'

describe('the next try', () => {
  test.each([
    ['exponential', [5, 10, 20, 40, 80, 160, 300, 300]],
    ['fixed', [5, 5, 5, 5, 5, 5, 5, 5]],
  ] as const)('is, %s, after these seconds', (strategy, seconds) => {
    const delays = seconds.map((_, tries) => (nextTryAt(tries, rules({ strategy }), NOW, 0) ?? 0) - NOW)
    expect(delays).toEqual(seconds.map((s) => s * 1_000))
  })

  test.each([
    [0, 0.5, 5_500],
    [2, 0.999, 23_996],
    [20, 0.5, 330_000],
    [5_000, 0, 300_000],
  ])('after %i tries and with the roll %d up to a fifth later, never earlier', (tries, roll, delay) => {
    expect(nextTryAt(tries, rules(), NOW, roll)).toBe(NOW + delay)
  })

  test.each(['exponential', 'fixed'] as const)('is, %s, a whole millisecond', (strategy) => {
    expect(nextTryAt(0, rules({ strategy, baseMs: 50.5 }), NOW, 0)).toBe(NOW + 51)
  })

  test('waits for no time when it is immediate, and is not spread when it is fixed', () => {
    expect(nextTryAt(3, rules({ strategy: 'immediate' }), NOW, 0.5)).toBeNull()
    expect(nextTryAt(3, rules({ strategy: 'fixed' }), NOW, 0.9)).toBe(NOW + 5_000)
  })
})

const tries = (count: number, at = NOW): readonly Try[] => Array.from({ length: count }, () => tried({ at }))

describe('an item waits for', () => {
  test.each<[string, Partial<QueuedItem>, Partial<RetryRules>, number, object]>([
    ['an endpoint once its time has come', { nextAt: NOW + 5 }, {}, NOW + 5, { kind: 'endpoint' }],
    ['its time before', { nextAt: NOW + 5 }, {}, NOW + 4, { kind: 'time', until: NOW + 5 }],
    ['an endpoint where there is no time', { nextAt: null }, {}, NOW, { kind: 'endpoint' }],
    ['a hand where nothing is sent by itself', {}, { isAuto: false }, NOW, { kind: 'hand' }],
    [
      'an endpoint all the same when it was accepted',
      { isAccepted: true },
      { isAuto: false },
      NOW,
      { kind: 'endpoint' },
    ],
    ['an endpoint before it is too old', {}, { ttlMs: 100 }, NOW + 99, { kind: 'endpoint' }],
    ['nothing when it is too old', {}, { ttlMs: 100 }, NOW + 100, { kind: 'nothing' }],
    [
      'an endpoint while it was asked again lately',
      { renewedAt: NOW + 50 },
      { ttlMs: 100 },
      NOW + 149,
      { kind: 'endpoint' },
    ],
    ['an endpoint with a try left', { tries: tries(4) }, {}, NOW, { kind: 'endpoint' }],
    ['a hand when fewer tries are allowed than were made', { tries: tries(5) }, {}, NOW, { kind: 'hand' }],
    [
      'an endpoint when those were for an earlier wish',
      { tries: tries(5, NOW - 1) },
      {},
      NOW,
      { kind: 'endpoint' },
    ],
    [
      'an endpoint when the clock was set back behind its beginning',
      { nextAt: NOW + 5 },
      {},
      NOW - 1,
      { kind: 'endpoint' },
    ],
    [
      'an endpoint when it was set back behind its last try',
      { nextAt: NOW + 9, tries: tries(1, NOW + 4) },
      {},
      NOW + 3,
      { kind: 'endpoint' },
    ],
  ])('%s', (_what, parts, more, now, expected) => {
    expect(waitOf(item(parts), rules(more), now)).toEqual(expected)
  })

  test.each(ITEM_STATES.filter((state) => state !== 'pending'))('nothing when it is %s', (state) => {
    expect(waitOf(item({ state }), rules(), NOW)).toEqual({ kind: 'nothing' })
  })

  test('those that are due come in the order in which they were parked, and the next time is the soonest', () => {
    const items = [
      item({ id: 'b', parkedAt: NOW + 2 }),
      item({ id: 'later', nextAt: NOW + 90 }),
      item({ id: 'a', parkedAt: NOW + 1 }),
      item({ id: 'sooner', nextAt: NOW + 60 }),
      item({ id: 'latest', nextAt: NOW + 120 }),
      item({ id: 'sent', state: 'retrying', nextAt: NOW + 30 }),
    ]
    expect(dueItems(items, rules(), NOW + 10).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(nextDueAt(items, rules(), NOW + 10)).toBe(NOW + 60)
    expect(nextDueAt(items.slice(0, 1), rules(), NOW + 10)).toBeNull()
  })
})

test.each([
  ['served', 0, { kind: 'succeeded' }],
  ['served', 4, { kind: 'succeeded' }],
  ['fault', 0, { kind: 'failed', reason: 'fault' }],
  ['nobody', 0, { kind: 'pending', nextAt: NOW + 11_000 }],
  ['broken', 3, { kind: 'pending', nextAt: NOW + 88_000 }],
  ['nobody', 4, { kind: 'failed', reason: 'attempts' }],
  ['broken', 9, { kind: 'failed', reason: 'attempts' }],
] as const)('a try that ended as %s after %i others comes to its verdict', (end, before, expected) => {
  expect(verdictOn(item({ tries: tries(before) }), { end }, rules(), NOW, 0.5)).toEqual(expected)
})

/** What becomes of an item that is sent whenever it is due, in virtual time; `tookMs` each time. */
function played(ends: readonly Try['end'][], of: RetryRules, rolls: readonly number[], tookMs: number) {
  let now = NOW
  let one = item({ nextAt: nextTryAt(0, of, NOW, rolls[0] ?? 0) })
  const sentAt: number[] = []
  const notBefore: number[] = []
  for (const [at, end] of ends.entries()) {
    now = nextDueAt([one], of, now) ?? now
    if (dueItems([one], of, now).length === 0) break
    sentAt.push(now)
    notBefore.push(one.nextAt ?? NOW)
    now += tookMs
    const verdict = verdictOn(one, { end }, of, now, rolls[at] ?? 0)
    const after = { ...one, tries: [...one.tries, tried({ at: sentAt.at(-1) ?? 0, end })] }
    one =
      verdict.kind === 'pending'
        ? { ...after, nextAt: verdict.nextAt }
        : { ...after, state: verdict.kind, finishedAt: now }
  }
  return { item: one, sentAt, notBefore }
}

test('in virtual time tries are bounded, none comes before its time, and none after success or the ttl', () => {
  const strategy = fc.constantFrom('exponential', 'fixed', 'immediate' as const)
  const end = fc.constantFrom('served', 'nobody', 'fault', 'broken' as const)
  const of = fc.record({
    strategy,
    baseMs: fc.integer({ min: 1, max: 60_000 }),
    maxDelayMs: fc.integer({ min: 1, max: 600_000 }),
    maxAttempts: fc.integer({ min: 1, max: 12 }),
    ttlMs: fc.integer({ min: 1, max: 10_000_000 }),
    isAuto: fc.constant(true),
  })
  const rolls = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 20 })
  const property = fc.property(
    ...[fc.array(end, { minLength: 20, maxLength: 20 }), of, rolls, fc.nat(20_000)],
    (ends, given, dice, tookMs) => {
      const { item: one, notBefore, sentAt } = played(ends, given, dice, tookMs)
      expect(sentAt.length).toBeLessThanOrEqual(given.maxAttempts)
      for (const [index, at] of sentAt.entries()) {
        expect(at).toBeGreaterThanOrEqual(notBefore[index] ?? 0)
        expect(at).toBeLessThan(NOW + given.ttlMs)
      }
      const over = one.tries.findIndex((each) => each.end === 'served' || each.end === 'fault')
      if (over >= 0) expect(one.tries).toHaveLength(over + 1)
    },
  )
  fc.assert(property)
})
