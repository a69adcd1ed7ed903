import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asker, endpoint, profile, table } from '../../../test/support/fleet.ts'
import { endpointId } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import { freshRouter, onCommit, onOutcome, onSend, type Slot } from '../router.ts'
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

const STEP = fc.record({
  what: fc.constantFrom('ask', 'ask', 'commit', 'end', 'wait'),
  which: fc.nat(50),
  outcome: fc.constantFrom(...OUTCOMES),
  ms: fc.oneof(fc.nat(500), fc.nat(40_000)),
  fence: fc.constantFrom(null, 'two'),
  tried: fc.subarray(['a', 'b', 'c', 'd']),
  cost: fc.constantFrom(0, 1, 2),
  roll: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
})

const FLEET = table([
  profile('one', [endpoint('a', { maxConcurrent: 2 }), endpoint('b')], 'primary'),
  profile('two', [endpoint('c', { weight: 0 }), endpoint('d', { enabled: false })], 'secondary'),
])

test('whatever happened before: nobody is asked twice, outside the fence, over a cap, or against a told limit', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 150 }), (steps) => {
      let now = NOW
      let state = freshRouter(FLEET, now)
      const out: { readonly slot: Slot; isCommitted: boolean }[] = []
      for (const { cost, fence, ms, outcome, roll, tried, what, which } of steps) {
        if (what === 'wait') now += ms
        if (what === 'ask') {
          const want = asker({ fence, tried, waitedMs: ms, course: { cost: cost as 0 | 1 | 2 } })
          const before = refusals(state, want, now)
          const decision = route(state, want, { now, roll })
          if (decision.kind === 'wait') expect(decision.untilMs).toBeGreaterThan(now)
          if (decision.kind !== 'send') continue
          const { slot, to } = decision
          expect(tried).not.toContain(to.id)
          expect(to.enabled).toBe(true)
          if (fence === 'two') expect(to.id).toBe('c')
          const no = before.find(({ endpoint: { id } }) => id === to.id)?.no
          if (no?.kind === 'benched')
            expect(no.bench.origin === 'usual' || no.bench.reason !== 'rate-limit').toBe(true)
          expect(no?.kind).not.toBe('full')
          if (no?.kind === 'circuit-open') expect(slot.isForced && slot.isTrial).toBe(true)
          state = onSend(state, slot)
          out.push({ slot, isCommitted: false })
        }
        const one = out[which % Math.max(1, out.length)]
        if (what === 'commit' && one?.isCommitted === false) {
          one.isCommitted = true
          state = onCommit(state, one.slot, now)
        }
        if (what === 'end' && one !== undefined) {
          out.splice(out.indexOf(one), 1)
          const progress = one.isCommitted ? 'committed' : 'sent'
          state = onOutcome(state, one.slot, { outcome, progress, limits: null }, { now, roll })
        }
        for (const id of ['a', 'b', 'c']) {
          const seat = state.line.seatOf.get(endpointId(id))
          const held = out.filter(({ slot }) => slot.endpoint === id).length
          expect(state.loads[seat?.entry ?? -1]?.inFlight).toBe(held)
        }
        expect(state.loads[0]?.inFlight).toBeLessThanOrEqual(2)
      }
      for (const { isCommitted, slot } of out) {
        const seen = {
          outcome: { kind: 'cancelled' } as const,
          progress: isCommitted ? 'committed' : 'sent',
          limits: null,
        } as const
        state = onOutcome(state, slot, seen, { now, roll: 0 })
      }
      // Nothing is out: no permit and no budget is either, and a day later everybody serves again.
      for (const { budget, circuit } of state.evidence) {
        expect([budget.out, circuit.kind === 'trial' ? circuit.permits : 0]).toEqual([0, 0])
      }
      expect(route(state, asker(), { now: now + 86_400_000, roll: 0.5 }).kind).toBe('send')
    }),
    { numRuns: 300 },
  )
})
