/** One request through the engine, as `src/proxy/attempts.ts` does it, on a virtual clock. */
import { finalAnswer, type FailedAttempt } from '../../core/failover/final-answer.ts'
import type { Decision, Refusal } from '../../core/failover/route.ts'
import type { Outcome } from '../../core/outcome.ts'
import { afterFailure, FRESH_COURSE, sentAgain, type Course } from '../../core/retry/course.ts'
import { contradicted, nextMove } from '../../core/retry/next-move.ts'
import type { Slot } from '../../core/router.ts'
import type { Ask, Engine } from '../../engine/engine.ts'
import type { Process } from './agenda.ts'
import type { Reply } from './claude-code.ts'
import type { Manner } from './manner.ts'
import { STATUS_OF } from './status-of.ts'

/** How a send is answered: what it is, when its first content comes if it has any, and when it is over. */
export interface Answering {
  readonly manner: Manner
  readonly contentAt: number
  readonly overAt: number
}

export interface Proxy {
  readonly engine: Engine
  readonly now: () => number
  /** What happens to a send to the endpoint of this name. */
  readonly meet: (endpoint: string) => Answering
}

interface Failed extends FailedAttempt<Reply> {
  readonly slot: Slot
  readonly progress: 'sent'
}

const DEADLINE_MS = 600_000
const MOST_ATTEMPTS = 4
/** Who waits for an endpoint looks so often whether somebody else has become free. */
const LOOK_AGAIN_MS = 1_000
const FIRST_CONTENT_MS = 300_000
/** A request like any other. */
const ANYBODYS: Omit<Ask, 'course' | 'session' | 'waitedMs' | 'place'> = {
  ...{ kind: 'message', fence: null, holder: null, agent: null },
  ...{ model: 'opus', bytes: 1_000, stream: true },
}

export function* throughQcc(proxy: Proxy, session: string | null = null): Process<Reply> {
  const { engine, now } = proxy
  const failures: Failed[] = []
  const deadlineAt = now() + DEADLINE_MS
  const place = engine.newPlace()
  let course: Course = FRESH_COURSE
  let waitedMs = 0
  for (;;) {
    const want = { ...ANYBODYS, course, session, waitedMs, place }
    if (now() >= deadlineAt) {
      return toldAtLast(failures, failures.length > 0 ? [] : engine.refusals(want), proxy)
    }
    const decision = engine.acquire(want)
    if (decision.kind === 'wait') {
      const since = now()
      yield { until: Math.min(decision.untilMs, deadlineAt), wakes: (wakeUp) => engine.onChange(wakeUp) }
      waitedMs += Math.max(1, now() - since)
      continue
    }
    if (decision.kind === 'exhausted') {
      const last = engine.lastMove(want)
      if (last.kind === 'give-up') return toldAtLast(failures, decision.noes, proxy)
      yield { until: Math.min(now() + last.afterMs, deadlineAt) }
      course = sentAgain(course, last.endpoint)
      continue
    }
    const manner = yield* attempted(proxy, decision, want, deadlineAt)
    if (manner.outcome.kind === 'ok') engine.blame(contradicted(failures).map(({ slot }) => slot))
    if (manner.commits) return manner.reply
    const next = failed(want, decision, manner, failures, engine)
    if (next === null) {
      return toldAtLast(failures, engine.refusals(want), proxy)
    }
    course = next
  }
}

type Booked = Extract<Decision, { kind: 'send' }>

function* attempted(proxy: Proxy, { slot, to }: Booked, want: Ask, deadlineAt: number): Process<Manner> {
  const { engine, meet, now } = proxy
  const { contentAt, manner, overAt } = meet(to.name)
  if (manner.hangs) {
    yield { until: Math.min(now() + FIRST_CONTENT_MS, deadlineAt) }
    const isAlone = () => want.course.counted + 1 >= MOST_ATTEMPTS || !engine.hasAnother(want, to.id)
    while (now() < deadlineAt && isAlone()) yield { until: Math.min(now() + LOOK_AGAIN_MS, deadlineAt) }
  }
  if (manner.commits) {
    yield { until: contentAt }
    engine.commit(slot)
  }
  yield { until: overAt }
  const progress = manner.commits ? 'committed' : 'sent'
  engine.release(slot, { outcome: manner.outcome, progress, limits: null })
  return manner
}

/** The course after a failure; null when nobody else may be asked. */
function failed(
  { course, ...name }: Ask,
  { slot, to }: Booked,
  { outcome, reply }: { readonly outcome: Outcome; readonly reply: Reply },
  failures: Failed[],
  engine: Engine,
): Course | null {
  const status = reply.kind === 'status' ? reply.status : null
  const failure = { outcome, progress: 'sent' as const, status }
  failures.push({ ...failure, endpoint: to.name, held: reply.kind === 'status' ? reply : null, slot })
  const situation = {
    kind: 'message',
    mostAttempts: MOST_ATTEMPTS,
    answeredBy: engine.answeredBy(name),
  } as const
  const move = nextMove(to.id, failure, course, situation)
  return move.kind === 'elsewhere' ? afterFailure(course, to, failure, move.counts) : null
}

/** What the client hears when nobody served. */
function toldAtLast(failures: readonly Failed[], noes: readonly Refusal[], { engine, now }: Proxy): Reply {
  const answer = finalAnswer(
    { failures, noes, candidates: engine.candidates(ANYBODYS), isOffline: false },
    now(),
  )
  if (answer.kind === 'ours') {
    const { code, comeBack } = answer
    const retryAfterS = typeof comeBack === 'number' ? comeBack : null
    return { kind: 'status', status: STATUS_OF[code], retryAfterS, mayRetry: comeBack !== 'never' }
  }
  const own = answer.of.held
  if (own?.kind !== 'status') return { kind: 'broken' }
  return answer.asUnavailable ? { ...own, status: 503 } : own
}
