import { expect, test } from 'vitest'
import { endpoint } from '../../../test/support/fleet.ts'
import { endpointId, type EndpointId } from '../model.ts'
import type { Outcome, Progress, RequestFault } from '../outcome.ts'
import { afterFailure, FRESH_COURSE, sentAgain, type Course } from './course.ts'
import { contradicted, lastMove, nextMove, type Situation } from './next-move.ts'

const OUTCOMES: readonly Outcome[] = [
  { kind: 'rate-limited', told: null, ofAccount: false },
  { kind: 'overloaded', told: null },
  { kind: 'unavailable', told: null, blame: 'at-once' },
  { kind: 'unreachable', why: 'reset' },
  { kind: 'timed-out', phase: 'first-content' },
  { kind: 'credential' },
  { kind: 'balance' },
  { kind: 'model-missing' },
  { kind: 'malformed' },
  { kind: 'empty' },
  { kind: 'broken-stream' },
]
const FREE = ['rate-limited', 'overloaded', 'credential', 'balance', 'model-missing']
const [A, B] = [endpointId('a'), endpointId('b')]

const failed = (outcome: Outcome, progress: Progress = 'streaming', status: number | null = null) => ({
  outcome,
  progress,
  status,
})
const situation = (more: Partial<Situation> = {}): Situation => ({
  kind: 'message',
  mostAttempts: 4,
  answeredBy: [],
  ...more,
})
const course = (more: Partial<Course> = {}): Course => ({ ...FRESH_COURSE, ...more })
const triedBy = (...ids: readonly EndpointId[]) =>
  course({ tried: new Map(ids.map((id) => [id, 'free'] as const)) })

test.each(OUTCOMES)('after the commit nothing follows $kind', (outcome) => {
  for (const kind of ['message', 'count', 'read', 'write'] as const) {
    expect(nextMove(A, failed(outcome, 'committed'), course(), situation({ kind }))).toEqual({
      kind: 'nothing',
    })
  }
})

test.each(OUTCOMES)('before it, $kind is answered by another endpoint', (outcome) => {
  for (const kind of ['message', 'count', 'read'] as const) {
    expect(nextMove(A, failed(outcome), course(), situation({ kind }))).toEqual({
      kind: 'elsewhere',
      counts: !FREE.includes(outcome.kind),
    })
  }
})

test.each(OUTCOMES)('what was not sent does not count: $kind', (outcome) => {
  const last = course({ counted: 3 })
  expect(nextMove(A, failed(outcome, 'not-sent'), last, situation())).toEqual({
    kind: 'elsewhere',
    counts: false,
  })
})

test.each(OUTCOMES)('a write goes elsewhere only while nothing was sent: $kind', (outcome) => {
  const move = (progress: Progress) =>
    nextMove(A, failed(outcome, progress), course(), situation({ kind: 'write' }))
  expect([move('sent'), move('streaming')]).toEqual([{ kind: 'answer' }, { kind: 'answer' }])
  expect(move('not-sent')).toMatchObject({ kind: 'elsewhere' })
})

test('the fourth counted attempt is the last; immediate refusals are not counted', () => {
  const empty = failed({ kind: 'empty' })
  expect(nextMove(A, empty, course({ counted: 2 }), situation())).toEqual({ kind: 'elsewhere', counts: true })
  expect(nextMove(A, empty, course({ counted: 3 }), situation())).toEqual({ kind: 'give-up' })
  expect(nextMove(A, empty, course(), situation({ mostAttempts: 1 }))).toEqual({ kind: 'give-up' })
  expect(nextMove(A, failed({ kind: 'credential' }), course({ counted: 3 }), situation())).toMatchObject({
    kind: 'elsewhere',
  })
})

test('a client that left gets nothing', () => {
  expect(nextMove(A, failed({ kind: 'cancelled' }, 'sent'), course(), situation())).toEqual({
    kind: 'nothing',
  })
})

test('a token count passes a 404 on, and is asked elsewhere once', () => {
  const notFound = failed(
    { kind: 'unavailable', told: null, blame: 'when-another-differs' },
    'streaming',
    404,
  )
  expect(nextMove(A, notFound, course(), situation({ kind: 'count' }))).toEqual({ kind: 'answer' })
  expect(nextMove(A, notFound, course(), situation())).toMatchObject({ kind: 'elsewhere' })
  const limited = failed({ kind: 'credential' }, 'streaming', 401)
  expect(nextMove(A, limited, course(), situation({ kind: 'count' }))).toMatchObject({ kind: 'elsewhere' })
  expect(nextMove(B, limited, triedBy(A), situation({ kind: 'count' }))).toEqual({ kind: 'give-up' })
  expect(nextMove(B, limited, triedBy(A), situation())).toMatchObject({ kind: 'elsewhere' })
})

const OPINIONS: readonly (readonly [string, RequestFault, Course, Partial<Situation>, boolean])[] = [
  ['the first request of a session', 'refused', course(), {}, false],
  ['a request without a session', 'refused', triedBy(B), { answeredBy: null }, false],
  ['who answered the session before', 'refused', triedBy(B), { answeredBy: [A] }, false],
  ['a stranger to the session', 'refused', course(), { answeredBy: [B] }, true],
  ['a stranger to the session, about signatures', 'bad-signature', course(), { answeredBy: [B] }, true],
  ['a new session that had to fail over', 'refused', triedBy(B), {}, true],
  ['a second refusal', 'refused', course({ hasAskedTwice: true }), { answeredBy: [B] }, false],
  ['a body too large', 'too-large', course(), {}, true],
  ['a body too large, of no session', 'too-large', course(), { answeredBy: null }, true],
  ['a body too large, a second time', 'too-large', course({ hasAskedTwice: true }), {}, false],
  ['a body too large to count', 'too-large', course(), { kind: 'count' }, false],
  ['a body too large for a read', 'too-large', course(), { kind: 'read' }, false],
]

