/** Many that are held, and what happens to them when somebody is back. */
import { expect, test } from 'vitest'
import { end, engineOf, goes } from '../../test/support/engine-rig.ts'
import { ask, endpoint, fleet, given, slotOf, table, profile } from '../../test/support/fleet.ts'
import type { Outcome } from '../core/outcome.ts'
import { begunAnew, FRESH_COURSE } from '../core/retry/course.ts'
import type { Slot } from '../core/router.ts'
import type { Ask } from './ask.ts'
import type { Engine } from './engine.ts'

const LIMITED: Outcome = {
  kind: 'rate-limited',
  told: { waitMs: 20_000, origin: 'retry-after' },
  ofAccount: false,
}
const HELD = 64

/** Held for longer than a minute. */
const patient = (engine: Engine, more: Partial<Ask> = {}): Ask =>
  ask({ place: engine.newPlace(), holdMs: 3_600_000, ...more })

/** `a` is limited for 20 s, and so many wait for that. */
function waiting(of: RigTable = fleet('a')) {
  const { engine, time } = engineOf(of)
  end(engine, slotOf(engine.acquire(ask())), LIMITED)
  const held = Array.from({ length: HELD }, () => patient(engine))
  for (const one of held) expect(engine.acquire(one).kind).toBe('wait')
  return { engine, time, held }
}
type RigTable = Parameters<typeof engineOf>[0]

/** Everybody asks, the last one first; those that were sent, by their places. */
function all(engine: Engine, held: readonly Ask[]): ReadonlyMap<number, Slot> {
  const sent = new Map<number, Slot>()
  let left = held.toReversed()
  for (let before = -1; before !== sent.size;) {
    before = sent.size
    left = left.filter((one) => {
      const decision = engine.acquire({ ...one, waitedMs: 20_000, heldMs: 20_000 })
      if (decision.kind === 'send') sent.set(one.place, decision.slot)
      return decision.kind !== 'send'
    })
  }
  return sent
}

test('64 that were held are let out first come first served: one, and twice as many with each commit', () => {
  const { engine, held, time } = waiting()
  expect([engine.heldNow().length, goes(engine, ask({ place: engine.newPlace() }))]).toEqual([
    64,
    'exhausted',
  ])
  time.now += 20_000
  const waves: number[][] = []
  let left: readonly Ask[] = held
  while (left.length > 0) {
    const sent = all(engine, left)
    waves.push([...sent.keys()].toSorted((a, b) => a - b))
    left = left.filter(({ place }) => !sent.has(place))
    for (const slot of sent.values()) engine.commit(slot)
  }
  expect(waves.map((wave) => wave.length)).toEqual([1, 2, 8, 53])
  expect(waves.flat()).toEqual(held.map(({ place }) => place))
  expect(engine.heldNow()).toEqual([])
})

test('a commit lets twice as many be out, a failure one, and a client that leaves nobody more', () => {
  const { engine, held, time } = waiting()
  time.now += 20_000
  const [first] = all(engine, held).values()
  engine.commit(given(first))
  const second = [...all(engine, held.slice(1)).values()]
  expect(second).toHaveLength(2)
  end(engine, given(second[0]), { kind: 'cancelled' }, 'sent')
  const third = all(engine, held.slice(3))
  expect(third.size).toBe(1)
  end(engine, given(second[1]), { kind: 'empty' })
  expect(all(engine, held.slice(4)).size).toBe(0)
  end(engine, given([...third.values()][0]), { kind: 'empty' })
  expect(all(engine, held.slice(4)).size).toBe(1)
})

test('while nothing commits, one goes each second', () => {
  const { engine, held, time } = waiting()
  time.now += 20_000
  const sizes: number[] = []
  let left: readonly Ask[] = held
  for (let i = 0; i < 5; i++) {
    const sent = all(engine, left)
    sizes.push(sent.size)
    left = left.filter(({ place }) => !sent.has(place))
    time.now += i === 3 ? 999 : 1_000
  }
  expect(sizes).toEqual([1, 1, 1, 1, 0])
})

test('who has just come waits behind those that were held for the same, and for nobody else', () => {
  const two = table([profile('work', [endpoint('a')], 'primary'), profile('home', [endpoint('b')])])
  const { engine, held, time } = waiting(two)
  const fresh = (more: Partial<Ask> = {}) => goes(engine, patient(engine, more))
  for (const one of held.slice(8)) engine.leave(one.place)
  time.now += 20_000
  const [slot] = all(engine, held.slice(0, 8)).values()
  expect([fresh(), fresh({ model: 'haiku' }), fresh({ fence: 'home' }), fresh({ kind: 'count' })]).toEqual([
    ...['wait', 'a', 'b', 'a'],
  ])
  engine.commit(given(slot))
  for (const one of held) engine.leave(one.place)
  expect(fresh()).toBe('a')
})

test('one that cannot be served itself keeps nobody back', () => {
  const { engine, time } = engineOf(fleet('a'))
  const tooLarge = slotOf(engine.acquire(ask({ bytes: 5_000 })))
  end(engine, tooLarge, { kind: 'rejected', fault: 'too-large' })
  end(engine, slotOf(engine.acquire(ask())), LIMITED)
  const large = { bytes: 9_000, course: { ...FRESH_COURSE, needsLarger: true } }
  const [stuck, next] = [large, {}].map((more) => patient(engine, more))
  expect([stuck, next].map((one) => engine.acquire(given(one)).kind)).toEqual(['wait', 'wait'])
  time.now += 20_000
  expect(engine.acquire(given(next)).kind).toBe('send')
})

test('those that begin anew go one after another as well', () => {
  const { engine } = engineOf(fleet('a'))
  const course = begunAnew(FRESH_COURSE)
  const held = [1, 2, 3].map(() => ask({ place: engine.newPlace(), holdMs: 60_000, heldMs: 1_000, course }))
  expect(held.map((one) => engine.acquire(one).kind)).toEqual(['send', 'wait', 'wait'])
})

test('as many are held as may be, and who is among them stays', () => {
  const { engine } = engineOf({ ...fleet('a'), policy: { ...fleet('a').policy, holdMost: 2 } })
  end(engine, slotOf(engine.acquire(ask())), LIMITED)
  const three = [1, 2, 3].map(() => ask({ place: engine.newPlace() }))
  expect(three.map((one) => engine.acquire(one).kind)).toEqual(['wait', 'wait', 'exhausted'])
  expect(engine.acquire(given(three[1])).kind).toBe('wait')
  engine.leave(given(three[0]).place)
  expect(engine.acquire(given(three[2])).kind).toBe('wait')
})

test('what it knows of them can be taken over', () => {
  const { engine, held, time } = waiting()
  time.now += 20_000
  engine.commit(given([...all(engine, held).values()][0]))
  const other = engineOf(fleet('a'))
  other.time.now = time.now
  other.engine.recall(engine.memory())
  expect(all(other.engine, held.slice(1)).size).toBe(2)
  expect(other.engine.heldNow()).toHaveLength(61)
})
