import { expect, test } from 'vitest'
import { end, engineOf, goes, serve, tried } from '../../test/support/engine-rig.ts'
import { ask, endpoint, fleet, given, profile, slotOf, table } from '../../test/support/fleet.ts'
import { endpointId, type EndpointId } from '../core/model.ts'
import type { Outcome } from '../core/outcome.ts'
import { afterFailure, FRESH_COURSE } from '../core/retry/course.ts'
import type { Slot } from '../core/router.ts'
import { Engine } from './engine.ts'

const [A, B] = [endpointId('a'), endpointId('b')]
const OK: Outcome = { kind: 'ok' }
const EMPTY: Outcome = { kind: 'empty' }

test('what is acquired is in flight until it is released, once', () => {
  const { engine } = engineOf(fleet('a', endpoint('b', { weight: 0 })))
  const slots = [slotOf(engine.acquire(ask())), slotOf(engine.acquire(ask({ course: tried('a') })))]
  expect([engine.inFlight, ...engine.standings(null).map(({ inFlight }) => inFlight)]).toEqual([2, 1, 1])
  for (const slot of [...slots, ...slots]) end(engine, slot, EMPTY)
  expect([engine.inFlight, ...engine.standings(null).map(({ inFlight }) => inFlight)]).toEqual([0, 0, 0])
  const circuits = engine
    .standings(null)
    .map(({ evidence: { circuit } }) => circuit.kind === 'closed' && circuit.run.length)
  expect(circuits).toEqual([1, 1])
})

test('each endpoint is asked once for a request, and then nobody', () => {
  const { engine } = engineOf(fleet('a', endpoint('b', { weight: 0 })))
  const names = [tried(), tried('a'), tried('b'), tried('a', 'b')].map((course) =>
    goes(engine, ask({ course })),
  )
  expect(names).toEqual(['a', 'b', 'a', 'exhausted'])
  expect(engine.refusals(ask({ course: tried('a', 'b') })).map(({ no }) => no.kind)).toEqual([
    'tried',
    'tried',
  ])
})

test('candidates are those of the fence that are switched on', () => {
  const two = table([
    profile('one', [endpoint('a'), endpoint('b', { enabled: false })]),
    profile('two', [endpoint('c')]),
  ])
  const { engine } = engineOf(two)
  const count = (fence: string | null, holder: EndpointId | null = null) =>
    engine.candidates({ fence, holder })
  expect([count(null), count('two'), count('gone')]).toEqual([1, 1, 0])
  expect([count(null, endpointId('c')), count(null, endpointId('b'))]).toEqual([1, 0])
})

/** `a` alone, at its trial. */
function atTrial() {
  const { engine, time } = engineOf(fleet('a'))
  for (let i = 0; i < 3; i++) end(engine, slotOf(engine.acquire(ask())), EMPTY)
  time.now += 15_000
  return { engine, time }
}
const permits = (engine: Engine) => {
  const circuit = engine.standings(null)[0]?.evidence.circuit
  return circuit?.kind === 'trial' ? circuit.permits : circuit?.kind
}

test('a permit comes back exactly once, on every path', () => {
  const paths: readonly (readonly [string, (engine: Engine, slot: Slot) => void, unknown])[] = [
    [
      'cancelled',
      (engine, slot) => {
        end(engine, slot, { kind: 'cancelled' }, 'sent')
      },
      0,
    ],
    [
      'committed, then cancelled',
      (engine, slot) => {
        engine.commit(slot)
        engine.commit(slot)
        end(engine, slot, { kind: 'cancelled' }, 'committed')
      },
      0,
    ],
    [
      'a commit that nobody told of',
      (engine, slot) => {
        end(engine, slot, { kind: 'cancelled' }, 'committed')
      },
      0,
    ],
    [
      'complete at once',
      (engine, slot) => {
        end(engine, slot, OK)
        end(engine, slot, OK)
        engine.commit(slot)
      },
      0,
    ],
    [
      'failed',
      (engine, slot) => {
        end(engine, slot, EMPTY)
      },
      'open',
    ],
    [
      'told as not committed although it was',
      (engine, slot) => {
        engine.commit(slot)
        end(engine, slot, { kind: 'cancelled' }, 'sent')
      },
      0,
    ],
  ]
  for (const [name, path, expected] of paths) {
    const { engine } = atTrial()
    const slot = slotOf(engine.acquire(ask()))
    expect(permits(engine)).toBe(1)
    path(engine, slot)
    expect([name, permits(engine), engine.inFlight]).toEqual([name, expected, 0])
  }
})

