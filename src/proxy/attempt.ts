/**
 * One send of a request to one endpoint, from the first byte to the last.
 *
 * Until the commit everything is held back and the attempt may fail without
 * the client knowing. From the commit on, bytes pass at the pace of the slower
 * side, and a failure breaks the client's connection: the client's own retry
 * is the only repetition that cannot run a tool twice.
 */
import { answerHeaders, header } from '../anthropic/headers.ts'
import { NOTHING, type Reader, type Step } from '../anthropic/reader.ts'
import { classify, statusOfType, type Fault } from '../core/classify.ts'
import { limitHeaders } from '../core/limits.ts'
import type { Endpoint } from '../core/model.ts'
import { afterCommit, type Outcome, type Phase, type Progress } from '../core/outcome.ts'
import { NO_RECEIPT } from '../core/usage.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { AnswerSink, Outbound, SendFailure, Sender, Sending } from '../ports/sender.ts'
import { AnswerTimer, type Limits } from './answer-timer.ts'
import { describe, type Attempted, type HeldAnswer } from './attempted.ts'
import { sendDecoded } from './decoded.ts'
import type { Job } from './job.ts'

interface Setup {
  readonly job: Job
  readonly endpoint: Endpoint
  readonly clock: Clock
  readonly limits: Limits
  readonly reader: (status: number, headers: readonly string[]) => Reader
  /** Headers of ours for the client. */
  readonly marks: readonly string[]
  /** `headers` are the endpoint's; the client is about to get its first content, at `now` (epoch ms). */
  readonly onCommit: (headers: readonly string[], now: number) => void
}

/** An endpoint that says nothing after its last event gets this long to end, so that its socket can be used again. */
const LINGER_MS = 1_000
const NO_CONTENT = 204

/** Sends and resolves when the attempt is over; the client has then got all that it will get from it. Never rejects. */
export function attempt(setup: Setup, sender: Sender, request: Outbound): Promise<Attempted> {
  return new Promise((resolve) => {
    new Attempt(setup, resolve).start(sender, request)
  })
}

class Attempt implements AnswerSink {
  readonly #setup: Setup
  readonly #settle: (result: Attempted) => void
  #sending: Sending | null = null
  readonly #timer: AnswerTimer
  readonly #startedAt: number
  #sentMs: number | null = null
  #headMs: number | null = null
  #contentMs: number | null = null
  #cancelLinger: Cancel = () => undefined
  #progress: Progress = 'not-sent'
  #reader: Reader | null = null
  #status: number | null = null
  #headers: readonly string[] = []
  #held: Buffer[] = []
  #heldBytes = 0
  #isPaused = false
  #isWritten = false
  #isOver = false
  #hasEnded = false