test.each(OPINIONS)(
  'a refusal of the request itself: %s (%s)',
  (_name, fault, before, more, isAskedAgain) => {
    const move = nextMove(A, failed({ kind: 'rejected', fault }, 'streaming', 400), before, situation(more))
    expect(move).toEqual(isAskedAgain ? { kind: 'elsewhere', counts: false } : { kind: 'give-up' })
  },
)

const ONE = endpoint('a')

test('a course knows who was asked, and whether it counted', () => {
  const once = afterFailure(FRESH_COURSE, ONE, failed({ kind: 'empty' }), true)
  expect(once).toMatchObject({ counted: 1, cost: 1, needsLarger: false, hasAskedTwice: false, again: null })
  expect([...once.tried]).toEqual([['a', 'counted']])
  const twice = afterFailure(once, endpoint('b'), failed({ kind: 'credential' }), false)
  expect([twice.counted, [...twice.tried]]).toEqual([
    1,
    [
      ['a', 'counted'],
      ['b', 'free'],
    ],
  ])
  expect([...afterFailure(once, ONE, failed({ kind: 'credential' }), false).tried]).toEqual([
    ['a', 'counted'],
  ])
  expect(FRESH_COURSE.tried.size).toBe(0)
})

test('a time-out costs the next endpoint two', () => {
  expect(afterFailure(FRESH_COURSE, ONE, failed({ kind: 'timed-out', phase: 'connection' }), true).cost).toBe(
    2,
  )
})

test('a host counts as dead when there was no connection to it', () => {
  const dead = (outcome: Outcome, progress: Progress) => [
    ...afterFailure(FRESH_COURSE, ONE, failed(outcome, progress), false).deadOrigins,
  ]
  expect(dead({ kind: 'unreachable', why: 'refused' }, 'not-sent')).toEqual(['https://a.example'])
  expect(dead({ kind: 'timed-out', phase: 'connection' }, 'not-sent')).toEqual(['https://a.example'])
  expect(dead({ kind: 'unreachable', why: 'reset' }, 'sent')).toEqual([])
  expect(dead({ kind: 'credential' }, 'not-sent')).toEqual([])
})

test('a rejected request has had its second opinion, one too large needs a larger endpoint', () => {
  const after = (fault: RequestFault) =>
    afterFailure(FRESH_COURSE, ONE, failed({ kind: 'rejected', fault }), false)
  expect(after('too-large')).toMatchObject({ hasAskedTwice: true, needsLarger: true })
  expect(after('refused')).toMatchObject({ hasAskedTwice: true, needsLarger: false })
  expect(afterFailure(after('too-large'), ONE, failed({ kind: 'empty' }), true)).toMatchObject({
    hasAskedTwice: true,
    needsLarger: true,
  })
})

const overloadedBy = (...names: readonly string[]): Course =>
  names.reduce(
    (before, name) => afterFailure(before, endpoint(name), failed({ kind: 'overloaded', told: null }), false),
    FRESH_COURSE,
  )

test('when nobody is left an overload is tried again after one and two seconds more, jittered upward', () => {
  const once = overloadedBy('a')
  expect(lastMove(once, 'message', 0)).toEqual({ kind: 'again', endpoint: 'a', afterMs: 1_000 })
  expect(lastMove(once, 'message', 0.5)).toMatchObject({ afterMs: 1_125 })
  const again = sentAgain(once, A)
  expect(again).toMatchObject({ again: 'a', agains: 1 })
  const twice = afterFailure(again, ONE, failed({ kind: 'overloaded', told: null }), false)
  expect([twice.again, twice.agains, twice.overloaded.get(A)]).toEqual([null, 1, 2])
  expect(lastMove(twice, 'message', 0)).toEqual({ kind: 'again', endpoint: 'a', afterMs: 2_000 })
  expect(lastMove(sentAgain(twice, A), 'message', 0)).toEqual({ kind: 'give-up' })
})

test('it is tried again where it was tried the least, and only for messages that met an overload', () => {
  expect(lastMove(overloadedBy('a', 'a', 'b'), 'message', 0)).toMatchObject({ endpoint: 'b' })
  expect(lastMove(overloadedBy('a', 'b', 'b'), 'message', 0)).toMatchObject({ endpoint: 'a' })
  expect(lastMove(overloadedBy('a', 'b'), 'message', 0)).toMatchObject({ endpoint: 'a' })
  expect(lastMove(FRESH_COURSE, 'message', 0)).toEqual({ kind: 'give-up' })
  expect(lastMove(overloadedBy('a'), 'read', 0)).toEqual({ kind: 'give-up' })
})

test('a success shows which refusals were the endpoints’ own', () => {
  const failures = [
    failed({ kind: 'unavailable', told: null, blame: 'when-another-differs' }, 'streaming', 404),
    failed({ kind: 'unavailable', told: null, blame: 'never' }, 'streaming', 409),
    failed({ kind: 'unavailable', told: null, blame: 'at-once' }, 'streaming', 500),
    failed({ kind: 'empty' }),
  ]
  expect(contradicted(failures)).toEqual([failures[0]])
})
