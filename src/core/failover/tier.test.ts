import { expect, test } from 'vitest'
import { DEFAULT_POLICY, type Policy } from '../model.ts'
import {
  awaySince,
  freshRecord,
  onCheckOver,
  onCheckSent,
  onFailed,
  onFound,
  onMissed,
  onPassed,
  onTierProbe,
  standingAt,
  type Check,
  type Loss,
  type TierRecord,
} from './tier.ts'

const NOW = 100_000_000
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const COOLDOWN = DEFAULT_POLICY.tierCooldownMs
const POLICY: Policy = DEFAULT_POLICY

const FRESH = freshRecord([1], NOW - HOUR)
const OUTAGE: Loss = { limitsEndAt: null, hasNext: true }

/** Found lost at these times. */
const missedAt = (times: readonly number[], loss = OUTAGE, from = FRESH, policy = POLICY): TierRecord =>
  times.reduce((record, at) => onMissed(record, loss, policy, at), from)
const leftAt = (at: number, from = FRESH, loss = OUTAGE): TierRecord => missedAt([at, at, at], loss, from)

const check = (at: number): Check => ({ endpoint: 'a', by: 'request', at })
const passedAt = (times: readonly number[], from: TierRecord, policy = POLICY): TierRecord =>
  times.reduce((record, at) => onPassed(record, check(at), at, policy), from)
/** Left, and back as soon as that may be. */
const backFrom = (record: TierRecord): TierRecord => {
  const at = record.standing.kind === 'cooling' ? (record.standing.until ?? 0) : 0
  return passedAt([at, at], record)
}
const kindAt = (record: TierRecord, at: number, policy = POLICY) => standingAt(record, policy, at).kind

test.each([
  ['one request', [0], 'serving'],
  ['two requests at once', [0, 0], 'serving'],
  ['two requests less than five seconds apart', [0, 4_999], 'serving'],
  ['two requests five seconds apart', [0, 5_000], 'cooling'],
  ['three requests at once', [0, 0, 0], 'cooling'],
])('%s that find nobody: %j', (_what, after, expected) => {
  expect(missedAt(after.map((ms) => NOW + ms)).standing.kind).toBe(expected)
})

test('a request that finds somebody begins the count anew', () => {
  const twice = missedAt([NOW, NOW])
  expect(onFound(twice)).toEqual(FRESH)
  expect(onFound(FRESH)).toBe(FRESH)
  expect(missedAt([NOW + 9 * SECOND, NOW + 9 * SECOND], OUTAGE, onFound(twice)).standing.kind).toBe('serving')
  const cooling = leftAt(NOW)
  expect(onFound(cooling)).toBe(cooling)
})

test('a place is not left while nobody behind it could serve, and is as soon as somebody can', () => {
  const stuck = missedAt([NOW, NOW, NOW, NOW], { ...OUTAGE, hasNext: false })
  expect(stuck.standing.kind).toBe('serving')
  expect(onMissed(stuck, { ...OUTAGE, hasNext: false }, POLICY, NOW)).toBe(stuck)
  expect(onMissed(stuck, OUTAGE, POLICY, NOW).standing.kind).toBe('cooling')
  // One that is left already is not left again.
  const cooling = leftAt(NOW)
  expect(onMissed(cooling, OUTAGE, POLICY, NOW)).toBe(cooling)
})

test('a place is left once in a cooldown, whatever happens', () => {
  const back = backFrom(leftAt(NOW, FRESH, { ...OUTAGE, limitsEndAt: NOW + MINUTE }))
  expect(back.standing).toMatchObject({ kind: 'serving', since: NOW + MINUTE })
  expect(leftAt(NOW + COOLDOWN - 1, back).standing.kind).toBe('serving')
  expect(leftAt(NOW + COOLDOWN, back).standing.kind).toBe('cooling')
})

