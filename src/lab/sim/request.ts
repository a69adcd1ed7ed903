/** One request through the engine, as `src/proxy/attempts.ts` does it, on a virtual clock. */
import { finalAnswer, type FailedAttempt } from '../../core/failover/final-answer.ts'
import type { Booked, Refusal } from '../../core/failover/route.ts'
import type { Endpoint } from '../../core/model.ts'
import type { Outcome, Progress } from '../../core/outcome.ts'
import { afterFailure, FRESH_COURSE, sentAgain, type Course } from '../../core/retry/course.ts'
import { contradicted, nextMove } from '../../core/retry/next-move.ts'
import type { Slot } from '../../core/router.ts'
import type { Ask } from '../../engine/ask.ts'
import type { Process } from './agenda.ts'
import type { Host, Router } from './host.ts'
import type { Answering, Manner } from './manner.ts'
import { CONNECTION_ENDED, LEFT, type Reply } from './reply.ts'
import { STATUS_OF } from './status-of.ts'
import type { Turn } from './turn.ts'

/** What a request passes through, and whom it meets there. */
export interface Passage {
  readonly host: Host
  readonly meet: (endpoint: Endpoint, turn: Turn) => Answering
  /** Counted attempts that one request may make. */
  readonly mostAttempts: number
}

interface Failed extends FailedAttempt<Reply> {
  readonly slot: Slot
  readonly progress: Progress
}

const DEADLINE_MS = 600_000
/** Who waits for an endpoint looks so often whether somebody else has become free. */
const LOOK_AGAIN_MS = 1_000

/** What the client of a request hears. */
export function* throughQcc(passage: Passage, turn: Turn): Process<Reply> {
  const { host } = passage
  const { router } = host
  if (router === null || host.isStopping) return CONNECTION_ENDED
  const pass = new Pass(passage, router, turn)
  const reply = yield* pass.asked()
  if (pass.isCutOff) return CONNECTION_ENDED
  router.leave(pass.place)
  return reply
}

class Pass {
  readonly place: number
  readonly #passage: Passage
  readonly #router: Router
  readonly #turn: Turn
  readonly #life: number
  readonly #deadlineAt: number
  readonly #failures: Failed[] = []
  #course: Course = FRESH_COURSE

  constructor(passage: Passage, router: Router, turn: Turn) {
    this.#passage = passage
    this.#router = router
    this.#turn = turn
    this.#life = passage.host.life
    this.#deadlineAt = this.#now + DEADLINE_MS
    this.place = router.newPlace()
  }

  /** The engine that it began with is gone, and must not be spoken to. */
  get isCutOff(): boolean {
    return this.#passage.host.life !== this.#life
  }

