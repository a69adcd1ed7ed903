import { NO_RECEIPT } from '../core/usage.ts'
import { fail, finish, HOLD, pass, type Reader } from './reader.ts'
import { failOfBody, wholeAnswer } from './whole-message.ts'

/**
 * The commit gate of a whole answer: held until it is complete and known to be
 * a message, so that a break in its middle can still be answered by another
 * endpoint. One that outgrows `maxBytes` passes as it
 * comes, and what it used is not read.
 */
export function wholeReader(maxBytes: number): Reader {
  let receipt = NO_RECEIPT
  return {
    get receipt() {
      return receipt
    },
    onChunk: (chunk, heldBytes) =>
      heldBytes === null || heldBytes + chunk.length > maxBytes ? pass(chunk) : HOLD,
    onEnd: (held) => {
      if (held === null) return finish()
      const answer = wholeAnswer(held)
      receipt = answer.receipt
      return answer.fault === null ? finish() : failOfBody(answer.fault, held)
    },
    onCut: () => fail({ kind: 'cut' }),
  }
}
