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
import { classify, type Fault } from '../core/classify.ts'
import { limitHeaders, type LimitHeaders } from '../core/limits.ts'
import type { Endpoint } from '../core/model.ts'
import type { Outcome, Phase, Progress } from '../core/outcome.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { AnswerSink, Outbound, SendFailure, Sender, Sending } from '../ports/sender.ts'
import { sendDecoded } from './decoded.ts'
import type { Job } from './job.ts'

/** An answer that was held back to its end and can still be given to the client. */
export interface HeldAnswer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: Buffer
}

/** What became of an attempt. */
export interface Attempted {
  readonly outcome: Outcome
  readonly progress: Progress
  /** What was seen, in a few words; empty for a success. */
  readonly why: string
  /** The endpoint's own complete refusal. */
  readonly held: HeldAnswer | null
  /** The status that the endpoint answered with; null when it did not. */
  readonly status: number | null
  /** What the headers of that answer say about limits. */
  readonly limits: LimitHeaders | null
}

interface Setup {
  readonly job: Job
  readonly endpoint: Endpoint
  readonly clock: Clock
  /** When the request as a whole must have its first content. */
  readonly deadlineAt: number
  readonly reader: (status: number, headers: readonly string[]) => Reader
  /** Headers of ours for the client. */
  readonly marks: readonly string[]
  readonly onCommit: () => void
}