test('it cools for the cooldown, then it is recovering', () => {
  const left = leftAt(NOW)
  expect(left).toEqual({
    standing: { kind: 'cooling', since: NOW, until: NOW + COOLDOWN },
    ...{ flaps: 0, leftAt: NOW, targets: [1] },
  })
  expect(standingAt(left, POLICY, NOW + COOLDOWN - 1)).toBe(left.standing)
  expect(standingAt(left, POLICY, NOW + COOLDOWN + 5)).toEqual({
    kind: 'recovering',
    since: NOW + COOLDOWN,
    checks: [],
    permits: 0,
    probeAt: NOW + COOLDOWN,
  })
})

test('what is lost to told limits alone cools until the first of them ends, and that is no flap', () => {
  const loss = { ...OUTAGE, limitsEndAt: NOW + 2 * HOUR }
  const left = leftAt(NOW, FRESH, loss)
  expect(left.standing).toEqual({ kind: 'cooling', since: NOW, until: NOW + 2 * HOUR })
  const again = leftAt(NOW + 2 * HOUR + MINUTE, backFrom(left), { ...OUTAGE, limitsEndAt: NOW + 3 * HOUR })
  expect(again).toMatchObject({ flaps: 0, standing: { until: NOW + 3 * HOUR } })
})

test('each time that it is left within an hour of its return doubles the cooldown, up to a quarter of an hour', () => {
  const coolings: number[] = []
  let record = leftAt(NOW)
  for (let i = 0; i < 5; i++) {
    const { standing } = record
    const until = standing.kind === 'cooling' ? (standing.until ?? 0) : 0
    coolings.push((until - standing.since) / MINUTE)
    record = leftAt(until + HOUR - 1, backFrom(record))
  }
  expect(coolings).toEqual([5, 10, 15, 15, 15])
  const back = backFrom(leftAt(NOW))
  expect(leftAt(NOW + COOLDOWN + HOUR, back).flaps).toBe(0)
  // What was never away does not flap.
  expect(leftAt(NOW, freshRecord([1], NOW - 1)).flaps).toBe(0)
})

test('a cooldown that a person made longer than a quarter of an hour is not shortened', () => {
  const policy = { ...POLICY, tierCooldownMs: HOUR }
  expect(missedAt([NOW, NOW, NOW], OUTAGE, FRESH, policy).standing).toMatchObject({ until: NOW + HOUR })
})

test('where places do not come back by themselves, cooling has no end', () => {
  const policy = { ...POLICY, autoRecovery: false }
  const cooling = { kind: 'cooling', since: NOW, until: null }
  expect(standingAt(leftAt(NOW), policy, NOW + 9 * HOUR)).toEqual(cooling)
  const recovering = onCheckSent(leftAt(NOW), POLICY, NOW + COOLDOWN)
  expect(kindAt(recovering, NOW + 9 * HOUR, policy)).toBe('cooling')
  expect(passedAt([NOW + HOUR, NOW + HOUR], recovering, policy)).toBe(recovering)
  expect(kindAt(FRESH, NOW, policy)).toBe('serving')
})

test('two that went well bring it back, and are what speaks for it', () => {
  const at = NOW + COOLDOWN
  const once = passedAt([at], leftAt(NOW))
  expect(once.standing).toMatchObject({ kind: 'recovering', checks: [check(at)] })
  expect(passedAt([at + 7], once)).toMatchObject({
    standing: { kind: 'serving', since: at + 7, checks: [check(at), check(at + 7)], missed: null },
    leftAt: NOW,
  })
  expect(passedAt([at], leftAt(NOW), { ...POLICY, recoveryChecks: 1 }).standing.kind).toBe('serving')
})

test('what went well while it cooled, or was sent before it came back, brings nothing back', () => {
  const left = leftAt(NOW)
  const at = NOW + COOLDOWN
  expect(passedAt([at - 1, at - 1], left)).toBe(left)
  expect(onPassed(left, check(at + 5), at - 1, POLICY)).toBe(left)
  expect(onPassed(FRESH, check(NOW), NOW, POLICY)).toBe(FRESH)
})

