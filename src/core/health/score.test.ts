import { expect, test } from 'vitest'
import { endpoint } from '../../../test/support/fleet.ts'
import { DEFAULT_POLICY } from '../model.ts'
import type { Check, Verdict } from './check.ts'
import { freshEvidence, type Evidence } from './evidence.ts'
import { NO_LATENCY, onWaited } from './latency.ts'
import { PART_SHARES, scoreFactors, scores, type Score } from './score.ts'
import { NO_TALLY, tallied } from './tally.ts'

const NOW = 1_000_000_000
const FRESH = freshEvidence(endpoint('one'), 1, NOW)

const check = (verdict: Verdict, more: Partial<Check> = {}): Check => ({
  ...{ at: NOW, kind: 'conversation', model: 'haiku', verdict, quality: null },
  ...{ firstByteMs: null, firstContentMs: null, totalMs: null, tokens: { in: 0, out: 0 }, modelNamed: null },
  ...more,
})

/** `+` was served, `-` was not; each answer took so long to begin. */
function evidence(
  outcomes: string,
  more: { ms?: number; checks?: readonly Check[]; at?: number } = {},
): Evidence {
  const { at = NOW, checks = [], ms = 1_000 } = more
  const tally = [...outcomes].reduce((before, sign) => tallied(before, sign === '+', 1_800_000, at), NO_TALLY)
  const goods = [...outcomes].filter((sign) => sign === '+').length
  const latency = Array.from({ length: goods }).reduce<Evidence['latency']>(
    (before) => onWaited(before, { stream: true, bytes: 1_000 }, { end: 'answered', ms }, at),
    NO_LATENCY,
  )
  return { ...FRESH, tally, latency, checks }
}

const scored = (...all: readonly Evidence[]): readonly Score[] => scores(all, DEFAULT_POLICY, NOW)
const overall = (score: Score | undefined) => (score?.kind === 'known' ? Math.round(score.overall) : null)
const partsOf = (score: Score | undefined) => (score?.kind === 'known' ? score.parts : null)

test('what is served and steady is healthy, whatever its time beside itself', () => {
  const [score] = scored(evidence('+'.repeat(20), { ms: 30_000 }))
  expect(score).toEqual({
    ...{ kind: 'known', source: 'traffic', observations: 20, overall: 100, condition: 'healthy' },
    parts: { success: 100, response: 100, stability: 100, quality: null },
  })
})

test.each([
  ['++++++++++', 100, 100],
  ['-+++++++++', 90, 95],
  ['+++++-----', 50, 25 + 30],
  ['++++++++--', 80, 40 + 30 + 10],
  ['-----------', 0, 30],
])('%s: success and stability', (outcomes, success, stability) => {
  expect(partsOf(scored(evidence(outcomes))[0])).toMatchObject({ success, stability })
})

test('the parts have their shares, and what is not known leaves them to the others', () => {
  expect(Object.values(PART_SHARES).reduce((sum, share) => sum + share)).toBe(100)
  const checks = [check('ok', { quality: 40 })]
  const slow = evidence('++++-+++++', { ms: 2_000, checks })
  const fast = evidence('++++++++++')
  // 0.4 × 90 + 0.25 × 50 + 0.2 × (45 + 30 + 20) + 0.15 × 40
  expect(overall(scored(slow, fast)[0])).toBe(74)
  // (40 × 90 + 25 × 50 + 20 × 95) ÷ 85
  expect(overall(scored({ ...slow, checks: [] }, fast)[0])).toBe(79)
})

test('conditions begin at 80 and 50', () => {
  const condition = (outcomes: string, quality: number) => {
    const [score] = scored(evidence(outcomes, { checks: [check('ok', { quality })] }))
    return score?.kind === 'known' ? [score.overall.toFixed(1), score.condition] : null
  }
  expect(condition('++-+++++', 9)).toEqual(['80.1', 'healthy'])
  expect(condition('++-+++++', 7)).toEqual(['79.8', 'warning'])
  expect(condition('---+', 17)).toEqual(['50.0', 'warning'])
  expect(condition('---+', 16)).toEqual(['49.9', 'unhealthy'])
})

test('below min-checks nothing is known, neither good nor bad', () => {
  expect(scored(evidence(''), evidence('--'), evidence('---')).map(({ kind }) => kind)).toEqual([
    'unknown',
    'unknown',
    'known',
  ])
  expect(scored(evidence('--'))[0]).toEqual({ kind: 'unknown', observations: 2 })
  expect(scores([evidence('---')], { ...DEFAULT_POLICY, minChecks: 4 }, NOW)[0]?.kind).toBe('unknown')
})

