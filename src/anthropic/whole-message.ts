import type { Fault } from '../core/classify.ts'
import { NO_RECEIPT, type Receipt } from '../core/usage.ts'
import { detailOf, envelopeOf } from './error-body.ts'
import { parseObject } from './json.ts'
import { fail, NOTHING, type Step } from './reader.ts'
import { withSaid } from './receipt.ts'

/** A whole 2xx body, judged. */
interface WholeAnswer {
  /** Null when it is a complete message. */
  readonly fault: Fault | null
  readonly receipt: Receipt
}

/** Judges a whole 2xx body, with what the message says of itself. */
export function wholeAnswer(body: Buffer): WholeAnswer {
  const text = body.toString()
  const value = parseObject(text)
  if (value?.['type'] !== 'message') return { fault: notAMessage(text, value), receipt: NO_RECEIPT }
  return { fault: null, receipt: withSaid(NO_RECEIPT, value) }
}

/** What a 2xx body is that should have been a stream and held no event. */
export function notAStreamFault(body: Buffer): Fault {
  const text = body.toString()
  return notAMessage(text, parseObject(text))
}

/** The end of an answer that `fault` was found in; an error inside is the endpoint's own word. */
export const failOfBody = (fault: Fault, body: Buffer): Step =>
  fail(fault, NOTHING, fault.kind === 'error-inside' ? envelopeOf(body.toString()) : null)

function notAMessage(text: string, value: ReturnType<typeof parseObject>): Fault {
  if (value === null) return { kind: text.trim() === '' ? 'nothing-inside' : 'no-message-inside' }
  const isError = value['type'] === 'error' || 'error' in value
  return isError ? { kind: 'error-inside', error: detailOf(value) } : { kind: 'no-message-inside' }
}
