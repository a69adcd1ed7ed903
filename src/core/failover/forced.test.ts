import { expect, test } from 'vitest'
import { asker, endpoint, fleet, given, profile, table } from '../../../test/support/fleet.ts'
import { book, decide, end, goes, meet, noesOf, NOW, world, type World } from '../../../test/support/world.ts'
import { endpointId } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import { onCommit, onOutcome } from '../router.ts'

const MINUTE = 60_000
const told = (waitMs: number) => ({ waitMs, origin: 'retry-after' as const })
const LIMITED: Outcome = { kind: 'rate-limited', told: told(20_000), ofAccount: false }
const OVERLOADED: Outcome = { kind: 'overloaded', told: null }
const EMPTY: Outcome = { kind: 'empty' }

test('an open circuit refuses while somebody else is there', () => {
  const at = world(fleet('a', endpoint('b', { weight: 0 })))
  meet(at, 'a', EMPTY, 3)
  expect([goes(at), noesOf(at)[0]]).toEqual(['b', ['a', 'circuit-open', NOW + 15_000]])
})

/** `a` at its trial, with `b` behind it. */
function onTrial(): World {
  const at = world(fleet('a', endpoint('b', { weight: 0 })))
  meet(at, 'a', EMPTY, 3)
  at.now += 15_000
  return at
}

test('a trial takes one request with somebody behind it, and the others go there', () => {
  const at = onTrial()
  const trial = book(at)
  expect([trial.endpoint, trial.isTrial, trial.isForced, trial.epoch]).toEqual(['a', true, false, 1])
  expect([goes(at), noesOf(at)[0]]).toEqual(['b', ['a', 'on-trial', null]])
  at.state = onCommit(at.state, trial, at.now)
  const two = [book(at), book(at)]
  expect([two.map(({ endpoint: id }) => id), goes(at)]).toEqual([['a', 'a'], 'b'])
})

test('a trial is not the session’s endpoint, and begins with a tenth of its weight', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', EMPTY, 3)
  at.now += 15_000
  const mine = asker({ affinity: { key: 'mine', owner: endpointId('a'), isProven: true } })
  expect(goes(at, mine)).toBe('b')
  expect([goes(at, asker(), 0.09), goes(at, asker(), 0.1)]).toEqual(['a', 'b'])
})

test('the only one is asked although its circuit is open, one a second, however long the answers take', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  const first = book(at)
  expect([first.isForced, first.isTrial, first.epoch]).toEqual([true, true, 1])
  expect(decide(at)).toMatchObject({ kind: 'wait', untilMs: NOW + 1_000, why: 'turn' })
  end(at, first, EMPTY)
  expect(decide(at)).toMatchObject({ kind: 'wait', untilMs: NOW + 1_000, why: 'turn' })
  at.now += 999
  expect(decide(at, asker({ waitedMs: 999 }))).toMatchObject({ kind: 'wait', untilMs: NOW + 1_000 })
  at.now += 1
  expect([book(at).isForced, goes(at)]).toEqual([true, 'wait for turn'])
  at.now += 1_000
  expect(goes(at)).toBe('a')
})

test('each commit earns ten more sends, thirty at most, and what is then down has used them up', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  const sends = () => {
    for (let sent = 0; ; sent++) {
      if (goes(at) !== 'a') return sent
      end(at, book(at), EMPTY)
    }
  }
  const commits = (times: number) => {
    const one = book(at)
    for (let i = 0; i < times; i++) at.state = onCommit(at.state, { ...one, isTrial: false }, at.now)
    end(at, one, EMPTY)
  }
  expect(sends()).toBe(1)
  for (const [times, earned] of [
    [1, 10],
    [5, 30],
  ] as const) {
    at.now += 1_000
    commits(times)
    expect(sends()).toBe(earned)
  }
  at.now += 600_000
  expect(sends()).toBe(1)
})

