import type { Fault } from '../core/classify.ts'
import { detailOf, envelopeOf } from './error-body.ts'
import { parseObject } from './json.ts'
import { fail, NOTHING, type Step } from './reader.ts'

/** Judges a whole 2xx body: null when it is a complete message, else what is wrong with it. */
export function wholeMessageFault(body: Buffer): Fault | null {
  const text = body.toString()
  if (text.trim() === '') return { kind: 'nothing-inside' }
  const value = parseObject(text)
  if (value?.['type'] === 'message') return null
  return notAMessage(value)
}

/** What a 2xx body is that should have been a stream and held no event. */
export function notAStreamFault(body: Buffer): Fault {
  const text = body.toString()
  return text.trim() === '' ? { kind: 'nothing-inside' } : notAMessage(parseObject(text))
}

/** The end of an answer that `fault` was found in; an error inside is the endpoint's own word. */
export const failOfBody = (fault: Fault, body: Buffer): Step =>
  fail(fault, NOTHING, fault.kind === 'error-inside' ? envelopeOf(body.toString()) : null)

function notAMessage(value: ReturnType<typeof parseObject>): Fault {
  if (value === null) return { kind: 'no-message-inside' }
  const isError = value['type'] === 'error' || 'error' in value
  return isError ? { kind: 'error-inside', error: detailOf(value) } : { kind: 'no-message-inside' }
}
