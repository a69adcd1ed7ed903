import { expect, test } from 'vitest'
import { ask, endpoint, fleet, profile, slotOf, table } from '../../test/support/fleet.ts'
import { seeded } from '../lab/sim/seeded.ts'
import { endpointId } from '../core/model.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Slot } from '../core/router.ts'
import { flightRecord, parseFlight, type Flight } from './flight-text.ts'
import { RecordedEngine } from './recorded-engine.ts'
import { replay } from './replay.ts'

const OUTCOMES: readonly Outcome[] = [
  { kind: 'ok' },
  { kind: 'ok' },
  { kind: 'overloaded', told: null },
  { kind: 'rate-limited', told: { waitMs: 3_000, origin: 'retry-after' }, ofAccount: true },
  { kind: 'unavailable', told: null, blame: 'when-another-differs' },
  { kind: 'credential' },
  { kind: 'cancelled' },
]
const TABLES = [
  fleet('a', 'b', endpoint('c', { maxConcurrent: 1, outboundProxy: 'http://user:password@proxy.example' })),
  table([
    profile('work', [endpoint('a'), endpoint('d')], 'primary'),
    profile('home', [endpoint('b')], 'secondary'),
  ]),
]

const PASSED = {
  result: 'pass',
  check: null,
  seen: { outcome: { kind: 'ok' }, progress: 'streaming', limits: null },
} as const

/** Some traffic over changing endpoints; `calls` requests at most. */
function night(seed: number, calls: number): RecordedEngine {
  const random = seeded(seed)
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(random() * from.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  let now = 1_000_000
  const clock = { now: () => (now += Math.floor(random() * 3)) }
  const engine = new RecordedEngine(pick(TABLES), { clock, dice: { roll: random } })
  const sometimes = (share: number, run: () => void): void => {
    if (random() < share) run()
  }
  const out: Slot[] = []
  const end = (): void => {
    const slot = pick(out)
    sometimes(0.5, () => engine.commit(slot))
    engine.release(slot, { outcome: pick(OUTCOMES), progress: 'sent', limits: null })
    // Now and then one is released once more.
    sometimes(0.9, () => out.splice(out.indexOf(slot), 1))
    sometimes(0.1, () => engine.blame([slot]))
  }
  for (let i = 0; i < calls; i++) {
    now += Math.floor(random() * 2_000)
    const session = `s${String(Math.floor(random() * 9))}`
    const wanted = ask({ session, agent: random() < 0.3 ? 'agent' : null })
    const place = engine.newPlace()
    const decision = engine.acquire({ ...wanted, place })
    if (decision.kind === 'send') out.push(decision.slot)
    sometimes(0.3, () => engine.leave(place))
    if (out.length > 0) sometimes(0.6, end)
    sometimes(0.05, () => engine.configure(pick(TABLES)))
    sometimes(0.02, () => engine.woke())
    sometimes(0.1, () => {
      for (const { endpoint: of, model } of engine.dueProbes())
        engine.probed(of.sourceId, { ...PASSED, model })
    })
    sometimes(0.1, () => engine.expectRepeat(wanted, endpointId('a')))
    sometimes(0.1, () => engine.lastMove(wanted))
    // Questions that change nothing are no part of it.
    engine.refusals(wanted)
    engine.standings(null)
  }
  return engine
}

function recordOf({ flight }: RecordedEngine): Flight {
  if (flight.stretch === null) throw new Error('nothing was recorded')
  const read = parseFlight(JSON.stringify(flightRecord(flight.stretch, '1.2.3')))
  if (read === null) throw new Error('it cannot be read')
  return read
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a recorded night is decided again to the same (seed %i)', (seed) => {
  const flight = recordOf(night(seed, 250))
  const { calls, differs, exhausted, sent, waited } = replay(flight)
  expect(differs).toBeNull()
  expect(calls).toBe(flight.calls.length)
  expect(sent).toBeGreaterThan(30)
  expect(sent + waited + exhausted).toBeGreaterThanOrEqual(100)
})

test('a log that has dropped its beginning goes on from what was known then', () => {
  const flight = recordOf(night(1, 600))
  expect(flight.calls.length).toBeLessThanOrEqual(800)
  expect(flight.calls.length).toBeGreaterThan(400)
  expect(flight.memory.sessions.bindings.length).toBeGreaterThan(0)
  expect(replay(flight).differs).toBeNull()
})

