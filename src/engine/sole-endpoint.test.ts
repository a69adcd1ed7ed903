/**
 * A proxy that makes things worse is worse than none: whatever its one
 * endpoint does, a client behind QCC is served at least as often as without.
 */
import { expect, test } from 'vitest'
import { end, engineOf } from '../../test/support/engine-rig.ts'
import { ask, fleet } from '../../test/support/fleet.ts'
import { isServed, type Reply } from '../../test/support/patient-client.ts'
import { finalAnswer, type FailedAttempt } from '../core/failover/final-answer.ts'
import type { Refusal } from '../core/failover/route.ts'
import type { Endpoint } from '../core/model.ts'
import type { Outcome } from '../core/outcome.ts'
import { afterFailure, FRESH_COURSE, sentAgain, type Course } from '../core/retry/course.ts'
import { nextMove } from '../core/retry/next-move.ts'
import { FAILURES } from '../errors/failures.ts'
import type { Engine } from './engine.ts'

/** How the endpoint behaves: what the core makes of it, and what a client hears without QCC. */
interface Manner {
  readonly outcome: Outcome
  readonly reply: Reply
}
const status = (code: number, outcome: Outcome, retryAfterS: number | null = null): Manner => ({
  outcome,
  reply: { kind: 'status', status: code, retryAfterS, mayRetry: true },
})
const told = (waitMs: number) => ({ waitMs, origin: 'retry-after' as const })
const GOOD: Manner = { outcome: { kind: 'ok' }, reply: { kind: 'served' } }

const MANNERS: Readonly<Record<string, Manner>> = {
  'is out': status(500, { kind: 'unavailable', told: null, blame: 'at-once' }),
  'is out for a told time': status(503, { kind: 'unavailable', told: told(20_000), blame: 'at-once' }, 20),
  refuses: { outcome: { kind: 'unreachable', why: 'refused' }, reply: { kind: 'broken' } },
  'is overloaded': status(529, { kind: 'overloaded', told: null }),
  'limits without a time': status(429, { kind: 'rate-limited', told: null, ofAccount: false }),
  'limits for 20 s': status(429, { kind: 'rate-limited', told: told(20_000), ofAccount: false }, 20),
  'refuses the key': status(401, { kind: 'credential' }),
  'has nothing there': status(404, { kind: 'unavailable', told: null, blame: 'when-another-differs' }),
  breaks: { outcome: { kind: 'broken-stream' }, reply: { kind: 'broken' } },
}

/** Bad and good in turn, each for a while; the clock of the engine follows. */
interface Script {
  readonly manner: Manner
  readonly badMs: number
  readonly goodMs: number
  readonly startsAt: number
}
const mannerAt = ({ badMs, goodMs, manner, startsAt }: Script, now: number): Manner =>
  (now - startsAt) % (badMs + goodMs) < badMs ? manner : GOOD

type Failed = FailedAttempt<Reply>

/** One request through the engine, as the proxy does it. */
function throughQcc(engine: Engine, time: { now: number }, script: Script): Reply {
  const failures: Failed[] = []
  let course: Course = FRESH_COURSE
  let waitedMs = 0
  for (;;) {
    const want = ask({ course, waitedMs })
    const decision = engine.acquire(want)
    if (decision.kind === 'wait') {
      waitedMs += decision.untilMs - time.now
      time.now = decision.untilMs
      continue
    }
    if (decision.kind === 'exhausted') {
      const last = engine.lastMove(want)
      if (last.kind === 'give-up') return toldAtLast(failures, decision.noes, time.now)
      time.now += last.afterMs
      course = sentAgain(course, last.endpoint)
      continue
    }
    const { outcome, reply } = mannerAt(script, time.now)
    const isBreak = outcome.kind === 'broken-stream'
    if (outcome.kind === 'ok' || isBreak) engine.commit(decision.slot)
    end(engine, decision.slot, outcome, outcome.kind === 'ok' || isBreak ? 'committed' : 'sent')
    if (outcome.kind === 'ok' || isBreak) return reply
    course = failed(course, decision.to, outcome, failures, reply)
  }
}

function failed(course: Course, to: Endpoint, outcome: Outcome, failures: Failed[], reply: Reply): Course {
  const code = reply.kind === 'status' ? reply.status : null
  const failure = { outcome, progress: 'sent' as const, status: code }
  failures.push({ endpoint: to.name, outcome, held: reply.kind === 'status' ? reply : null, status: code })
  const move = nextMove(to.id, failure, course, { kind: 'message', mostAttempts: 4, answeredBy: null })
  return afterFailure(course, to, failure, move.kind === 'elsewhere' && move.counts)
}

/** What the client hears when nobody served. */
function toldAtLast(failures: readonly Failed[], noes: readonly Refusal[], now: number): Reply {
  const answer = finalAnswer({ failures, noes, candidates: 1, isOffline: false }, now)
  if (answer.kind === 'ours') {
    const { code, comeBack } = answer
    const retryAfterS = typeof comeBack === 'number' ? comeBack : null
    return { kind: 'status', status: FAILURES[code].status, retryAfterS, mayRetry: comeBack !== 'never' }
  }
  const own = answer.of.held
  if (own?.kind !== 'status') return { kind: 'broken' }
  return answer.asUnavailable ? { ...own, status: 503 } : own
}

const ROWS = Object.keys(MANNERS).flatMap((name) =>
  [500, 3_000, 20_000, 90_000, 400_000].map((badMs) => ({ name, badMs })),
)

test.each(ROWS)(
  'an endpoint that $name for $badMs ms at a time serves as many behind QCC',
  ({ badMs, name }) => {
    const manner = MANNERS[name] ?? GOOD
    let [direct, behind] = [0, 0]
    for (let round = 0; round < 20; round++) {
      const { engine, time } = engineOf(fleet('a'))
      const script: Script = {
        manner,
        badMs,
        goodMs: 30_000 + 7_000 * round,
        startsAt: time.now - 1_000 * round,
      }
      for (let i = 0; i < 12; i++) {
        const from = script.startsAt + 100_000 * round + 13_700 * i
        direct += isServed((now) => ({ reply: mannerAt(script, now).reply, at: now }), from) ? 1 : 0
        time.now = Math.max(time.now, from)
        const send = (now: number) => {
          time.now = Math.max(time.now, now)
          return { reply: throughQcc(engine, time, script), at: time.now }
        }
        behind += isServed(send, from) ? 1 : 0
      }
      expect(engine.inFlight).toBe(0)
    }
    expect(behind).toBeGreaterThanOrEqual(direct)
  },
)
