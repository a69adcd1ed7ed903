/** How long a request is held when nobody can serve it, and what it does meanwhile. */
import { expect, test } from 'vitest'
import { asker, endpoint, fleet, given, profile, table } from '../../../test/support/fleet.ts'
import { book, decide, end, goes, meet, NOW, world, type World } from '../../../test/support/world.ts'
import type { Policy } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import { begunAnew, FRESH_COURSE } from '../retry/course.ts'
import { onCommit } from '../router.ts'
import { patientHoldMs } from './hold.ts'

const HOUR = 3_600_000
const limit = (waitMs: number): Outcome => ({
  kind: 'rate-limited',
  told: { waitMs, origin: 'retry-after' },
  ofAccount: false,
})
const EMPTY: Outcome = { kind: 'empty' }

/** Held for hours. */
const patient = (more: Parameters<typeof asker>[0] = {}) => asker({ holdMs: 5 * HOUR, ...more })
const anew = (times: number) => {
  let course = FRESH_COURSE
  for (let i = 0; i < times; i++) course = begunAnew(course)
  return course
}

test('a message may ask for a hold of its own; else one of over a minute is meant to last', () => {
  const told = (more: { holdMs?: number; kind?: 'count' }, usualMs = 60_000) =>
    patientHoldMs({ kind: 'message', ...more }, usualMs)
  expect([told({}), told({}, 61_000), told({ holdMs: 5_000 }), told({ holdMs: 0 })]).toEqual([
    null,
    61_000,
    5_000,
    0,
  ])
  expect(told({ holdMs: 5_000, kind: 'count' })).toBeNull()
})

/** `a` is limited for so long. */
function limited(waitMs: number, policy: Partial<Policy> = {}): World {
  const at = world(table([profile('work', [endpoint('a')])], policy))
  meet(at, 'a', limit(waitMs))
  return at
}

test.each([
  ['a limit that ends in time is waited for', limited(HOUR), {}, HOUR],
  ['one that ends too late as well: somebody may lift it', limited(8 * HOUR), {}, 5 * HOUR],
  ['what was held already is over', limited(HOUR), { heldMs: 4.5 * HOUR }, 0.5 * HOUR],
  ['a client that does not wait that long', limited(HOUR), { holdEndsAt: NOW + 1_000 }, 1_000],
  ['a person’s setting counts like a wish', limited(HOUR, { holdMs: 2 * HOUR }), { holdMs: undefined }, HOUR],
])('%s', (_, at, { holdMs, ...more }: { holdMs?: undefined; heldMs?: number; holdEndsAt?: number }, ms) => {
  const want = holdMs === undefined && at.state.line.table.policy.holdMs > HOUR ? asker(more) : patient(more)
  expect(decide(at, want)).toMatchObject({ kind: 'wait', why: 'turn', untilMs: NOW + ms, beginsAnew: false })
})

test('nobody is held when it wants not to be, when its time is over, or when enough are', () => {
  const at = limited(20_000)
  expect(goes(at)).toBe('wait for turn')
  for (const more of [{ holdMs: 0 }, { heldMs: 5 * HOUR }, { isLineFull: true }, { holdEndsAt: NOW }]) {
    expect(goes(at, patient(more))).toBe('exhausted')
  }
  expect(goes(at, asker({ isLineFull: true }))).toBe('exhausted')
})

test.each<[string, (at: World) => void, string]>([
  [
    'a refused key',
    (at) => {
      meet(at, 'a', { kind: 'credential' })
    },
    'wait for rest',
  ],
  [
    'an endpoint that fails',
    (at) => {
      meet(at, 'a', EMPTY)
    },
    'wait for rest',
  ],
  [
    'a model that nobody has',
    (at) => {
      meet(at, 'a', { kind: 'model-missing' })
    },
    'exhausted',
  ],
])('after %s it is held only if that may pass', (_, happens, expected) => {
  const at = world(fleet('a'))
  happens(at)
  expect([goes(at, patient({ tried: ['a'] })), goes(at, asker({ tried: ['a'] }))]).toEqual([
    expected,
    'exhausted',
  ])
})

