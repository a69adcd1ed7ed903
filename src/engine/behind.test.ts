/** Requests that go behind all others, among live ones, in any order of events. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { end, engineOf, goes, serve, tried } from '../../test/support/engine-rig.ts'
import { ask, endpoint, fleet, profile, slotOf, table } from '../../test/support/fleet.ts'
import { endpointId } from '../core/model.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Slot } from '../core/router.ts'
import type { Ask } from './ask.ts'

const EMPTY: Outcome = { kind: 'empty' }
const LIMITED: Outcome = {
  kind: 'rate-limited',
  told: { waitMs: 20_000, origin: 'retry-after' },
  ofAccount: false,
}

test('a live one that waits for room or for a limit goes first, and then it is its turn', () => {
  const { engine, time } = engineOf(fleet(endpoint('a', { maxConcurrent: 1 })))
  const busy = slotOf(engine.acquire(ask()))
  const live = ask({ place: engine.newPlace() })
  const queued = ask({ place: engine.newPlace(), isBehind: true })
  expect(engine.acquire(live).kind).toBe('wait')
  end(engine, busy, LIMITED)
  expect([goes(engine, queued), engine.acquire(live).kind]).toEqual(['exhausted', 'wait'])
  time.now += 20_000
  expect([engine.wouldServe(queued), goes(engine, queued)]).toEqual([false, 'exhausted'])
  end(engine, slotOf(engine.acquire(live)), { kind: 'ok' })
  expect([engine.wouldServe(queued), goes(engine, queued)]).toEqual([true, 'a'])
})

test('who waits for somebody else keeps nothing back', () => {
  const both = table([profile('work', [endpoint('a')], 'primary'), profile('home', [endpoint('b')])])
  const { engine } = engineOf(both)
  const live = ask({ place: engine.newPlace(), fence: 'home' })
  end(engine, slotOf(engine.acquire(live)), LIMITED)
  expect(engine.acquire(live).kind).toBe('wait')
  const queued = { place: engine.newPlace(), isBehind: true }
  expect([goes(engine, ask({ ...queued, fence: 'home' })), goes(engine, ask(queued))]).toEqual([
    'exhausted',
    'a',
  ])
})

test('the only endpoint is asked also by a session whose last answer broke there, and a spare before it', () => {
  const queued = ask({ session: 's', isBehind: true })
  for (const [names, expected] of [
    [['a'], 'a'],
    [['a', 'b'], 'b'],
  ] as const) {
    const { engine } = engineOf(
      fleet(...names.map((name, index) => endpoint(name, { weight: 100 - 99 * index }))),
    )
    const first = slotOf(engine.acquire(ask({ session: 's', course: tried(...names.slice(1)) })))
    engine.commit(first)
    engine.release(first, { outcome: { kind: 'broken-stream' }, progress: 'committed', limits: null })
    expect([engine.wouldServe(queued), goes(engine, queued)]).toEqual([true, expected])
  }
})

test('it asks nobody twice', () => {
  const { engine } = engineOf(fleet('a'))
  const overloaded = { ...tried('a'), overloaded: new Map([...tried('a').tried.keys()].map((id) => [id, 1])) }
  expect(engine.lastMove(ask({ course: overloaded })).kind).toBe('again')
  expect(engine.lastMove(ask({ course: overloaded, isBehind: true })).kind).toBe('give-up')
})

const STEP = fc.record({
  what: fc.constantFrom('live', 'live', 'behind', 'behind', 'end', 'out', 'time', 'leave'),
  outcome: fc.constantFrom<Outcome>({ kind: 'ok' }, EMPTY, LIMITED, { kind: 'credential' }),
  which: fc.nat(3),
  model: fc.constantFrom('opus', 'haiku'),
  fence: fc.constantFrom(null, null, 'home'),
  ms: fc.oneof(fc.nat(2_000), fc.nat(40_000), fc.nat(400_000)),
})
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never

const NAMES = ['a', 'b', 'c', 'd']
const TABLE = table([
  profile('work', [endpoint('a', { maxConcurrent: 2 }), endpoint('b')], 'primary'),
  profile('home', [endpoint('c', { weight: 0 }), endpoint('d', { maxConcurrent: 1 })], 'secondary'),
])

class Model {
  readonly #rig = engineOf(TABLE)
  readonly #out: Slot[] = []
  readonly #waiting: Ask[] = []
  sent = 0
  refused = 0
  /** Of those, while somebody waited who could be served. */
  gaveWay = 0

  run(step: Step): void {
    this[step.what](step)
  }

  time({ ms }: Step): void {
    this.#rig.time.now += ms
  }

  end({ outcome, which }: Step): void {
    for (const slot of this.#out.splice(which, 1)) end(this.#rig.engine, slot, outcome)
  }

  leave({ which }: Step): void {
    for (const { place } of this.#waiting.splice(which, 1)) this.#rig.engine.leave(place)
  }

  /** An endpoint fails three times, or refuses its model. */
  out({ model, outcome, which }: Step): void {
    const others = NAMES.filter((_, index) => index !== which)
    for (let i = 0; i < 3; i++) {
      const decision = this.#rig.engine.acquire(ask({ model, course: tried(...others) }))
      if (decision.kind === 'send') end(this.#rig.engine, decision.slot, outcome)
    }
  }

  live({ fence, model }: Step): void {
    const want = ask({ place: this.#rig.engine.newPlace(), fence, model })
    const decision = this.#rig.engine.acquire(want)
    if (decision.kind === 'send') this.#out.push(decision.slot)
    if (decision.kind === 'wait') this.#waiting.push(want)
  }

  behind({ fence, model }: Step): void {
    const { engine } = this.#rig
    const want = ask({ place: engine.newPlace(), fence, model, isBehind: true })
    const [before, would] = [engine.memory(), engine.wouldServe(want)]
    const mustGiveWay = this.#waiting.some((one) => engine.hasAnother(one, endpointId('nobody')))
    const decision = engine.acquire(want)
    expect([decision.kind, engine.isInLine(want.place)]).toEqual([would ? 'send' : 'exhausted', false])
    if (decision.kind !== 'send') {
      expect(engine.memory()).toEqual(before)
      this.refused += 1
      if (mustGiveWay) this.gaveWay += 1
      return
    }
    const { isForced, isTrial } = decision.slot
    const chosen = decision.considered.find(({ seat }) => seat.endpoint === decision.to)
    expect([mustGiveWay, chosen?.no, isForced, isTrial]).toEqual([false, null, false, false])
    this.#out.push(decision.slot)
    this.sent += 1
  }
}

test('whatever happened, it goes to somebody who is there for anybody, or to nobody and leaves no trace', () => {
  const met = { sent: 0, refused: 0, gaveWay: 0 }
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 20, maxLength: 80 }), (steps) => {
      const model = new Model()
      for (const step of steps) model.run(step)
      met.sent += model.sent
      met.refused += model.refused
      met.gaveWay += model.gaveWay
    }),
    { seed: 8 },
  )
  // None of it was left out by chance.
  expect(Object.entries(met).filter(([, times]) => times < 10)).toEqual([])
})

test('a session stays where it was answered, whoever asked for the answer', () => {
  const { engine } = engineOf(fleet('a', 'b'))
  const slot = serve(engine, ask({ session: 's' }))
  expect(goes(engine, ask({ session: 's', isBehind: true }))).toBe(slot.endpoint)
})
