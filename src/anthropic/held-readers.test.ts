import { expect, test } from 'vitest'
import { errorDetail } from './error-body.ts'
import { errorReader } from './error-reader.ts'
import { passingReader } from './reader.ts'
import { WholeReader } from './whole-reader.ts'
import { NO_LIMITS } from '../core/limits.ts'
import { NO_RECEIPT } from '../core/usage.ts'

const LIMITS = { ...NO_LIMITS, retryAfter: '7' }
const MAX = 100
const MESSAGE = Buffer.from('{"type":"message","content":[]}')

test('a whole answer is held to its end and then judged', () => {
  const reader = new WholeReader(MAX)
  expect(reader.onChunk(MESSAGE, 0)).toEqual({ kind: 'hold' })
  expect(reader.onEnd(MESSAGE)).toMatchObject({ kind: 'finish' })
  expect(reader.onCut()).toMatchObject({ kind: 'fail', fault: { kind: 'cut' } })
})

test('a whole answer tells what it used, one that is no message or not read does not', () => {
  const reader = new WholeReader(MAX)
  const body =
    '{"type":"message","model":"m","stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}}'
  expect(reader.receipt).toEqual(NO_RECEIPT)
  reader.onEnd(Buffer.from(body))
  const receipt = { model: 'm', stopReason: 'end_turn', usage: { input: 3, output: 2 } }
  expect(reader.receipt).toMatchObject(receipt)
  const others = [Buffer.from(body.replace('"message"', '"error"')), null]
  for (const held of others) {
    const other = new WholeReader(MAX)
    other.onEnd(held)
    expect(other.receipt).toEqual(NO_RECEIPT)
  }
})

test.each([
  ['', { kind: 'nothing-inside' }],
  ['{"type":"message","content":[', { kind: 'no-message-inside' }],
  ['<html>', { kind: 'no-message-inside' }],
  ['[]', { kind: 'no-message-inside' }],
  [
    '{"type":"error","error":{"type":"api_error","message":"m"}}',
    { kind: 'error-inside', error: { type: 'api_error', message: 'm' } },
  ],
  ['{"error":"no"}', { kind: 'error-inside', error: { type: '', message: 'no' } }],
])('%j is no message', (body, fault) => {
  expect(new WholeReader(MAX).onEnd(Buffer.from(body))).toMatchObject({ kind: 'fail', fault })
})

test('a whole answer that outgrows the limit passes as it comes', () => {
  const reader = new WholeReader(MAX)
  expect(reader.onChunk(Buffer.alloc(1), MAX - 1)).toEqual({ kind: 'hold' })
  expect(reader.onChunk(Buffer.alloc(1), MAX)).toMatchObject({ kind: 'pass' })
  expect(reader.onChunk(Buffer.alloc(1), null)).toMatchObject({ kind: 'pass' })
  expect(reader.onEnd(null)).toMatchObject({ kind: 'finish' })
})

test('a refusal keeps its status whatever becomes of its text', () => {
  const reader = errorReader(503, LIMITS, MAX)
  const body = Buffer.from('{"type":"error","error":{"type":"api_error","message":"m"}}')
  expect(reader.onChunk(body, 0)).toEqual({ kind: 'hold' })
  const fault = { kind: 'status', status: 503, limits: LIMITS }
  const told = { ...fault, error: { type: 'api_error', message: 'm' } }
  expect(reader.onEnd(body)).toMatchObject({ kind: 'fail', fault: told })
  expect(reader.onCut(Buffer.from('half'))).toMatchObject({
    kind: 'fail',
    fault: { ...fault, error: { type: '', message: '' } },
  })
  expect(reader.onChunk(Buffer.alloc(2), MAX - 1)).toMatchObject({ kind: 'fail', fault })
})

test('what is not ours to judge passes, and a cut in it is a cut', () => {
  expect(passingReader.onChunk(MESSAGE, 0)).toMatchObject({ kind: 'pass', bytes: MESSAGE })
  expect(passingReader.onEnd(null)).toMatchObject({ kind: 'finish' })
  expect(passingReader.onCut(null)).toMatchObject({ kind: 'fail', fault: { kind: 'cut' } })
})

test.each([
  ['{"type":"error","error":{"type":"t","message":"m"}}', { type: 't', message: 'm' }],
  ['{"error":{"code":5,"message":"m"}}', { type: '', message: 'm' }],
  ['{"error":"text"}', { type: '', message: 'text' }],
  ['{"message":"text"}', { type: '', message: 'text' }],
  ['{"error":null}', { type: '', message: '' }],
  ['"text"', { type: '', message: '' }],
  ['not JSON', { type: '', message: '' }],
])('the error text in %s is found', (body, detail) => {
  expect(errorDetail(Buffer.from(body))).toEqual(detail)
})