test('who came first has its turn first: those behind are told when theirs comes', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  expect(goes(at, asker({ ahead: 1 }))).toBe('wait for turn')
  expect(goes(at)).toBe('a')
  end(at, book(at), EMPTY)
  at.now += 400
  const turns = [0, 1, 29].map((ahead) => decide(at, asker({ ahead })))
  expect(turns.map((one) => one.kind === 'wait' && one.untilMs)).toEqual([
    NOW + 1_000,
    NOW + 2_000,
    NOW + 30_000,
  ])
  expect(goes(at, asker({ ahead: 29, kind: 'count' }))).toBe('a')
})

test('two that are out have two turns a second between them', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', EMPTY, 3)
  meet(at, 'b', EMPTY, 3)
  expect(goes(at, asker({ ahead: 1 }))).toBe('a')
  expect(goes(at, asker({ ahead: 2 }))).toBe('wait for turn')
  book(at)
  book(at)
  expect(decide(at, asker({ ahead: 3 }))).toMatchObject({ untilMs: NOW + 2_000 })
})

test('of those that serve now and then, who has less to do for its weight is asked, tier by tier', () => {
  const at = world(
    table([
      profile('first', [endpoint('a'), endpoint('b', { weight: 200 })], 'primary'),
      profile('second', [endpoint('c')], 'primary'),
      profile('paid', [endpoint('d')], 'fallback'),
    ]),
  )
  const all = ['a', 'b', 'c', 'd']
  const earns = (name: string) => {
    const one = book(at, asker({ tried: all.filter((other) => other !== name) }))
    at.state = onCommit(at.state, one, at.now)
    end(at, one, { kind: 'ok' }, 'committed')
  }
  const asked = (...free: readonly string[]) =>
    goes(at, asker({ tried: all.filter((name) => !free.includes(name)) }))
  for (const name of ['b', 'c', 'd']) earns(name)
  for (const name of ['d', 'c', 'b', 'a']) {
    meet(at, name, EMPTY, 3)
    at.now += 1
  }
  expect([asked('a', 'd'), asked('d', 'c'), asked('c', 'b', 'a'), asked('c', 'a')]).toEqual([
    'd',
    'c',
    'b',
    'c',
  ])
  const busy = (name: string, inFlight: number) => {
    const entry = at.state.line.seatOf.get(endpointId(name))?.entry ?? 0
    const load = given(at.state.loads[entry])
    at.state = { ...at.state, loads: at.state.loads.with(entry, { ...load, inFlight }) }
  }
  const credit = { sends: 20, at: NOW }
  at.state = { ...at.state, evidence: at.state.evidence.map((one) => ({ ...one, credit })) }
  busy('b', 2)
  expect(asked('a', 'b')).toBe('a')
  busy('a', 1)
  expect(asked('a', 'b')).toBe('b')
})

test('whoever waited a minute for a turn, or has an answer to give, waits no longer', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', EMPTY, 3)
  meet(at, 'b', { kind: 'rate-limited', told: told(300_000), ofAccount: true })
  book(at)
  expect(goes(at)).toBe('wait for turn')
  expect(decide(at, asker({ heldMs: 59_500 }))).toMatchObject({ kind: 'wait', untilMs: NOW + 500 })
  expect(goes(at, asker({ heldMs: 60_000 }))).toBe('exhausted')
  expect(goes(at, asker({ tried: ['b'] }))).toBe('exhausted')
})

test('of several that are out, who ends first is asked, and while it has its turn the next one', () => {
  const at = world(fleet('a', 'b', 'c'))
  meet(at, 'a', { kind: 'rate-limited', told: null, ofAccount: false })
  meet(at, 'b', OVERLOADED)
  meet(at, 'c', { kind: 'model-missing' })
  expect([book(at).endpoint, book(at).endpoint, book(at).endpoint]).toEqual(['b', 'a', 'c'])
  expect(decide(at)).toMatchObject({ kind: 'wait', untilMs: NOW + 1_000 })
})