test('whoever waits is told of every commit and every end', () => {
  const { engine } = engineOf(fleet('a'))
  let told = 0
  const cancel = engine.onChange(() => (told += 1))
  const slot = slotOf(engine.acquire(ask()))
  engine.commit(slot)
  end(engine, slot, OK, 'committed')
  expect(told).toBe(2)
  engine.configure(fleet('a'))
  engine.probed(A, {
    model: null,
    result: 'pass',
    check: null,
    seen: { outcome: OK, progress: 'streaming', limits: null },
  })
  expect(told).toBe(4)
  cancel()
  end(engine, slotOf(engine.acquire(ask())), OK)
  expect(told).toBe(4)
})

test('an endpoint that is removed while a request is out leaves nothing behind', () => {
  const { engine } = engineOf(fleet('a', 'b'))
  const slot = slotOf(engine.acquire(ask({ session: 's', course: tried('b') })))
  engine.configure(fleet('b'))
  end(engine, slot, EMPTY)
  expect([engine.inFlight, goes(engine, ask({ session: 's' }))]).toEqual([0, B])
  engine.configure(fleet('a', 'b'))
  expect(engine.standings(null).map(({ inFlight, no }) => [inFlight, no])).toEqual([
    [0, null],
    [0, null],
  ])
})

test('a refusal that another endpoint contradicts is blamed on who gave it', () => {
  const { engine } = engineOf(fleet('a', endpoint('b', { weight: 0 })))
  const slot = slotOf(engine.acquire(ask()))
  end(engine, slot, { kind: 'unavailable', told: null, blame: 'when-another-differs' })
  const points = () => {
    const circuit = engine.standings(null)[0]?.evidence.circuit
    return circuit?.kind === 'closed' ? circuit.run.length : null
  }
  expect(points()).toBe(0)
  engine.blame([slot])
  expect(points()).toBe(1)
})

test('what was out when this machine slept is held against nobody', () => {
  const { engine, time } = engineOf(fleet('a'))
  const slots = [1, 2, 3].map(() => slotOf(engine.acquire(ask())))
  time.now += 3_600_000
  engine.woke()
  for (const slot of slots) end(engine, slot, EMPTY)
  expect(engine.standings(null)[0]?.no).toBe(null)
})

test('a clock that jumps, either way, keeps nobody out for good', () => {
  for (const jumpMs of [-86_400_000 * 400, -60_000, 86_400_000 * 400]) {
    const { engine, time } = engineOf(fleet('a', 'b'))
    for (let i = 0; i < 3; i++) end(engine, slotOf(engine.acquire(ask({ course: tried('b') }))), EMPTY)
    end(engine, slotOf(engine.acquire(ask({ course: tried('a') }))), {
      kind: 'rate-limited',
      told: { waitMs: 50_000, origin: 'unified' },
      ofAccount: true,
    })
    const out = slotOf(engine.acquire(ask()))
    time.now += jumpMs
    end(engine, out, { kind: 'cancelled' }, 'sent')
    for (let i = 0; i < 3; i++) {
      let decision = engine.acquire(ask({ session: 's' }))
      // Perhaps not at once, but after a turn.
      if (decision.kind === 'wait') time.now = decision.untilMs
      if (decision.kind === 'wait') decision = engine.acquire(ask({ session: 's' }))
      const slot = slotOf(decision)
      time.now += 60_000
      end(engine, slot, OK, 'committed')
    }
    expect(engine.inFlight).toBe(0)
  }
})