  /** Its client has gone, or is about to be sent away. */
  get #isLeft(): boolean {
    return this.isCutOff || this.#passage.host.isStopping || this.#now >= this.#turn.leavesAt
  }

  get #now(): number {
    return this.#passage.host.agenda.now
  }

  *asked(): Process<Reply> {
    const router = this.#router
    let waitedMs = 0
    let heldMs = 0
    while (!this.#isLeft) {
      const want = this.#want(waitedMs, heldMs)
      if (this.#now >= this.#deadlineAt) {
        return this.#told(this.#failures.length > 0 ? [] : router.refusals(want))
      }
      const decision = router.acquire(want)
      if (decision.kind === 'wait') {
        const since = this.#now
        yield* this.#rest(Math.min(decision.untilMs, this.#deadlineAt), router)
        const tookMs = Math.max(1, this.#now - since)
        waitedMs += tookMs
        if (decision.why === 'turn') heldMs += tookMs
        continue
      }
      if (decision.kind === 'exhausted') {
        const last = router.lastMove(want)
        if (last.kind === 'give-up') return this.#told(decision.noes)
        yield* this.#rest(Math.min(this.#now + last.afterMs, this.#deadlineAt))
        this.#course = sentAgain(this.#course, last.endpoint)
        continue
      }
      const reply = yield* this.#sent(decision, want)
      if (reply !== null) return reply
    }
    return this.#now >= this.#turn.leavesAt ? LEFT : CONNECTION_ENDED
  }

  #want(waitedMs: number, heldMs: number): Ask {
    const { agent, bytes, model, session } = this.#turn
    return {
      ...{ kind: 'message', fence: null, holder: null, model, bytes, stream: true, session, agent },
      ...{ course: this.#course, waitedMs, heldMs, place: this.place },
    }
  }

  /** One attempt: what the client hears of it, or null when somebody else is asked. */
  *#sent(booked: Booked, want: Ask): Process<Reply | null> {
    const manner = yield* this.#attempted(booked, want)
    if (manner === null) return this.#now >= this.#turn.leavesAt ? LEFT : CONNECTION_ENDED
    if (manner.outcome.kind === 'ok') this.#router.blame(contradicted(this.#failures).map(({ slot }) => slot))
    return manner.commits ? manner.reply : this.#failed(booked, want, manner)
  }

  /** Null when nobody waits for it any more. */
  *#attempted({ slot, to }: Booked, want: Ask): Process<Manner | null> {
    const { contentAt, manner, overAt } = this.#passage.meet(to, this.#turn)
    if (manner.hangs) yield* this.#hung(slot, to, want)
    if (manner.commits) {
      yield* this.#rest(contentAt)
      if (!this.#isLeft) this.#router.commit(slot)
    }
    if (!manner.hangs) yield* this.#rest(overAt)
    if (this.isCutOff) return null
    const isLeft = this.#isLeft
    const outcome: Outcome = isLeft ? { kind: 'cancelled' } : manner.outcome
    const hasContent = manner.commits && this.#now >= contentAt
    const progress = hasContent ? 'committed' : isLeft ? 'sent' : manner.progress
    this.#router.release(slot, { outcome, progress, limits: isLeft ? null : manner.limits })
    return isLeft ? null : manner
  }

  /** Nothing comes: waits as long as the engine says, and on while nobody else could be asked. */
  *#hung(slot: Slot, to: Endpoint, want: Ask): Process {
    yield* this.#rest(Math.min(this.#now + slot.firstContentMs, this.#deadlineAt))
    const isAlone = () =>
      want.course.counted + 1 >= this.#passage.mostAttempts || !this.#router.hasAnother(want, to.id)
    while (!this.#isLeft && this.#now < this.#deadlineAt && isAlone()) {
      yield* this.#rest(Math.min(this.#now + LOOK_AGAIN_MS, this.#deadlineAt))
    }
  }

  /** What the client hears of a failure, or null when somebody else may be asked. */
  #failed({ slot, to }: Booked, want: Ask, manner: Manner): Reply | null {
    const { outcome, progress, reply } = manner
    const status = reply.kind === 'status' ? reply.status : null
    const failure = { outcome, progress, status }
    const held = reply.kind === 'status' && status !== 200 ? reply : null
    this.#failures.push({ ...failure, endpoint: to.name, held, slot })
    const { agent, session } = this.#turn
    const answeredBy = this.#router.answeredBy({ agent, session })
    const situation = { kind: 'message', mostAttempts: this.#passage.mostAttempts, answeredBy } as const
    const move = nextMove(to.id, failure, this.#course, situation)
    this.#course = afterFailure(this.#course, to, failure, move.kind === 'elsewhere' && move.counts)
    if (move.kind === 'elsewhere') return null
    return this.#told(this.#router.refusals({ ...want, course: this.#course }))
  }

  /** What the client hears when nobody served. */
  #told(noes: readonly Refusal[]): Reply {
    const router = this.#router
    const candidates = router.candidates({ fence: null, holder: null })
    const isOffline = router.networkDownSince !== null
    const answer = finalAnswer({ failures: this.#failures, noes, candidates, isOffline }, this.#now)
    if (answer.kind === 'ours') {
      const { code, comeBack } = answer
      const retryAfterS = typeof comeBack === 'number' ? comeBack : null
      return { kind: 'status', status: STATUS_OF[code], retryAfterS, mayRetry: comeBack !== 'never' }
    }
    const own = answer.of.held
    if (own?.kind !== 'status') return CONNECTION_ENDED
    return answer.asUnavailable ? { ...own, status: 503 } : own
  }

  /** Sleeps until then, or until its client leaves; with `router`, until somebody might serve. */
  *#rest(until: number, router: Router | null = null): Process {
    if (!this.#isLeft) yield this.#passage.host.nap(Math.min(until, this.#turn.leavesAt), router)
  }
}
