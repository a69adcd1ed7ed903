import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asker, endpoint, profile, table } from '../../../test/support/fleet.ts'
import { isTimedLimit } from '../health/bench.ts'
import type { Outcome } from '../outcome.ts'
import type { Cost } from '../retry/budget.ts'
import { freshRouter, onCommit, onOutcome, onSend, type RouterState, type Slot } from '../router.ts'
import type { Asker } from './asker.ts'
import { mayBeForced, whyNotAnywhere, type No } from './eligible.ts'
import { refusals, route } from './route.ts'

const NOW = 1_000_000

test('outside the fence every endpoint is fenced off', () => {
  const state = freshRouter(table([profile('one', [endpoint('a')]), profile('two', [endpoint('b')])]), NOW)
  const why = (fence: string | null) =>
    state.line.seats.map((seat) => whyNotAnywhere(state, seat, asker({ fence }), NOW)?.kind ?? null)
  expect([why(null), why('two'), why('gone')]).toEqual([
    [null, 'fenced-off'],
    ['fenced-off', null],
    ['fenced-off', 'fenced-off'],
  ])
})

test('need overrules what heals by itself, and no decision of a person', () => {
  const noes: readonly (readonly [No, boolean])[] = [
    [{ kind: 'circuit-open', until: 1 }, true],
    [{ kind: 'on-trial', hasPermit: true }, true],
    [{ kind: 'on-trial', hasPermit: false }, true],
    [{ kind: 'tried', until: null }, false],
    [{ kind: 'disabled' }, false],
    [{ kind: 'fenced-off' }, false],
    [{ kind: 'full', inFlight: 1, most: 1 }, false],
  ]
  for (const [no, may] of noes) expect(mayBeForced(no)).toBe(may)
  expect(mayBeForced(null)).toBe(false)
})

const OUTCOMES: readonly Outcome[] = [
  { kind: 'ok' },
  { kind: 'ok' },
  { kind: 'cancelled' },
  { kind: 'empty' },
  { kind: 'unreachable', why: 'no-route' },
  { kind: 'unreachable', why: 'refused' },
  { kind: 'timed-out', phase: 'first-content' },
  { kind: 'overloaded', told: null },
  { kind: 'rate-limited', told: null, ofAccount: false },
  { kind: 'rate-limited', told: { waitMs: 40_000, origin: 'unified' }, ofAccount: true },
  { kind: 'credential' },
  { kind: 'model-missing' },
  { kind: 'rejected', fault: 'too-large' },
]

type What = 'wait' | 'ask' | 'commit' | 'end'

const STEP = fc.record({
  what: fc.constantFrom<What>('ask', 'ask', 'commit', 'end', 'wait'),
  which: fc.nat(50),
  outcome: fc.constantFrom(...OUTCOMES),
  ms: fc.oneof(fc.nat(500), fc.nat(40_000)),
  fence: fc.constantFrom<string | null>(null, 'two'),
  tried: fc.subarray(['a', 'b', 'c', 'd']),
  cost: fc.constantFrom<Cost>(0, 1, 2),
  roll: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
})

const FLEET = table([
  profile('one', [endpoint('a', { maxConcurrent: 2 }), endpoint('b')], 'primary'),
  profile('two', [endpoint('c', { weight: 0 }), endpoint('d', { enabled: false })], 'secondary'),
])

interface Model {
  state: RouterState
  now: number
  readonly out: { readonly slot: Slot; isCommitted: boolean }[]
}

type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never

const MOVES = {
  wait: (model: Model, { ms }: Step) => {
    model.now += ms
  },
  ask: (model: Model, { cost, fence, ms, roll, tried }: Step) => {
    const want = asker({ fence, tried, waitedMs: ms, course: { cost } })
    const decision = route(model.state, want, { now: model.now, roll })
    if (decision.kind === 'wait') expect(decision.untilMs).toBeGreaterThan(model.now)
    if (decision.kind !== 'send') return
    checkSend(model, want, decision.slot)
    model.state = onSend(model.state, decision.slot)
    model.out.push({ slot: decision.slot, isCommitted: false })
  },
  commit: (model: Model, { which }: Step) => {
    const one = model.out[which % Math.max(1, model.out.length)]
    if (one === undefined || one.isCommitted) return
    one.isCommitted = true
    model.state = onCommit(model.state, one.slot, model.now)
  },
  end: (model: Model, { outcome, roll, which }: Step) => {
    const [one] = model.out.splice(which % Math.max(1, model.out.length), 1)
    if (one === undefined) return
    const progress = one.isCommitted ? 'committed' : 'sent'
    model.state = onOutcome(
      model.state,
      one.slot,
      { outcome, progress, limits: null },
      { now: model.now, roll },
    )
  },
}

/** Nobody is asked twice, outside the fence, over a cap, or against a limit whose end was told. */
function checkSend({ now, state }: Model, want: Asker, slot: Slot): void {
  expect(want.course.tried.has(slot.endpoint)).toBe(false)
  expect(want.demand.fence === 'two' ? ['c'] : ['a', 'b', 'c']).toContain(slot.endpoint)
  const no = refusals(state, want, now).find(({ endpoint: { id } }) => id === slot.endpoint)?.no
  expect(no?.kind === 'full').toBe(false)
  expect(no?.kind === 'benched' && isTimedLimit(no.bench)).toBe(false)
  expect(no?.kind === 'circuit-open' && !(slot.isForced && slot.isTrial)).toBe(false)
  expect(no?.kind === 'on-trial' && !(no.hasPermit && slot.isTrial)).toBe(false)
}

function checkLoads({ out, state }: Model): void {
  const held = ['a', 'b', 'c'].map((id) => out.filter(({ slot }) => slot.endpoint === id).length)
  expect(state.loads.slice(0, 3).map(({ inFlight }) => inFlight)).toEqual(held)
  expect(held[0]).toBeLessThanOrEqual(2)
}

test('whatever happened before, who is asked may be asked, and what is out is counted', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 150 }), (steps) => {
      const model: Model = { state: freshRouter(FLEET, NOW), now: NOW, out: [] }
      for (const step of steps) {
        MOVES[step.what](model, step)
        checkLoads(model)
      }
      const cancelled: Step = {
        what: 'end',
        which: 0,
        outcome: { kind: 'cancelled' },
        ms: 0,
        fence: null,
        tried: [],
        cost: 0,
        roll: 0,
      }
      while (model.out.length > 0) MOVES.end(model, cancelled)
      // Nothing is out: no permit and no budget is either, and a day later everybody serves again.
      for (const { budget, circuit } of model.state.evidence) {
        expect([budget.out, circuit.kind === 'trial' ? circuit.permits : 0]).toEqual([0, 0])
      }
      expect(route(model.state, asker(), { now: model.now + 86_400_000, roll: 0.5 }).kind).toBe('send')
    }),
    { numRuns: 300 },
  )
})