test('a dead key is asked every five seconds', () => {
  for (const outcome of [{ kind: 'credential' }, { kind: 'balance' }] as const) {
    const at = world(fleet('a'))
    meet(at, 'a', outcome)
    end(at, book(at), outcome)
    at.now += 4_999
    expect(goes(at)).toBe('wait for turn')
    at.now += 1
    expect(goes(at)).toBe('a')
  }
})

test('a limit whose end was told is waited for up to a minute, and refuses even as the only one', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', { kind: 'rate-limited', told: told(60_001), ofAccount: false })
  expect(goes(at, asker({ tried: ['b'] }))).toBe('exhausted')
  meet(at, 'b', LIMITED)
  expect(noesOf(at)).toEqual([
    ['a', 'benched', NOW + 60_001],
    ['b', 'benched', NOW + 20_000],
  ])
  expect(decide(at)).toMatchObject({ kind: 'wait', untilMs: NOW + 20_000, why: 'turn' })
  expect(goes(at, asker({ heldMs: 40_001 }))).toBe('exhausted')
  at.now += 20_000
  expect(goes(at)).toBe('b')
})

test('a full cap is never overrun', () => {
  const full = world(fleet(endpoint('a', { maxConcurrent: 1 })))
  const out = book(full)
  end(
    full,
    book({ ...full, state: { ...full.state, loads: [{ born: out.entryBorn, inFlight: 0, turn: 0 }] } }),
    OVERLOADED,
  )
  full.state = onOutcome(
    full.state,
    { ...out, sentAt: NOW },
    { outcome: OVERLOADED, progress: 'sent', limits: null },
    { now: NOW, roll: 0 },
  )
  book(full)
  expect(goes(full, asker({ waitedMs: 60_000 }))).toBe('exhausted')
})

test('a token count needs no turn and leaves none behind', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  const first = book(at, asker({ kind: 'count' }))
  expect([first.isTrial, first.isForced, first.cost]).toEqual([false, false, 0])
  expect([goes(at, asker({ kind: 'count' })), goes(at)]).toEqual(['a', 'a'])
  const read = book(at, asker({ kind: 'read' }))
  expect([read.isTrial, read.isForced]).toEqual([false, true])
})

test('a clock that was set back leaves nobody waiting for a turn', () => {
  const at = world(fleet('a'))
  meet(at, 'a', EMPTY, 3)
  end(at, book(at), EMPTY)
  at.now -= 60 * MINUTE
  expect(goes(at)).toBe('a')
})

test('no need overrules a cap, whatever else keeps the endpoint out', () => {
  const at = world(fleet(endpoint('a', { maxConcurrent: 2 })))
  book(at)
  end(at, book(at), OVERLOADED)
  expect(book(at).isForced).toBe(true)
  at.now += 1_000
  expect(goes(at)).toBe('exhausted')
})

test('a token count needs no turn', () => {
  const at = world(fleet('a'))
  meet(at, 'a', OVERLOADED)
  book(at)
  expect([goes(at), goes(at, asker({ kind: 'count' }))]).toEqual(['wait for turn', 'a'])
})

test('of several turns the next one is waited for', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', OVERLOADED)
  meet(at, 'b', OVERLOADED)
  book(at)
  at.now += 500
  book(at)
  expect(decide(at)).toMatchObject({ kind: 'wait', untilMs: NOW + 1_000, why: 'turn' })
})

test('a trial is no help to a request when those behind it are over their budget', () => {
  const at = world(fleet('a', 'b'))
  meet(at, 'a', EMPTY, 3)
  at.now += 15_000
  const spent = { tokens: 0, out: 3 }
  const evidence = at.state.evidence.map((one, index) => (index === 1 ? { ...one, budget: spent } : one))
  at.state = { ...at.state, evidence }
  expect(goes(at, asker({ course: { cost: 1 }, waitedMs: 10_000 }))).toBe('b')
})
