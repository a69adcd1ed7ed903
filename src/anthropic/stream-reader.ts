import type { Receipt } from '../core/usage.ts'
import { detailOf, envelopeOf } from './error-body.ts'
import { parseObject } from './json.ts'
import { fail, finish, HOLD, NOTHING, pass, type Reader, type Step, type StreamSeen } from './reader.ts'
import { StreamWatch } from './stream-watch.ts'
import { failOfBody, notAStreamFault } from './whole-message.ts'

/** How much of a stream may be held back before the commit. */
export interface GateLimits {
  readonly events: number
  readonly bytes: number
}

/** The data of an `error` event is an error body; one that is no JSON is at least a message. */
function failOfEvent(data: string, good: Buffer): Step {
  const error = detailOf(parseObject(data) ?? { message: data })
  return fail({ kind: 'error-inside', error }, good, envelopeOf(data))
}

/** An event that grows beyond this is no event; it would be kept in memory for as long as it grows. */
const MAX_EVENT_BYTES = 16 * 2 ** 20

/**
 * The commit gate of a stream. The beginning is held back until the first
 * content, because an endpoint may say 200 and then fail; and the answer is
 * over with `message_stop`, whatever the endpoint's connection does then.
 */
export class StreamReader implements Reader {
  readonly #watch = new StreamWatch()
  readonly #limits: GateLimits

  constructor(limits: GateLimits) {
    this.#limits = limits
  }

  get seen(): StreamSeen {
    return this.#watch
  }

  get receipt(): Receipt {
    return this.#watch.receipt
  }

  onChunk(chunk: Buffer, heldBytes: number | null): Step {
    const watch = this.#watch
    watch.feed(chunk)
    const { terminal } = watch
    if (terminal?.kind === 'error') {
      return failOfEvent(terminal.data, chunk.subarray(0, terminal.beginsAt))
    }
    if (watch.pendingBytes > MAX_EVENT_BYTES) return fail({ kind: 'cut' })
    if (heldBytes !== null && (watch.isGarbled || !watch.hasContent))
      return this.#onHeldChunk(chunk, heldBytes)
    return terminal === null ? pass(chunk) : finish(chunk.subarray(0, terminal.endsAt))
  }

  /** A chunk without content in it, and none before; or one that is none of a message. */
  #onHeldChunk(chunk: Buffer, heldBytes: number): Step {
    const { events, isGarbled, started, terminal } = this.#watch
    if (isGarbled) return fail({ kind: 'no-message-inside' })
    if (terminal !== null) return fail({ kind: 'nothing-inside' })
    const isFull = heldBytes + chunk.length > this.#limits.bytes || events > this.#limits.events
    if (!isFull) return HOLD
    return started ? pass(chunk) : fail({ kind: 'no-message-inside' })
  }

  onEnd(held: Buffer | null): Step {
    this.#watch.end()
    if (held !== null && !this.#watch.started && this.#watch.terminal === null)
      return failOfBody(notAStreamFault(held), held)
    return this.onCut(held)
  }

  onCut(held: Buffer | null): Step {
    const { terminal, isComplete } = this.#watch
    if (terminal?.kind === 'error') return failOfEvent(terminal.data, NOTHING)
    if (!isComplete) return fail({ kind: 'cut' })
    return held !== null && !this.#watch.hasContent ? fail({ kind: 'nothing-inside' }) : finish()
  }
}
