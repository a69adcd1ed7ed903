import { fail, finish, HOLD, pass, type Reader } from './reader.ts'
import { failOfBody, wholeMessageFault } from './whole-message.ts'

/**
 * The commit gate of a whole answer: held until it is complete and known to be
 * a message, so that a break in its middle can still be answered by another
 * endpoint. One that outgrows `maxBytes` passes as it comes.
 */
export function wholeReader(maxBytes: number): Reader {
  return {
    onChunk: (chunk, heldBytes) =>
      heldBytes === null || heldBytes + chunk.length > maxBytes ? pass(chunk) : HOLD,
    onEnd: (held) => {
      const fault = held === null ? null : wholeMessageFault(held)
      return held === null || fault === null ? finish() : failOfBody(fault, held)
    },
    onCut: () => fail({ kind: 'cut' }),
  }
}