test('a failure lets it cool for as long as before, and its checks are gone', () => {
  const at = NOW + COOLDOWN
  const once = passedAt([at], leftAt(NOW))
  const failed = onFailed(once, at, POLICY, at + SECOND)
  expect(failed).toEqual({
    standing: { kind: 'cooling', since: at + SECOND, until: at + SECOND + COOLDOWN },
    ...{ flaps: 0, leftAt: NOW, targets: [1] },
  })
  expect(passedAt([at + SECOND + COOLDOWN], failed).standing).toMatchObject({ kind: 'recovering' })
  const flapped = leftAt(at + COOLDOWN, backFrom(leftAt(NOW)))
  const until = at + COOLDOWN + 2 * COOLDOWN
  expect(onFailed(flapped, until, POLICY, until).standing).toMatchObject({ until: until + 2 * COOLDOWN })
})

test('a failure of what was sent before it came back, or elsewhere, says nothing', () => {
  const left = leftAt(NOW)
  const at = NOW + COOLDOWN
  expect(onFailed(left, at - 1, POLICY, at)).toBe(left)
  expect(onFailed(left, at - 1, POLICY, at - 1)).toBe(left)
  expect(onFailed(FRESH, NOW, POLICY, NOW)).toBe(FRESH)
})

test('a request on its way holds a permit until it is over, once', () => {
  const at = NOW + COOLDOWN
  const left = leftAt(NOW)
  expect(onCheckSent(left, POLICY, at - 1)).toBe(left)
  expect(onCheckSent(FRESH, POLICY, at)).toBe(FRESH)
  const out = onCheckSent(onCheckSent(left, POLICY, at), POLICY, at)
  expect(out.standing).toMatchObject({ permits: 2 })
  expect(onCheckOver(out, at - 1)).toBe(out)
  expect(onCheckOver(left, at)).toBe(left)
  const over = onCheckOver(onCheckOver(onCheckOver(out, at), at), at)
  expect(over.standing).toMatchObject({ permits: 0 })
})

test('a probe is due at once, after one that passed at once again, and half a minute after one was sent', () => {
  const at = NOW + COOLDOWN
  const left = leftAt(NOW)
  const probeAt = (record: TierRecord) => {
    const standing = standingAt(record, POLICY, at)
    return standing.kind === 'recovering' ? standing.probeAt - at : null
  }
  expect(probeAt(left)).toBe(0)
  const sent = onTierProbe(left, false, POLICY, at)
  expect(probeAt(sent)).toBe(30 * SECOND)
  expect(probeAt(passedAt([at], sent))).toBe(0)
  expect(probeAt(onTierProbe(sent, true, POLICY, at))).toBe(30 * MINUTE)
  expect(onTierProbe(FRESH, true, POLICY, at)).toBe(FRESH)
  expect(onTierProbe(left, true, POLICY, at - 1)).toBe(left)
})

test('a clock that is set back ends a cooling, and what began after it begins anew', () => {
  const left = leftAt(NOW)
  expect(standingAt(left, POLICY, NOW - MINUTE)).toMatchObject({ kind: 'recovering', since: NOW - MINUTE })
  const out = onCheckSent(left, POLICY, NOW + COOLDOWN)
  expect(standingAt(out, POLICY, NOW)).toMatchObject({ kind: 'recovering', since: NOW, permits: 0 })
  expect(standingAt(out, POLICY, NOW + COOLDOWN - 5 * SECOND)).toBe(out.standing)
})

test('it is away from when it was left until it serves again', () => {
  const at = NOW + COOLDOWN
  const left = leftAt(NOW)
  expect([awaySince(FRESH), awaySince(left), awaySince(onCheckSent(left, POLICY, at))]).toEqual([
    null,
    NOW,
    NOW,
  ])
  expect([awaySince(onFailed(left, at, POLICY, at)), awaySince(backFrom(left))]).toEqual([NOW, null])
})
