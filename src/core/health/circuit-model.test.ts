import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../model.ts'
import {
  circuitAt,
  closedCircuit,
  hasPermit,
  onBad,
  onGood,
  onNeutral,
  onPermit,
  onProbed,
  onTrialCommit,
  type Circuit,
  type Pass,
} from './circuit.ts'

const NOW = 1_000_000

/** A circuit, the clock, and the sends that are out. */
interface Model {
  circuit: Circuit
  now: number
  readonly out: Out[]
}

interface Out {
  readonly pass: Pass
  isCommitted: boolean
}

interface Step {
  readonly what: keyof typeof MOVES
  /** Which of the sends that are out. */
  readonly which: number
  readonly ms: number
  readonly roll: number
}

const take = ({ out }: Model, which: number): Out | undefined =>
  out.splice(which % Math.max(1, out.length), 1)[0]

/** What may happen to a circuit. */
const MOVES = {
  wait: (model: Model, { ms }: Step) => {
    model.now += ms
  },
  send: (model: Model) => {
    const at = circuitAt(model.circuit, model.now)
    if (at.kind === 'open' || (at.kind === 'trial' && !hasPermit(at))) return
    const isTrial = at.kind === 'trial'
    model.out.push({ pass: { epoch: at.epoch, isTrial, isForced: false }, isCommitted: false })
    if (isTrial) model.circuit = onPermit(model.circuit, model.now)
  },
  force: (model: Model) => {
    const at = circuitAt(model.circuit, model.now)
    if (at.kind === 'closed') return
    model.out.push({ pass: { epoch: at.epoch, isTrial: true, isForced: true }, isCommitted: false })
    model.circuit = onPermit(model.circuit, model.now)
  },
  commit: (model: Model, { which }: Step) => {
    const one = model.out[which % Math.max(1, model.out.length)]
    if (one === undefined || one.isCommitted) return
    one.isCommitted = true
    model.circuit = onTrialCommit(model.circuit, one.pass, model.now)
  },
  good: (model: Model, { which }: Step) => {
    const one = take(model, which)
    if (one !== undefined) model.circuit = onGood(model.circuit, one.pass, one.isCommitted, model.now)
  },
  bad: (model: Model, { roll, which }: Step) => {
    const one = take(model, which)
    const chance = { now: model.now, roll }
    if (one !== undefined)
      model.circuit = onBad(
        model.circuit,
        one.pass,
        { points: 1 + (which % 2), waitedMs: 0 },
        DEFAULT_POLICY,
        chance,
      )
  },
  cancel: (model: Model, { which }: Step) => {
    const one = take(model, which)
    if (one !== undefined) model.circuit = onNeutral(model.circuit, one.pass, one.isCommitted)
  },
  probe: (model: Model, { roll, which }: Step) => {
    model.circuit = onProbed(model.circuit, which % 2 === 0, DEFAULT_POLICY, { now: model.now, roll })
  },
}

function check({ circuit, out }: Model, before: Circuit): void {
  const opened = circuit.kind === 'open' && circuit !== before
  expect(circuit.epoch - before.epoch).toBe(opened ? 1 : 0)
  if (circuit.kind === 'trial') {
    const holds = (one: Out) => one.pass.isTrial && one.pass.epoch === circuit.epoch && !one.isCommitted
    expect(circuit.permits).toBe(out.filter(holds).length)
    // Need asks for no permit.
    expect(out.filter((one) => holds(one) && !one.pass.isForced).length).toBeLessThanOrEqual(2)
  }
  if (circuit.kind === 'open') {
    expect(circuit.until - circuit.since).toBeLessThanOrEqual(360_000)
    expect(circuit.until - circuit.since).toBeGreaterThanOrEqual(12_000)
  }
}

/** Wherever it ended up, two good requests bring it back. */
function checkReturn(model: Model): void {
  let { circuit } = model
  for (const { isCommitted, pass } of model.out) circuit = onNeutral(circuit, pass, isCommitted)
  const later = model.now + 400_000
  for (let i = 0; i < 2 && circuitAt(circuit, later).kind !== 'closed'; i++) {
    circuit = onPermit(circuit, later)
    circuit = onGood(circuit, { epoch: circuit.epoch, isTrial: true, isForced: false }, false, later)
  }
  expect(circuitAt(circuit, later).kind).toBe('closed')
}

const STEP = fc.record({
  what: fc.constantFrom(...(Object.keys(MOVES) as readonly (keyof typeof MOVES)[])),
  which: fc.nat(20),
  ms: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: -10_000, max: 400_000 })),
  roll: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
})

test('whatever happens in whatever order, permits are never lost and never too many', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 120 }), (steps) => {
      const model: Model = { circuit: closedCircuit(NOW), now: NOW, out: [] }
      for (const step of steps) {
        const before = model.circuit
        MOVES[step.what](model, step)
        check(model, before)
      }
      checkReturn(model)
    }),
    { numRuns: 400 },
  )
})