test('nothing comes back that was never meant to serve', () => {
  const off = world(fleet(endpoint('a', { enabled: false })))
  expect([goes(off, patient()), goes(world(table([])), patient())]).toEqual(['exhausted', 'exhausted'])
})

test('who has asked everybody rests, twice as long each time and up to half a minute, with jitter, and begins anew', () => {
  const at = world(fleet('a'))
  const restMs = (rounds: number, roll = 0) => {
    const decision = decide(at, patient({ tried: ['a'], course: { rounds } }), roll)
    expect(decision).toMatchObject({ kind: 'wait', why: 'rest', beginsAnew: true })
    return decision.kind === 'wait' ? decision.untilMs - NOW : null
  }
  expect([0, 1, 2, 3, 4, 5, 60].map((rounds) => restMs(rounds))).toEqual([
    ...[1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
  ])
  expect([restMs(0, 0.999), restMs(60, 0.999)]).toEqual([1_250, 37_493])
  // What is left of the hold ends the rest, and then there is nothing to begin.
  expect(decide(at, patient({ tried: ['a'], heldMs: 5 * HOUR - 400 }))).toMatchObject({
    ...{ kind: 'wait', untilMs: NOW + 400, beginsAnew: false },
  })
})

test('who has used its attempts up asks nobody else, but rests', () => {
  const at = world(fleet('a', endpoint('b', { weight: 1 })))
  const spent = { tried: ['a'], course: { isSpent: true } }
  expect([goes(at, patient(spent)), goes(at, asker(spent)), goes(at, asker({ tried: ['a'] }))]).toEqual([
    'wait for rest',
    'exhausted',
    'b',
  ])
})

test('who began anew asks again when a circuit or a bench says so, and not every second', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  const opened = { course: anew(1), heldMs: 1_000 }
  expect(decide(at, patient(opened))).toMatchObject({ kind: 'wait', why: 'turn', untilMs: NOW + 15_000 })
  expect(goes(at, patient())).toBe('a')
  at.now += 15_000
  expect(goes(at, patient(opened))).toBe('a')

  const refused = world(fleet('a'))
  meet(refused, 'a', { kind: 'credential' })
  expect(decide(refused, patient(opened))).toMatchObject({ kind: 'wait', untilMs: NOW + 1_800_000 })
  expect(goes(refused, patient())).toBe('a')
})

test('what serves now and then is asked as often as it has earned', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  const slot = book(at)
  at.state = onCommit(at.state, slot, at.now)
  end(at, slot, EMPTY)
  expect(goes(at, patient({ course: anew(3), heldMs: 1_000 }))).toBe('a')
})

test('those that were held give way to each other, and nobody else does', () => {
  const at = world(fleet('a', endpoint('b', { weight: 1 })))
  expect(decide(at, patient({ giveWayMs: 700 }))).toMatchObject({
    kind: 'wait',
    why: 'turn',
    untilMs: NOW + 700,
  })
  expect(goes(at, asker({ giveWayMs: 700 }))).toBe('wait for turn')
  // What goes on elsewhere after a failure was let out before, and who may not be held goes at once.
  const others = [{ tried: ['a'] }, { heldMs: 60_000 }, { isLineFull: true }]
  expect(others.map((more) => goes(at, asker({ giveWayMs: 700, ...more })))).toEqual(['b', 'a', 'a'])
})

test('without a network who was held already asks nobody that is elsewhere', () => {
  const at = world(fleet('a', endpoint('b', { origin: 'http://127.0.0.1:9', weight: 0 })))
  at.state = { ...at.state, network: { ...at.state.network, downSince: NOW } }
  const held = { course: anew(1), heldMs: 1_000 }
  expect(decide(at, patient(held))).toMatchObject({ kind: 'wait', untilMs: NOW + 5 * HOUR - 1_000 })
  expect([
    goes(at, patient()),
    goes(at, patient({ ...held, affinity: { owner: given(at.state.line.seats[1]).endpoint.id } })),
  ]).toEqual(['a', 'b'])
})
