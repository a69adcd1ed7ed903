import { expect, test } from 'vitest'
import { sendFailure } from './send-failure.ts'

const withCode = (code: string): Error => Object.assign(new Error('words'), { code })

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'no-such-host'],
  ['EAI_AGAIN', 'no-dns'],
  ['EHOSTUNREACH', 'no-route'],
  ['ETIMEDOUT', 'time-out'],
  ['UND_ERR_CONNECT_TIMEOUT', 'time-out'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['UND_ERR_HEADERS_OVERFLOW', 'garbled'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'garbled'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
  ['EPROTO', 'tls'],
  ['E_OF_TOMORROW', 'other'],
])('%s is %s', (code, reason) => {
  expect(sendFailure(withCode(code))).toEqual({ reason, detail: `${code}: words` })
})

test('with several addresses tried, the first one’s failure counts', () => {
  expect(sendFailure(new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')])).reason).toBe(
    'refused',
  )
})

test('what no parser understands is garbled, whatever code it has', () => {
  expect(sendFailure(Object.assign(withCode('HPE_X'), { name: 'HTTPParserError' })).reason).toBe('garbled')
})

test.each(['bad response', 'bad upgrade'])('an answer that was not asked for (%s) is garbled', (words) => {
  const error = Object.assign(new Error(words), { code: 'UND_ERR_SOCKET' })
  expect(sendFailure(error)).toEqual({ reason: 'garbled', detail: words })
})

test('an error without a code keeps its words', () => {
  expect(sendFailure(new Error('words'))).toEqual({ reason: 'other', detail: 'words' })
})
