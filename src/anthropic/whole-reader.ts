import { fail, finish, HOLD, pass, type Reader } from './reader.ts'
import { wholeMessageFault } from './whole-message.ts'

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
      return fault === null ? finish() : fail(fault)
    },
    onCut: () => fail({ kind: 'cut' }),
  }
}