  constructor(setup: Setup, settle: (result: Attempted) => void) {
    this.#setup = setup
    this.#settle = settle
    const { clock, limits } = setup
    this.#startedAt = clock.now()
    this.#timer = new AnswerTimer(limits, clock, this.#startedAt, (phase, why) => {
      this.#onTimeOut(phase, why)
    })
  }

  start(sender: Sender, request: Outbound): void {
    const { client } = this.#setup.job
    client.onGone = this.#onClientGone
    const mustRead = this.#setup.job.kind === 'message'
    this.#sending = mustRead ? sendDecoded(sender, request, this) : sender.send(request, this)
    if (this.#isOver) this.#sending.abort()
  }

  /** Made once and not in `start`: there V8 13.6 let whole requests live on until its next full collection. */
  readonly #onClientGone = (): void => {
    this.#fail({ kind: 'client-gone' }, 'the client left')
  }

  onSent(): void {
    const now = this.#setup.clock.now()
    this.#progress = 'sent'
    this.#sentMs = now - this.#startedAt
    // A large upload may take its time; a kept body is written in no time, unless the endpoint does not read.
    if (this.#setup.job.body?.kind === 'passing') this.#timer.stop()
    else this.#timer.enter('first-content', now)
  }

  onWritten(): void {
    this.#isWritten = true
    if (this.#isOver || this.#reader !== null || this.#setup.job.body?.kind !== 'passing') return
    this.#timer.enter('first-content', this.#setup.clock.now())
  }

  onHead(status: number, headers: readonly string[]): void {
    const now = this.#setup.clock.now()
    this.#progress = 'streaming'
    this.#headMs = now - this.#startedAt
    this.#status = status
    this.#headers = headers
    this.#reader = this.#setup.reader(status, headers)
    this.#timer.onHead(now)
  }

  onData(bytes: Buffer): void {
    const reader = this.#reader
    if (this.#isOver || reader === null) return
    const before = reader.seen?.events
    const step = reader.onChunk(bytes, this.#isCommitted ? null : this.#heldBytes)
    const { events, started } = reader.seen ?? { started: !this.#isRefusal }
    this.#timer.onBytes({ hasBegun: started, isContent: events === undefined || events !== before })
    this.#follow(step, bytes)
  }

  onEnd(): void {
    this.#hasEnded = true
    if (this.#isOver) this.#cancelLinger()
    if (this.#isOver || this.#reader === null) return
    this.#follow(this.#reader.onEnd(this.#isCommitted ? null : this.#heldBody()), NOTHING)
  }

  onFailure({ reason, detail }: SendFailure): void {
    if (this.#isOver) return
    const why = detail === '' ? reason : `${reason} (${detail})`
    // A refusal has said enough, however its text is packed.
    const isGarbled = reason === 'garbled' && !this.#isCommitted && !this.#isRefusal
    if (isGarbled) this.#fail({ kind: 'no-message-inside' }, why)
    else if (this.#reader === null) this.#fail({ kind: 'no-answer', why: reason }, why)
    else this.#follow(this.#reader.onCut(this.#isCommitted ? null : this.#heldBody()), NOTHING, why)
  }

  get #isCommitted(): boolean {
    return this.#progress === 'committed'
  }

  get #isRefusal(): boolean {
    return this.#status !== null && this.#status >= 300
  }

  #follow(step: Step, chunk: Buffer, why = ''): void {
    switch (step.kind) {
      case 'hold':
        this.#held.push(chunk)
        this.#heldBytes += chunk.length
        return
      case 'pass':
        this.#pass(step.bytes)
        return
      case 'finish':
        this.#pass(step.bytes)
        this.#finish()
        return
      case 'fail':
        if (this.#isCommitted) this.#pass(step.bytes)
        this.#fail(step.fault, why, step.envelope)
        return
    }
  }

  #pass(bytes: Buffer): void {
    const { client } = this.#setup.job
    if (!this.#isCommitted) {
      this.#commit()
      for (const held of this.#held) client.write(held)
      this.#held = []
    }
    if (!client.write(bytes)) this.#waitForClient()
  }

  #waitForClient(): void {
    if (this.#isPaused) return
    this.#isPaused = true
    this.#sending?.pause()
    this.#timer.pause()
    this.#setup.job.client.whenDrained(() => {
      this.#isPaused = false
      this.#timer.resume()
      this.#sending?.resume()
    })
  }

  #commit(): void {
    const { clock, job, marks, onCommit } = this.#setup
    const now = clock.now()
    this.#progress = 'committed'
    this.#contentMs = now - this.#startedAt
    onCommit(this.#headers, now)
    const headers = answerHeaders(this.#headers, this.#hasLength ? [] : ['content-length'])
    job.client.begin(this.#status ?? 200, headers.concat(marks))
    // A stream may last for minutes, and nobody will ask for its request again.
    if (this.#isWritten) job.releaseBody()
    this.#timer.enter('more-content', now)
  }

  /**
   * Whether the length that the endpoint told holds. A stream ends with its last event, and an answer without a body
   * with its headers: a client that was promised bytes would wait for them, or take the next answer for them.
   */
  get #hasLength(): boolean {
    return this.#reader?.seen === undefined && this.#status !== NO_CONTENT
  }

  #finish(): void {
    this.#setup.job.client.end()
    this.#over({ kind: 'ok' }, '', null)
    if (this.#hasEnded) return
    this.#cancelLinger = this.#setup.clock.after(LINGER_MS, () => this.#sending?.abort())
  }

  #fail(fault: Fault, why: string, envelope: Buffer | null = null): void {
    if (this.#isOver) return
    const outcome = classify(fault, this.#setup.clock.now(), this.#setup.endpoint.rules)
    const seen = this.#isCommitted ? afterCommit(outcome) : outcome
    this.#over(seen, describe(fault, why), this.#heldFor(fault, envelope))
    this.#sending?.abort()
    if (this.#isCommitted) this.#setup.job.client.cutOff()
  }

  #over(outcome: Outcome, why: string, held: HeldAnswer | null): void {
    this.#isOver = true
    this.#timer.stop()
    this.#setup.job.client.onGone = null
    const { model, stopReason, usage } = this.#reader?.receipt ?? NO_RECEIPT
    const tookMs = this.#setup.clock.now() - this.#startedAt
    this.#settle({
      outcome,
      progress: this.#progress,
      why,
      held,
      status: this.#status,
      limits: this.#status === null ? null : limitHeaders(this.#headers),
      requestId: header(this.#headers, 'request-id'),
      timings: { sentMs: this.#sentMs, headMs: this.#headMs, contentMs: this.#contentMs, tookMs },
      model,
      stopReason,
      usage,
    })
  }

  #heldBody(): Buffer {
    return this.#held.length === 1 ? (this.#held[0] ?? NOTHING) : Buffer.concat(this.#held)
  }

  /** What the client can be given of a failed answer. Half an error text is nobody's answer. */
  #heldFor(fault: Fault, envelope: Buffer | null): HeldAnswer | null {
    if (fault.kind === 'status' && this.#hasEnded) {
      // A redirection would lead the client, with what it sends and its token, past this proxy.
      const headers = answerHeaders(this.#headers, ['content-length', 'location'])
      return { status: fault.status, headers, body: this.#heldBody() }
    }
    if (fault.kind !== 'error-inside' || envelope === null) return null
    const headers = answerHeaders(this.#headers, ['content-length', 'content-type'])
    const status = statusOfType(fault.error.type)
    return { status, headers: [...headers, 'content-type', 'application/json'], body: envelope }
  }

  #onTimeOut(phase: Phase, why: string): void {
    // A refusal whose text does not end has said enough.
    if (this.#isRefusal && this.#reader !== null) this.#follow(this.#reader.onCut(this.#heldBody()), NOTHING)
    else this.#fail({ kind: 'timed-out', phase }, why)
  }
}
