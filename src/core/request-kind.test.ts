import { expect, test } from 'vitest'
import { requestKind, type RequestKind } from './request-kind.ts'

const KINDS: readonly (readonly [method: string, path: string, RequestKind])[] = [
  ['POST', '/v1/messages', 'message'],
  ['POST', '/relay/v1/messages', 'message'],
  ['POST', '/v1/messages/', 'write'],
  ['POST', '/v1/messages/batches', 'write'],
  ['POST', '/v1/messages/count_tokens', 'count'],
  ['POST', '/relay/v1/messages/count_tokens', 'count'],
  ['POST', '/v1/messages/count_tokens/more', 'write'],
  ['PUT', '/v1/messages', 'write'],
  ['PUT', '/v1/messages/count_tokens', 'write'],
  ['DELETE', '/v1/files/1', 'write'],
  ['GET', '/v1/models', 'read'],
  ['GET', '/v1/messages', 'read'],
  ['HEAD', '/', 'read'],
  ['OPTIONS', '/', 'read'],
]

test.each(KINDS)('%s %s is a %s', (method, path, kind) => {
  expect(requestKind(method, path)).toBe(kind)
})
