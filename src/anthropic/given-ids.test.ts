import { describe, expect, test } from 'vitest'
import { fileIdsIn, givesIds, idsGivenIn, idsNamedIn } from './given-ids.ts'

test.each([
  ['POST', '/v1/files', true],
  ['POST', '/v1/files?beta=true', true],
  ['GET', '/v1/files?limit=1000', true],
  ['GET', '/v1/files/file_1', true],
  ['GET', '/v1/files/file_1/content', false],
  ['DELETE', '/v1/files/file_1', false],
  ['POST', '/v1/messages/batches', true],
  ['GET', '/v1/messages/batches', true],
  ['GET', '/v1/messages/batches/msgbatch_1', true],
  ['POST', '/v1/messages/batches/msgbatch_1/cancel', true],
  ['GET', '/v1/messages/batches/msgbatch_1/results', false],
  ['GET', '/team/v1/files', true],
  ['POST', '/v1/messages', false],
  ['GET', '/v1/models', false],
  ['GET', '/v1/filesystem', false],
])('the answer to %s %s gives ids: %s', (method, path, gives) => {
  expect(givesIds(method, path)).toBe(gives)
})

describe('ids that an answer gives', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['a file', { id: 'file_011CNha8iCJcU1wXNR6q4V8w', type: 'file' }, ['file_011CNha8iCJcU1wXNR6q4V8w']],
    ['a batch', { type: 'message_batch', id: 'msgbatch_01' }, ['msgbatch_01']],
    [
      'a list, its ends not twice',
      { data: [{ id: 'file_1' }, { id: 'file_2' }], first_id: 'file_1', last_id: 'file_2' },
      ['file_1', 'file_2'],
    ],
    ['other ids', { id: 'msg_1', data: [{ id: 'model_file_1' }] }, []],
    ['a name that looks like one', { id: 'msg_1', filename: '"id":"file_1"', custom_id: 'file_2' }, []],
    ['more than any id has', { id: `file_${'x'.repeat(121)}` }, []],
    ['nothing', {}, []],
  ])('%s', (_what, body, ids) => {
    expect(idsGivenIn(JSON.stringify(body))).toEqual(ids)
    expect(idsGivenIn(JSON.stringify(body, null, 2))).toEqual(ids)
  })
})

test.each([
  ['/v1/files/file_1', ['file_1']],
  ['/v1/files/file_1/content?x=y', ['file_1']],
  ['/v1/messages/batches/msgbatch_1/results', ['msgbatch_1']],
  ['/v1/files?after_id=file_2&limit=10', ['file_2']],
  ['/v1/files?limit=10&before_id=file_2', ['file_2']],
  ['/v1/profile_1/x', []],
  ['/v1/files', []],
  [`/v1/files/file_${'x'.repeat(121)}`, []],
])('%s names %j', (target, ids) => {
  expect(idsNamedIn(target)).toEqual(ids)
})

describe('ids of files in a body', () => {
  const BODY = JSON.stringify({
    model: 'm',
    tools: [{ input_schema: { properties: { file_path: {} } } }],
    messages: [{ content: [{ type: 'document', source: { type: 'file', file_id: 'file_01-a_B' } }] }],
    last: 'file_02',
  })

  test('are found, among names that only look like one', () => {
    expect([...fileIdsIn([Buffer.from(BODY)])]).toEqual(['file_path', 'file_id', 'file_01-a_B', 'file_02'])
  })

  test('are found wherever the body was cut into chunks', () => {
    for (let at = 1; at < BODY.length; at++) {
      const ids = new Set(fileIdsIn([Buffer.from(BODY.slice(0, at)), Buffer.from(BODY.slice(at))]))
      expect([...ids]).toEqual(['file_path', 'file_id', 'file_01-a_B', 'file_02'])
    }
    const bytes = [...BODY].map((byte) => Buffer.from(byte))
    expect(new Set(fileIdsIn(bytes))).toContain('file_01-a_B')
  })

  test.each(['say \\"file_1\\"', '{"x":"a file_1"}', '{"x":"file_1', '', `"file_${'x'.repeat(128)}"`])(
    'are not in %s',
    (text) => {
      expect([...fileIdsIn([Buffer.from(text)])]).toEqual([])
    },
  )
})
