import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attemptStep, trail } from '../../test/support/trails.ts'
import type { Considered, TrailStep } from '../ports/trail.ts'
import { trailsIn, trailsText } from './trails-text.ts'

// Few values each, so that much is alike from one trail to the next and something is not.
const text = fc.constantFrom('', 'a', '"\\é\n')
const count = fc.constantFrom(0, 1, 2.5)
const perhaps = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const noes: readonly Considered['no'][] = [
  null,
  { kind: 'tried', until: null },
  { kind: 'benched', until: 5, reason: 'overload', model: null, origin: 'usual' },
]
const considered: fc.Arbitrary<readonly Considered[]> = fc.array(
  fc.record({ endpoint: text, no: fc.constantFrom(...noes) }),
  { maxLength: 2 },
)
const receipt = fc.record({ model: perhaps(text), stopReason: perhaps(text), usage: fc.constant(null) })
const attempt = fc
  .record({
    considered,
    status: perhaps(count),
    receipt,
    lostHeaders: fc.array(text, { maxLength: 2 }),
  })
  .map(attemptStep)
const step: fc.Arbitrary<TrailStep> = fc.oneof(
  attempt,
  fc.record({
    kind: fc.constant('wait' as const),
    why: fc.constant('again' as const),
    afterMs: count,
    tookMs: count,
    considered,
  }),
  fc.record({ kind: fc.constant('nobody' as const), afterMs: count, considered }),
)
const trails = fc.array(
  fc
    .record({
      request: text,
      model: perhaps(text),
      status: perhaps(count),
      steps: fc.array(step, { maxLength: 3 }),
    })
    .map(trail),
  { maxLength: 6 },
)

test('any trails come back as they were, in any order', () => {
  fc.assert(
    fc.property(trails, (some) => {
      expect(trailsIn(trailsText(some))).toEqual(some)
    }),
  )
})

test('what is as it was in the trail before is not written again', () => {
  const steps = [attemptStep({ considered: [{ endpoint: 'work/a', no: null }] })]
  const first = trail({ request: 'a', steps })
  const told = [
    first,
    trail({ request: 'b', steps: structuredClone(steps) }),
    trail({ request: 'b', steps: [attemptStep({ ...steps[0], status: null })] }),
    trail({ request: 'b', steps: [] }),
    { ...first, more: 1 },
    first,
  ]
  expect(JSON.parse(trailsText(told))).toEqual([
    first,
    ['request', 'b'],
    ['steps', [0, ['status', null]]],
    ['steps', { is: [] }],
    { ...first, more: 1 },
    first,
  ])
})

test('trails that were written before are read', () => {
  const two = [trail({ request: 'a' }), trail({ request: 'b' })]
  expect(trailsIn(JSON.stringify(two))).toEqual(two)
})