test('what is stale is unknown, never red', () => {
  const old = evidence('----------', { at: NOW - 1_800_000 })
  expect(scored(old)[0]).toEqual({ kind: 'unknown', observations: 0 })
  expect(scored(evidence('----------', { at: NOW - 1_799_999 }))[0]).toMatchObject({ condition: 'unhealthy' })
  expect(scores([old], { ...DEFAULT_POLICY, staleMs: 1_900_000 }, NOW)[0]?.kind).toBe('known')
  const checks = [1, 2, 3].map(() => check('unreachable', { at: NOW - 1_800_000 }))
  expect(scored(evidence('', { checks }))[0]?.kind).toBe('unknown')
})

test('checks speak where requests do not, and are not mixed with them', () => {
  const checks = [check('ok'), check('malformed'), check('ok'), check('ok')]
  expect(scored(evidence('--', { checks }))[0]).toMatchObject({ source: 'probes', observations: 4 })
  expect(partsOf(scored(evidence('--', { checks }))[0])?.success).toBe(75)
  expect(scored(evidence('---', { checks }))[0]).toMatchObject({ source: 'traffic', observations: 3 })
  expect(partsOf(scored(evidence('---', { checks }))[0])?.success).toBe(0)
})

test('of the verdicts on answers, these are good; a refused bare check and a free one show nothing', () => {
  const success = (verdict: Verdict, kind: Check['kind'] = 'conversation') => {
    const three = [1, 2, 3].map(() => check(verdict, { kind }))
    return partsOf(scored(evidence('', { checks: three }))[0])?.success ?? null
  }
  expect(['ok', 'slow', 'model-mismatch'].map((verdict) => success(verdict as Verdict))).toEqual([
    100, 100, 100,
  ])
  expect(success('wrong-answer')).toBe(0)
  expect(success('unreachable')).toBe(0)
  expect(success('refused-by-relay')).toBe(null)
  expect(success('unreachable', 'free')).toBe(null)
  expect(success('ok', 'deep')).toBe(100)
})

test('times of checks are compared with those of checks', () => {
  const checked = (...times: readonly number[]) =>
    evidence('', { checks: times.map((firstContentMs) => check('ok', { firstContentMs })) })
  const all = scored(checked(1_000, 1_000, 1_000), checked(1_000, 3_000, 2_000), evidence('+++', { ms: 100 }))
  expect(all.map((score) => partsOf(score)?.response)).toEqual([100, 50, 100])
  expect(partsOf(all[1])?.stability).toBeCloseTo(50 + 30 * (1 - Math.sqrt(2 / 3) / 2) + 20)
  expect(partsOf(scored(evidence('', { checks: [1, 2, 3].map(() => check('empty')) }))[0])?.response).toBe(
    null,
  )
})

test('quality is the mean of the newest five checks that had one', () => {
  const checks = [0, 100, 80, 60, 90].map((quality) => check('ok', { quality }))
  expect(partsOf(scored(evidence('+++', { checks }))[0])?.quality).toBe(66)
  expect(
    partsOf(scored(evidence('+++', { checks: [...checks, check('ok', { quality: 70 })] }))[0])?.quality,
  ).toBe(80)
  expect(partsOf(scored(evidence('+++', { checks: [check('unreachable')] }))[0])?.quality).toBe(null)
})

test('the factor is the square of a score beside the mean, from a tenth to twice; who has none keeps its weight', () => {
  const factors = (...values: readonly (number | null)[]) =>
    scoreFactors(
      values.map((value): Score =>
        value === null
          ? { kind: 'unknown', observations: 0 }
          : { ...(scored(evidence('+++'))[0] as Extract<Score, { kind: 'known' }>), overall: value },
      ),
    ).map((factor) => Number(factor.toFixed(3)))
  expect(factors(90, 90, 90)).toEqual([1, 1, 1])
  expect(factors(30, 30)).toEqual([1, 1])
  expect(factors(90, null)).toEqual([1, 1])
  expect(factors(60, 100)).toEqual([0.563, 1.563])
  expect(factors(100, 10, 10)).toEqual([2, 0.1, 0.1])
  expect(factors(0, 0)).toEqual([1, 1])
  expect(factors(null)).toEqual([1])
  expect(factors()).toEqual([])
})

test('a profile that is slow or fails throughout keeps the shares that it is given', () => {
  for (const outcomes of ['++++++++++', '+-+-+-+-+-', '----------']) {
    const alike = evidence(outcomes, { ms: 60_000 })
    expect(scoreFactors(scored(alike, alike, alike))).toEqual([1, 1, 1])
  }
})

test('an endpoint that serves half as often has a visibly smaller factor from the third request on', () => {
  const [good = 1, half = 1] = scoreFactors(scored(evidence('+++'), evidence('+-+')))
  expect(half / good).toBeLessThan(0.7)
  const [, recovered = 0] = scoreFactors(
    scored(evidence('+'.repeat(60)), evidence('-+'.repeat(30) + '+'.repeat(100))),
  )
  expect(recovered).toBeCloseTo(1, 1)
})
