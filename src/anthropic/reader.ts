import type { Fault } from '../core/classify.ts'
import type { Receipt } from '../core/usage.ts'

/** What a reader makes of the bytes it was shown. */
export type Step =
  /** Nothing is certain yet: keep them back. */
  | { readonly kind: 'hold' }
  /** Good as far as they go: all that was held back and these may go to the client. */
  | { readonly kind: 'pass'; readonly bytes: Buffer }
  /** The answer is complete with these. */
  | { readonly kind: 'finish'; readonly bytes: Buffer }
  /** The answer is no good; `bytes` are what was good of the last chunk. */
  | {
      readonly kind: 'fail'
      readonly fault: Fault
      readonly bytes: Buffer
      /** The endpoint's own error body, where it said 200 and put an error inside; null for all else. */
      readonly envelope: Buffer | null
    }

/** How far a stream has come. */
export interface StreamSeen {
  /** It is a message. */
  readonly started: boolean
  /** Pings do not count. */
  readonly events: number
}

/**
 * Judges one answer while it arrives. Each kind of answer has its reader; the
 * attempt keeps the bytes and does what the reader says.
 */
export interface Reader {
  /** What was seen of a stream so far; absent for other answers. */
  readonly seen?: StreamSeen
  /** What the answer said of itself so far; absent for answers that say nothing. */
  readonly receipt?: Receipt
  /** `heldBytes` counts what is held back already, this chunk not included; null once nothing is. */
  onChunk(chunk: Buffer, heldBytes: number | null): Step
  /** The endpoint says that this was all. `held` is null once bytes have passed. */
  onEnd(held: Buffer | null): Step
  /** It was cut off. */
  onCut(held: Buffer | null): Step
}

export const NOTHING = Buffer.alloc(0)
export const HOLD: Step = { kind: 'hold' }
export const pass = (bytes: Buffer): Step => ({ kind: 'pass', bytes })
export const finish = (bytes: Buffer = NOTHING): Step => ({ kind: 'finish', bytes })
export const fail = (fault: Fault, bytes: Buffer = NOTHING, envelope: Buffer | null = null): Step => {
  return { kind: 'fail', fault, bytes, envelope }
}

/** For answers that are not ours to judge: every byte passes as it comes. */
export const passingReader: Reader = {
  onChunk: (chunk) => pass(chunk),
  onEnd: () => finish(),
  onCut: () => fail({ kind: 'cut' }),
}
