/** A whole stream, read at once: what it says, and whether it is complete. For checks of ours; nothing passes here. */
import type { Fault } from '../core/classify.ts'
import type { Receipt } from '../core/usage.ts'
import { streamContent, type AnswerContent } from './answer-content.ts'
import { StreamReader } from './stream-reader.ts'

export interface StreamAnswer extends AnswerContent {
  /** Null when it is a complete message. */
  readonly fault: Fault | null
  readonly receipt: Receipt
}

export function streamAnswer(body: Buffer): StreamAnswer {
  const reader = new StreamReader({ events: Infinity, bytes: Infinity })
  const step = reader.onChunk(body, 0)
  const last =
    step.kind === 'hold' || step.kind === 'pass' ? reader.onEnd(step.kind === 'hold' ? body : null) : step
  const fault = last.kind === 'fail' ? last.fault : null
  return { fault, receipt: reader.receipt, ...streamContent(body) }
}
