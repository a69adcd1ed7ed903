/** One whole request of ours and its whole answer, for checks; nothing of a client passes here. */
import { header, type HeaderLines } from '../anthropic/headers.ts'
import { StreamWatch } from '../anthropic/stream-watch.ts'
import { unpacked } from '../anthropic/unpacked.ts'
import type { Fault } from '../core/classify.ts'
import type { Phase, Progress } from '../core/outcome.ts'
import type { Clock } from '../ports/clock.ts'
import type { Outbound, Sender } from '../ports/sender.ts'

export type Exchanged =
  | ({
      readonly kind: 'answer'
      readonly status: number
      readonly headers: HeaderLines
      readonly body: Buffer
    } & Times)
  | { readonly kind: 'fault'; readonly fault: Fault; readonly progress: Progress; readonly why: string }

/** From the beginning on, in ms. */
export interface Times {
  /** Null where an answer has no body. */
  readonly firstByteMs: number | null
  /** Of a stream that is not packed; null for all else. */
  readonly firstContentMs: number | null
  readonly totalMs: number
}

/** The times of an answer alone; null for those that there was none to measure. */
export function timesOf(from: Exchanged): { readonly [K in keyof Times]: Times[K] | null } {
  if (from.kind === 'fault') return { firstByteMs: null, firstContentMs: null, totalMs: null }
  const { firstByteMs, firstContentMs, totalMs } = from
  return { firstByteMs, firstContentMs, totalMs }
}

interface Limits {
  readonly connectMs: number
  /** Until the answer is complete, the connection included. */
  readonly wholeMs: number
}

/** No answer to a check comes near it. */
const MAX_BYTES = 2 ** 20

/** An answer as far as it has come. */
class Arrival {
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #chunks: Buffer[] = []
  readonly #watch = new StreamWatch()
  #bytes = 0
  #firstByteMs: number | null = null
  #firstContentMs: number | null = null
  head: { readonly status: number; readonly headers: HeaderLines } | null = null

  constructor(clock: Clock) {
    this.#clock = clock
    this.#startedAt = clock.now()
  }

  feed(chunk: Buffer): void {
    const sinceMs = this.#clock.now() - this.#startedAt
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    this.#firstByteMs ??= sinceMs
    this.#watch.feed(chunk)
    if (this.#watch.hasContent) this.#firstContentMs ??= sinceMs
  }

  /** A stream has said its last word, whatever its connection does. */
  get isOver(): boolean {
    return this.#watch.terminal !== null
  }

  get couldEnd(): boolean {
    return this.#watch.isComplete
  }

  get isTooLong(): boolean {
    return this.#bytes > MAX_BYTES
  }

  /** All of it; null when there is no head, `unreadable` when its encoding is not what it says. */
  get answer(): Exchanged | 'unreadable' | null {
    if (this.head === null) return null
    const encoding = header(this.head.headers, 'content-encoding')
    const body = unpacked(Buffer.concat(this.#chunks), encoding, MAX_BYTES)
    if (body === null) return 'unreadable'
    const times = { firstByteMs: this.#firstByteMs, firstContentMs: this.#firstContentMs }
    return { kind: 'answer', ...this.head, body, ...times, totalMs: this.#clock.now() - this.#startedAt }
  }
}

/**
 * Sends and resolves when the answer is complete, or will not be; a stream is
 * complete with its last event. Never rejects.
 */
export function exchange(
  sender: Sender,
  request: Outbound,
  clock: Clock,
  { connectMs, wholeMs }: Limits,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    let progress: Progress = 'not-sent'
    const arrival = new Arrival(clock)
    const over = (result: Exchanged): void => {
      cancelConnect()
      cancelWhole()
      resolve(result)
    }
    const fail = (fault: Fault, why: string): void => {
      over({ kind: 'fault', fault, progress, why })
    }
    const end = (): void => {
      const { answer } = arrival
      if (answer === 'unreadable') fail({ kind: 'no-message-inside' }, 'its encoding cannot be read')
      else if (answer !== null) over(answer)
    }
    const late = (phase: Phase, afterMs: number) => (): void => {
      fail({ kind: 'timed-out', phase }, `no ${phase} within ${String(afterMs / 1_000)} s`)
      sending.abort()
    }
    const cancelConnect = clock.after(connectMs, late('connection', connectMs))
    const cancelWhole = clock.after(wholeMs, () => {
      late(progress === 'not-sent' ? 'connection' : 'first-content', wholeMs)()
    })
    const sending = sender.send(request, {
      onSent: () => {
        progress = 'sent'
        cancelConnect()
      },
      onWritten: () => undefined,
      onHead: (status, headers) => {
        progress = 'streaming'
        arrival.head = { status, headers }
      },
      onData: (chunk) => {
        arrival.feed(chunk)
        if (arrival.isOver) end()
        else if (arrival.isTooLong) fail({ kind: 'no-message-inside' }, 'it does not end')
        else return
        sending.abort()
      },
      onEnd: end,
      onFailure: ({ detail, reason }) => {
        const why = detail === '' ? reason : `${reason} (${detail})`
        // Some endpoints cut the connection behind the last word.
        if (arrival.couldEnd) end()
        else fail(arrival.head === null ? { kind: 'no-answer', why: reason } : { kind: 'cut' }, why)
      },
    })
  })
}
