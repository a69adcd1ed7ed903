import { NO_RECEIPT } from '../core/usage.ts'
import { fail, finish, HOLD, pass, type Reader, type Step } from './reader.ts'
import { failOfBody, wholeAnswer } from './whole-message.ts'

/**
 * The commit gate of a whole answer: held until it is complete and known to be
 * a message, so that a break in its middle can still be answered by another
 * endpoint. One that outgrows `maxBytes` passes as it
 * comes, and what it used is not read.
 */
export class WholeReader implements Reader {
  readonly #maxBytes: number
  #receipt = NO_RECEIPT

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get receipt() {
    return this.#receipt
  }

  onChunk(chunk: Buffer, heldBytes: number | null): Step {
    return heldBytes === null || heldBytes + chunk.length > this.#maxBytes ? pass(chunk) : HOLD
  }

  onEnd(held: Buffer | null): Step {
    if (held === null) return finish()
    const { fault, receipt } = wholeAnswer(held)
    this.#receipt = receipt
    return fault === null ? finish() : failOfBody(fault, held)
  }

  onCut(): Step {
    return fail({ kind: 'cut' })
  }
}