test('many endpoints and many models stay bounded', () => {
  const { engine } = engineOf(fleet(...Array.from({ length: 200 }, (_, i) => `e${String(i)}`)))
  for (let i = 0; i < 2_000; i++) {
    const slot = slotOf(engine.acquire(ask({ session: i % 2 ? 's' : null, model: `m${String(i)}` })))
    end(engine, slot, { kind: 'model-missing' })
  }
  const most = Math.max(...engine.standings(null).map(({ evidence }) => evidence.benches.length))
  expect([most <= 64, engine.inFlight]).toEqual([true, 0])
})

test('benches and sessions survive a restart, and garbage changes nothing', () => {
  const { engine, time } = engineOf(fleet('a', 'b'))
  const home = serve(engine, ask({ session: 's' })).endpoint
  const limit: Outcome = {
    kind: 'rate-limited',
    told: { waitMs: 600_000, origin: 'retry-after' },
    ofAccount: true,
  }
  const other = home === A ? B : A
  end(engine, slotOf(engine.acquire(ask({ course: tried(home) }))), limit)
  const json: unknown = JSON.parse(JSON.stringify(engine.snapshot()))

  const next = engineOf(fleet('a', 'b'))
  next.time.now = time.now + 1_000
  next.engine.restore('garbage')
  next.engine.restore(json)
  expect(next.engine.sessions).toBe(1)
  expect(goes(next.engine, ask({ session: 's' }))).toBe(home)
  expect(goes(next.engine, ask({ course: tried(home) }))).toBe('exhausted')
  expect(next.engine.refusals(ask()).map(({ endpoint: { id }, no }) => [id, no.kind])).toEqual([
    [other, 'benched'],
  ])
})

test('probes that are due are handed out once', () => {
  const { engine, time } = atTrial()
  expect(engine.nextDueAt).toBe(time.now)
  expect(engine.dueProbes().map(({ why }) => why)).toEqual(['trial'])
  expect([engine.dueProbes(), engine.nextDueAt]).toEqual([[], time.now + 30_000])
  const pass = {
    model: null,
    result: 'pass',
    check: null,
    seen: { outcome: OK, progress: 'streaming', limits: null },
  } as const
  engine.probed(A, pass)
  engine.probed(A, pass)
  expect([permits(engine), engine.networkDownSince]).toEqual(['closed', null])
})

test('an overload is tried again where it was, jittered by the dice', () => {
  const { engine, time } = engineOf(fleet('a'))
  const failure = { outcome: { kind: 'overloaded', told: null }, progress: 'streaming', status: 529 } as const
  const course = afterFailure(FRESH_COURSE, endpoint('a'), failure, false)
  time.roll = 0.5
  expect(engine.lastMove(ask({ course }))).toEqual({ kind: 'again', endpoint: 'a', afterMs: 1_125 })
})

test('who came first has the next turn, and who leaves gives its place to those behind', () => {
  const { engine, time } = engineOf(fleet('a'))
  for (let i = 0; i < 4; i++) end(engine, slotOf(engine.acquire(ask())), { kind: 'empty' })
  const [first, second, third] = [1, 2, 3].map(() => ask({ place: engine.newPlace() }))
  const untils = [first, second, third].map((one) => engine.acquire(given(one)))
  const start = time.now
  expect(untils.map((one) => one.kind === 'wait' && one.untilMs - start)).toEqual([1_000, 2_000, 3_000])
  time.now += 1_000
  expect([engine.acquire(given(second)).kind, engine.acquire(given(first)).kind]).toEqual(['wait', 'send'])
  let changes = 0
  engine.onChange(() => (changes += 1))
  engine.leave(given(second).place)
  engine.leave(given(second).place)
  expect(changes).toBe(1)
  time.now += 1_000
  expect(engine.acquire(given(third)).kind).toBe('send')
})

test('who is refused waits no longer', () => {
  const { engine, time } = engineOf(fleet('a'))
  for (let i = 0; i < 4; i++) end(engine, slotOf(engine.acquire(ask())), { kind: 'empty' })
  const [first, second] = [1, 2].map(() => ask({ place: engine.newPlace() }))
  engine.acquire(given(first))
  expect(engine.acquire({ ...given(first), heldMs: 60_000 }).kind).toBe('exhausted')
  time.now += 1_000
  expect(engine.acquire(given(second)).kind).toBe('send')
})
