import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asker, endpoint, fleet, given, profile, table } from '../../../test/support/fleet.ts'
import { rolls } from '../../../test/support/contender.ts'
import { book, decide, end, goes, meet, world, type World } from '../../../test/support/world.ts'
import { NO_LIMITS } from '../limits.ts'
import { endpointId, type Endpoint, type Strategy } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import { onCommit, onOutcome } from '../router.ts'
import { STRATEGIES } from '../../settings/schema.ts'
import { tallied } from '../health/tally.ts'
import { candidates } from './eligible.ts'
import { factorsOf, weigh } from './weigh.ts'

const names = ['a', 'b', 'c', 'd', 'e'] as const

const LIMITED: Outcome = {
  kind: 'rate-limited',
  told: { waitMs: 20_000, origin: 'retry-after' },
  ofAccount: false,
}

const under = (strategy: Strategy, ...endpoints: readonly (Endpoint | string)[]): World =>
  world(table(fleet(...endpoints).profiles, { strategy }))

/** Where so many new sessions go, one after the other; each is served at once unless it `stays`. */
function sessions(at: World, count: number, stays = false): readonly string[] {
  return rolls(count).map((roll, index) => {
    const slot = book(at, asker({ affinity: { key: `s${String(index)}` } }), roll)
    at.state = onCommit(at.state, slot, at.now)
    if (!stays) end(at, slot, { kind: 'ok' }, 'committed')
    return slot.endpoint
  })
}
const countOf = (all: readonly string[], name: string): number => all.filter((one) => one === name).length

test('a strategy is that of the profile, else that of the policy', () => {
  const two = [endpoint('a', { priority: 2 }), endpoint('b')]
  const at = world(
    table([profile('own', two, 'primary', 'priority'), profile('usual', [endpoint('c'), endpoint('d')])], {
      strategy: 'round-robin',
    }),
  )
  const why = (fence: string) => decide(at, asker({ fence }))
  expect([why('own'), why('usual')]).toMatchObject([
    { because: 'priority', to: { id: 'b' } },
    { because: 'turn' },
  ])
})

test('turns go on from one request to the next, and a session keeps its own endpoint meanwhile', () => {
  const at = under('round-robin', 'a', 'b', 'c')
  expect(sessions(at, 4).join('')).toBe('abca')
  const mine = asker({ affinity: { owner: endpointId('a'), isProven: true } })
  expect([goes(at, mine), goes(at, mine)]).toEqual(['a', 'a'])
  book(at, mine)
  expect(sessions(at, 2).join('')).toBe('bc')
})

test.each(STRATEGIES)(
  '%s: what comes back is not flooded, and what is near its limit gets less',
  (strategy) => {
    const at = under(strategy, 'a', 'b')
    meet(at, 'a', LIMITED)
    expect(new Set(sessions(at, 20))).toEqual(new Set(['b']))
    at.now += 20_000
    expect(countOf(sessions(at, 40, true), 'a')).toBeLessThanOrEqual(9)

    const scarce = under(strategy, 'a', endpoint('b', { priority: 2 }))
    const limits = {
      ...NO_LIMITS,
      allowances: [{ name: 'requests' as const, limit: 100, remaining: 2, resetAt: null }],
    }
    const slot = book(scarce, asker({ tried: ['b'] }))
    scarce.state = onOutcome(
      scarce.state,
      slot,
      { outcome: { kind: 'ok' }, progress: 'committed', limits },
      { now: scarce.now, roll: 0 },
    )
    expect(countOf(sessions(scarce, 40, true), 'a')).toBeLessThanOrEqual(9)
  },
)

test('under priority a session goes back to the first endpoint once it was idle for long, and then belongs there', () => {
  const at = under('priority', endpoint('a', { priority: 2 }), 'b')
  const mine = (isIdle: boolean) => asker({ affinity: { owner: endpointId('a'), isProven: true, isIdle } })
  expect([goes(at, mine(false)), goes(at, mine(true))]).toEqual(['a', 'b'])
  expect([book(at, mine(false)).binds, book(at, mine(true)).binds]).toEqual([false, true])
  expect(goes(under('weighted', 'a', 'b'), mine(true))).toBe('a')
})

test('under priority what failed elsewhere is spread, and what is new is not', () => {
  const at = under('priority', 'a', 'b', 'c')
  const goTo = (tried: readonly string[]) =>
    new Set(names.map((key) => goes(at, asker({ affinity: { key }, tried }))))
  expect([goTo([]), goTo(['a'])]).toEqual([new Set(['a']), new Set(['b', 'c'])])
})