/** An endpoint that says nothing after its last event gets this long to end, so that its socket can be used again. */
const LINGER_MS = 1_000

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
  #cancelTimer: Cancel
  #progress: Progress = 'not-sent'
  #reader: Reader | null = null
  #status: number | null = null
  #headers: readonly string[] = []
  #held: Buffer[] = []
  #heldBytes = 0
  #lastByteAt = 0
  /** The client takes no more for now; silence is then nobody's fault. */
  #isPaused = false
  #isWritten = false
  #isOver = false
  #hasEnded = false

  constructor(setup: Setup, settle: (result: Attempted) => void) {
    this.#setup = setup
    this.#settle = settle
    this.#cancelTimer = this.#waitFor('connection', setup.endpoint.timers.connectMs)
  }

  start(sender: Sender, request: Outbound): void {
    const { client } = this.#setup.job
    client.onGone = () => {
      this.#fail({ kind: 'client-gone' }, 'the client left')
    }
    const mustRead = this.#setup.job.kind === 'message'
    this.#sending = mustRead ? sendDecoded(sender, request, this) : sender.send(request, this)
    if (this.#isOver) this.#sending.abort()
  }

  onSent(): void {
    this.#progress = 'sent'
    this.#cancelTimer()
    // A large upload may take its time; a kept body is written in no time, unless the endpoint does not read.
    if (this.#setup.job.body?.kind !== 'passing') this.#waitForContent()
  }

  onWritten(): void {
    this.#isWritten = true
    if (this.#isOver || this.#reader !== null || this.#setup.job.body?.kind !== 'passing') return
    this.#waitForContent()
  }

  #waitForContent(): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#waitFor('first-content', this.#setup.endpoint.timers.firstContentMs)
  }

  onHead(status: number, headers: readonly string[]): void {
    this.#progress = 'streaming'
    this.#status = status
    this.#headers = headers
    this.#reader = this.#setup.reader(status, headers)
  }

  onData(bytes: Buffer): void {
    if (this.#isOver || this.#reader === null) return
    this.#lastByteAt = this.#setup.clock.now()
    this.#follow(this.#reader.onChunk(bytes, this.#isCommitted ? null : this.#heldBytes), bytes)
  }

  onEnd(): void {
    this.#hasEnded = true
    if (this.#isOver) this.#cancelTimer()
    if (this.#isOver || this.#reader === null) return
    this.#follow(this.#reader.onEnd(this.#isCommitted ? null : this.#heldBody()), NOTHING)
  }

  onFailure({ reason, detail }: SendFailure): void {
    if (this.#isOver) return
    const why = detail === '' ? reason : `${reason} (${detail})`
    if (reason === 'garbled' && !this.#isCommitted) this.#fail({ kind: 'no-message-inside' }, why)
    else if (this.#reader === null) this.#fail({ kind: 'no-answer', why: reason }, why)
    else this.#follow(this.#reader.onCut(this.#isCommitted ? null : this.#heldBody()), NOTHING, why)
  }

  get #isCommitted(): boolean {
    return this.#progress === 'committed'
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
        this.#fail(step.fault, why)
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
    this.#setup.job.client.whenDrained(() => {
      this.#isPaused = false
      this.#lastByteAt = this.#setup.clock.now()
      this.#sending?.resume()
    })
  }

  #commit(): void {
    const { job, marks, onCommit, endpoint, clock } = this.#setup
    this.#progress = 'committed'
    job.client.begin(this.#status ?? 200, [...answerHeaders(this.#headers), ...marks])
    onCommit()
    // A stream may last for minutes, and nobody will ask for its request again.
    if (this.#isWritten) job.releaseBody()
    this.#lastByteAt = clock.now()
    this.#cancelTimer()
    this.#cancelTimer = this.#waitFor('more-content', endpoint.timers.idleMs)
  }

  #finish(): void {
    this.#setup.job.client.end()
    this.#over({ kind: 'ok' }, '', null)
    if (!this.#hasEnded) this.#cancelTimer = this.#setup.clock.after(LINGER_MS, () => this.#sending?.abort())
  }

  #fail(fault: Fault, why: string): void {
    if (this.#isOver) return
    const outcome = classify(fault, this.#setup.clock.now(), this.#setup.endpoint.rules)
    const held = fault.kind === 'status' ? this.#heldAnswer(fault.status) : null
    this.#over(outcome, describe(fault, why), held)
    this.#sending?.abort()
    if (this.#isCommitted) this.#setup.job.client.cutOff()
  }

  #over(outcome: Outcome, why: string, held: HeldAnswer | null): void {
    this.#isOver = true
    this.#cancelTimer()
    this.#setup.job.client.onGone = null
    const limits = this.#status === null ? null : limitHeaders((name) => header(this.#headers, name))
    this.#settle({ outcome, progress: this.#progress, why, held, status: this.#status, limits })
  }

  #heldBody(): Buffer {
    return this.#held.length === 1 ? (this.#held[0] ?? NOTHING) : Buffer.concat(this.#held)
  }

  /** Null when the answer was cut off before its end: half an error text is nobody's answer. */
  #heldAnswer(status: number): HeldAnswer | null {
    if (!this.#hasEnded) return null
    return { status, headers: answerHeaders(this.#headers, ['content-length']), body: this.#heldBody() }
  }

  /** Ends the attempt when `phase` takes longer than `ms`. After the commit only an endpoint's silence counts. */
  #waitFor(phase: Phase, ms: number): Cancel {
    const { clock, deadlineAt } = this.#setup
    const now = clock.now()
    const untilMs = phase === 'more-content' ? this.#lastByteAt + ms - now : Math.min(ms, deadlineAt - now)
    return clock.after(Math.max(0, untilMs), () => {
      if (this.#isPaused) this.#lastByteAt = clock.now()
      const isSilent = phase !== 'more-content' || clock.now() - this.#lastByteAt >= ms
      if (isSilent) this.#onTimeOut(phase, ms)
      else this.#cancelTimer = this.#waitFor(phase, ms)
    })
  }

  #onTimeOut(phase: Phase, ms: number): void {
    const refusal = this.#reader !== null && (this.#status ?? 200) >= 300
    // A refusal whose text does not end has said enough.
    if (refusal && this.#reader !== null) this.#follow(this.#reader.onCut(this.#heldBody()), NOTHING)
    else this.#fail({ kind: 'timed-out', phase }, `waited ${String(ms / 1_000)} s for ${WAITED_FOR[phase]}`)
  }
}

const WAITED_FOR: Readonly<Record<Phase, string>> = {
  connection: 'a connection',
  'first-content': 'the first content',
  'more-content': 'more of the answer',
}

/** What was seen, for the log and the last word; `why` is what the sender or the timer said. */
function describe(fault: Fault, why: string): string {
  const because = why === '' ? '' : `: ${why}`
  switch (fault.kind) {
    case 'status':
      return `status ${String(fault.status)} ${fault.error.type}`.trimEnd()
    case 'error-inside':
      return `an error inside the answer: ${fault.error.type}`
    case 'nothing-inside':
      return 'an empty answer'
    case 'no-message-inside':
      return `not a message${because}`
    case 'cut':
      return `the answer was cut off${because}`
    case 'no-answer':
    case 'timed-out':
    case 'client-gone':
      return why
  }
}
