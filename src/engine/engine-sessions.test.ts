import { expect, test } from 'vitest'
import { end, engineOf, goes, serve, tried } from '../../test/support/engine-rig.ts'
import { rolls } from '../../test/support/contender.ts'
import { ask, endpoint, fleet, profile, slotOf, table } from '../../test/support/fleet.ts'
import { endpointId } from '../core/model.ts'
import type { Outcome } from '../core/outcome.ts'
import { STRATEGIES } from '../settings/schema.ts'
import { afterFailure, FRESH_COURSE } from '../core/retry/course.ts'

const [A, B] = [endpointId('a'), endpointId('b')]
const OK: Outcome = { kind: 'ok' }
const EMPTY: Outcome = { kind: 'empty' }

test('a session stays where it was answered, and a spill does not move it', () => {
  const { engine, time } = engineOf(fleet('a', 'b'))
  const mine = ask({ session: 's' })
  const home = serve(engine, mine).endpoint
  const other = home === A ? B : A
  serve(engine, { ...mine, course: tried(home) })
  expect([goes(engine, mine), engine.answeredBy(mine)]).toEqual([home, [home, other]])
  time.now += 3_600_000
  expect(engine.answeredBy(mine)).toEqual([])
  expect(engine.answeredBy(ask())).toBe(null)
})

test('a session that nobody has answered goes to whoever does', () => {
  const { engine } = engineOf(fleet('a', 'b'))
  const mine = ask({ session: 's' })
  const first = slotOf(engine.acquire(mine))
  const course = afterFailure(
    FRESH_COURSE,
    endpoint(first.endpoint),
    { outcome: EMPTY, progress: 'streaming', status: 200 },
    true,
  )
  end(engine, first, EMPTY)
  const second = serve(engine, { ...mine, course })
  expect(second.endpoint).not.toBe(first.endpoint)
  expect(goes(engine, mine)).toBe(second.endpoint)
})

test('a session looks elsewhere for a minute after its answer broke, and then comes home', () => {
  const { engine, time } = engineOf(fleet('a', 'b'))
  const mine = ask({ session: 's' })
  const home = serve(engine, mine).endpoint
  const broken = slotOf(engine.acquire(mine))
  engine.commit(broken)
  end(engine, broken, { kind: 'broken-stream' }, 'committed')
  expect(goes(engine, mine)).not.toBe(home)
  time.now += 60_000
  expect(goes(engine, mine)).toBe(home)
})

test('whoever leaves after twenty seconds without a byte is sent elsewhere next', () => {
  const { engine, time } = engineOf(fleet('a', 'b'))
  const mine = ask({ session: 's' })
  const home = serve(engine, mine).endpoint
  const left = slotOf(engine.acquire(mine))
  time.now += 20_000
  end(engine, left, { kind: 'cancelled' }, 'sent')
  expect(goes(engine, mine)).not.toBe(home)
})

test.each([
  [4_096, 20_000, true],
  [16_384, 49_151, false],
  [16_384, 49_152, true],
])(
  'where an answer takes %i ms, whoever leaves after %i ms is sent elsewhere next: %s',
  (tookMs, leftMs, leaves) => {
    const { engine, time } = engineOf(fleet('a', 'b'))
    const mine = ask({ session: 's' })
    let home = ''
    for (let i = 0; i < 20; i++) {
      const slot = slotOf(engine.acquire(mine))
      home = slot.endpoint
      time.now += tookMs
      engine.commit(slot)
      end(engine, slot, OK, 'committed')
    }
    const left = slotOf(engine.acquire(mine))
    time.now += leftMs
    end(engine, left, { kind: 'cancelled' }, 'sent')
    expect(goes(engine, mine) !== home).toBe(leaves)
  },
)

test('thirty sub-agents do not stay on one endpoint: six join their session, the rest is spread', () => {
  const { engine } = engineOf(fleet('a', 'b', 'c', 'd'))
  const home = serve(engine, ask({ session: 's' })).endpoint
  const slots = Array.from({ length: 30 }, (_, i) =>
    slotOf(engine.acquire(ask({ session: 's', agent: `agent-${String(i)}` }))),
  )
  expect(slots.slice(0, 6).every((slot) => slot.endpoint === home)).toBe(true)
  expect(new Set(slots.map((slot) => slot.endpoint)).size).toBe(4)
  for (const slot of slots) end(engine, slot, OK)
  const again = slots.map(
    (slot, i) => goes(engine, ask({ session: 's', agent: `agent-${String(i)}` })) === slot.endpoint,
  )
  expect(again.every(Boolean)).toBe(true)
})

test.each(STRATEGIES)(
  '%s: thirty sessions whose endpoint goes out spread over all that are left',
  (strategy) => {
    const profiles = [
      profile('one', [endpoint('a')]),
      profile(
        'all',
        ['a', 'b', 'c', 'd'].map((name) => endpoint(name)),
      ),
    ]
    const { engine, time } = engineOf(table(profiles.slice(0, 1), { strategy }))
    const sessions = rolls(30).map((roll, i) => ({ roll, session: `s${String(i)}` }))
    for (const { session } of sessions) serve(engine, ask({ session }))
    engine.configure(table(profiles.slice(1), { strategy }))
    end(engine, slotOf(engine.acquire(ask({ session: 's0' }))), { kind: 'balance' })
    const counts = new Map<string, number>()
    for (const { roll, session } of sessions) {
      time.roll = roll
      const { endpoint: to } = slotOf(engine.acquire(ask({ session })))
      counts.set(to, (counts.get(to) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted()).toEqual(['b', 'c', 'd'])
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(5)
  },
)

test('without affinity a session has no endpoint, but avoids one that broke its answer', () => {
  const { engine, time } = engineOf(
    table(fleet('a', 'b').profiles, { affinityMs: 0, strategy: 'weighted-random' }),
  )
  const mine = ask({ session: 's' })
  const at = (roll: number) => {
    time.roll = roll
    return goes(engine, mine)
  }
  serve(engine, mine)
  expect([at(0.1), at(0.9), at(0.1)]).toEqual(['a', 'b', 'a'])
  time.roll = 0.1
  const broken = slotOf(engine.acquire(mine))
  engine.commit(broken)
  end(engine, broken, EMPTY, 'committed')
  expect([at(0.1), at(0.9)]).toEqual(['b', 'b'])
  time.now += 60_000
  expect([at(0.1), at(0.9)]).toEqual(['a', 'b'])
})

test('a token count follows its session and does not make it', () => {
  const { engine, time } = engineOf(fleet('a', 'b'))
  time.roll = 0
  const count = ask({ kind: 'count', session: 's' })
  goes(engine, count)
  expect(engine.sessions).toBe(0)
  const home = serve(engine, ask({ session: 's', course: tried('a') })).endpoint
  expect([home, goes(engine, count)]).toEqual([B, B])
  expect(goes(engine, ask({ kind: 'read', session: 's' }))).toBe(A)
})

test('many sessions stay bounded', () => {
  const { engine } = engineOf(fleet('a', 'b'))
  for (let i = 0; i < 12_000; i++) end(engine, slotOf(engine.acquire(ask({ session: `s${String(i)}` }))), OK)
  expect([engine.sessions > 8_000, engine.sessions <= 10_000, engine.inFlight]).toEqual([true, true, 0])
})