test('factors tell what a share is made of', () => {
  const at = under('weighted', endpoint('a', { weight: 300 }), 'b')
  const seat = given(at.state.line.seats[0])
  const factors = () => factorsOf(at.state, seat, null, at.now)
  expect(factors()).toEqual({ weight: 300, score: 1, ramp: 1, quota: 1 })
  expect(factorsOf(at.state, seat, { kind: 'on-trial', hasPermit: true }, at.now)?.ramp).toBe(0.1)
  met(at, 'a', '++++')
  expect(factors()?.score).toBe(1)
  met(at, 'b', '----')
  expect(factors()?.score).toBe(2)
  expect(
    factorsOf({ ...at.state, line: { ...at.state.line, table: withoutScores(at) } }, seat, null, at.now)
      ?.score,
  ).toBe(1)
})

const withoutScores = ({ state }: World) => {
  const { table: now } = state.line
  return { ...now, policy: { ...now.policy, adjustsWeights: false } }
}

/** So many messages of it ended so: `+` was served. */
function met(at: World, name: string, outcomes: string): void {
  const place = at.state.line.sourceOf.get(endpointId(name)) ?? -1
  const before = given(at.state.evidence[place])
  const tally = [...outcomes].reduce(
    (known, sign) => tallied(known, sign === '+', 1_800_000, at.now),
    before.tally,
  )
  at.state = { ...at.state, evidence: at.state.evidence.with(place, { ...before, tally }) }
}

test('who is switched off says nothing of the others', () => {
  const at = under('weighted', 'a', endpoint('b', { enabled: false }))
  met(at, 'a', '++++')
  met(at, 'b', '----')
  expect(factorsOf(at.state, given(at.state.line.seats[0]), null, at.now)?.score).toBe(1)
})

const someNames = fc.subarray([...names])

test('under no strategy is anybody asked who is switched off, out, full, or was tried', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...STRATEGIES),
      fc.record({
        off: someNames,
        limited: someNames,
        full: someNames,
        tried: someNames,
        draining: someNames,
      }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (strategy, { draining, full, limited, off, tried }, roll) => {
        const at = under(
          strategy,
          ...names.map((name) =>
            endpoint(name, {
              enabled: !off.includes(name),
              weight: draining.includes(name) ? 0 : 100,
              maxConcurrent: full.includes(name) ? 1 : null,
            }),
          ),
        )
        const others = (name: string) => names.filter((one) => one !== name)
        for (const name of limited.filter((one) => !off.includes(one))) meet(at, name, LIMITED)
        for (const name of full.filter((one) => !off.includes(one) && !limited.includes(one))) {
          book(at, asker({ tried: others(name) }))
        }
        const unfit = new Set<string>([...off, ...limited, ...full, ...tried])
        const decision = decide(at, asker({ affinity: {}, tried, waitedMs: 10_000 }), roll)
        const fit = names.filter((name) => !unfit.has(name))
        if (decision.kind !== 'send') return fit.length === 0
        const isLast = fit.every((name) => draining.includes(name))
        return !unfit.has(decision.to.name) && (isLast || !draining.includes(decision.to.name as never))
      },
    ),
  )
})

test('an endpoint that serves worse gets fewer sessions, and its share again when it serves well', () => {
  const at = under('weighted', 'a', 'b')
  met(at, 'a', '++++++')
  met(at, 'b', '+-+-+-')
  const share = () => countOf(sessions(at, 400, true), 'b') / 400
  const worse = share()
  expect(worse).toBeLessThan(0.35)
  expect(worse).toBeGreaterThan(0.01)
  met(at, 'b', '+'.repeat(100))
  expect(share()).toBeCloseTo(0.5, 1)
})

test('nothing takes an endpoint below a hundredth, unless a person gave it less', () => {
  const shareOf = (weight: number) => {
    const at = under('weighted', endpoint('a', { weight: 1_000 }), endpoint('b', { weight }))
    met(at, 'a', '++++++')
    met(at, 'b', '------')
    meet(at, 'b', LIMITED)
    at.now += 20_000
    const [a, b] = weigh(at.state, candidates(at.state, asker(), at.now), 'opus', at.now)
    return given(b).effective / (given(a).effective + given(b).effective)
  }
  expect(shareOf(1_000)).toBeCloseTo(0.01, 3)
  expect(shareOf(1)).toBeCloseTo(0.001, 4)
  expect(shareOf(0)).toBe(0)
})