/** An only endpoint whose key was refused, and somebody who waits for a turn there. */
function withWaiting() {
  let now = 1_000_000
  const clock = { now: () => now, pass: (ms: number) => (now += ms) }
  const engine = new RecordedEngine(fleet('a'), { clock, dice: { roll: () => 0.5 } })
  for (let i = 0; i < 2; i++) {
    const slot = slotOf(engine.acquire(ask()))
    engine.release(slot, { outcome: { kind: 'credential' }, progress: 'sent', limits: null })
  }
  const first = engine.newPlace()
  expect(engine.acquire(ask({ place: first })).kind).toBe('wait')
  return { clock, engine, first, second: engine.newPlace() }
}

test('who left the line, and who stood in it at the beginning, is part of it', () => {
  const left = withWaiting()
  left.engine.leave(left.first)
  left.clock.pass(10_000)
  expect(left.engine.acquire(ask({ place: left.second })).kind).toBe('send')
  expect(replay(recordOf(left.engine)).differs).toBeNull()

  const stood = withWaiting()
  for (let i = 0; i < 1_000; i++) stood.engine.lastMove(ask())
  stood.clock.pass(10_000)
  expect(stood.engine.acquire(ask({ place: stood.second })).kind).toBe('wait')
  expect(replay(recordOf(stood.engine)).differs).toBeNull()
})

test('a night of checks alone leaves what requests were told before it, and what it changed counts after it', () => {
  let now = 1_000_000
  const engine = new RecordedEngine(fleet('a', 'b'), { clock: { now: () => now }, dice: { roll: () => 0.5 } })
  const serve = (outcome: Outcome, session: string): Slot => {
    const slot = slotOf(engine.acquire(ask({ session })))
    engine.release(slot, { outcome, progress: 'sent', limits: null })
    return slot
  }
  for (let i = 0; i < 20; i++) serve({ kind: 'ok' }, `s${String(i)}`)
  const refused = serve({ kind: 'credential' }, 'refused')
  const open = slotOf(engine.acquire(ask({ session: 'long' })))
  const due: string[] = []
  for (let minute = 0; minute < 600; minute++) {
    now += 60_000
    for (const { endpoint: of, model, why } of engine.dueProbes()) {
      due.push(why)
      engine.probed(of.sourceId, { ...PASSED, model })
    }
  }
  expect(due.length).toBeGreaterThan(600)
  engine.release(open, { outcome: { kind: 'ok' }, progress: 'streaming', limits: null })
  serve({ kind: 'ok' }, 'refused')
  const flight = recordOf(engine)
  expect(flight.calls.length).toBeLessThan(100)
  expect(flight.calls.filter(({ call }) => call === 'known')).toHaveLength(1)
  expect(
    flight.calls.filter(({ gist }) => gist.startsWith(`send to ${refused.endpoint}`)).length,
  ).toBeGreaterThan(0)
  expect(replay(flight)).toMatchObject({ differs: null, sent: 23 })
})

test('a decision that comes out otherwise is named, with what was decided then and now', () => {
  const flight = recordOf(night(1, 50))
  const at = flight.calls.findIndex(({ gist }) => gist.startsWith('send to'))
  const calls = flight.calls.map((call, index) =>
    index === at ? { ...call, gist: 'send to nobody-knows (share)' } : call,
  )
  const { differs } = replay({ ...flight, calls })
  expect(differs).toMatchObject({ index: at, call: 'acquire', recorded: 'send to nobody-knows (share)' })
  expect(differs?.now).toMatch(/^send to [abcd] /)
})

test('of what a release brings along, nothing of an answer stays', () => {
  const engine = new RecordedEngine(fleet('a'), { clock: { now: () => 1 }, dice: { roll: () => 0 } })
  const seen = { outcome: { kind: 'ok' }, progress: 'sent', limits: null, held: 'the words' } as const
  engine.release(slotOf(engine.acquire(ask())), seen)
  expect(
    JSON.stringify(flightRecord(engine.flight.stretch ?? { memory: engine.memory(), entries: [] }, '1')),
  ).not.toContain('the words')
})

test('it tells when it was, and holds no password', () => {
  const engine = night(2, 20)
  const flight = recordOf(engine)
  const { from, to } = replay(flight)
  expect(Number(to)).toBeGreaterThan(Number(from))
  expect(Number(from)).toBeGreaterThan(1_000_000)
  expect(
    JSON.stringify(flightRecord(engine.flight.stretch ?? { memory: engine.memory(), entries: [] }, '1')),
  ).not.toContain('password')
})

test.each(['', 'null', '{}', '[]', '{"format":"other"}', 'not json'])('%j is no flight log', (text) => {
  expect(parseFlight(text)).toBeNull()
})

test('an engine that was asked nothing has nothing recorded', () => {
  const engine = new RecordedEngine(fleet('a'), { clock: { now: () => 1 }, dice: { roll: () => 0 } })
  engine.standings(null)
  expect(engine.flight.stretch).toBeNull()
})
