import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { givenIdsReader } from './given-ids-reader.ts'

const BODY = Buffer.from(JSON.stringify({ data: [{ id: 'file_1' }, { id: 'file_2' }] }))

/** What a reader passes on and tells of an answer that comes byte by byte, or in these chunks. */
function read(encoding: string | null, body: Buffer, chunks = [...body].map((byte) => Buffer.from([byte]))) {
  const told: string[] = []
  const reader = givenIdsReader(encoding, (ids) => void told.push(...ids))
  const passed: Buffer[] = []
  for (const chunk of chunks) {
    const step = reader.onChunk(chunk, null)
    if (step.kind === 'pass') passed.push(step.bytes)
  }
  const early = [...told]
  const end = reader.onEnd(null)
  return { isSame: Buffer.concat(passed).equals(body), early, told, end: end.kind }
}

test.each([
  ['as it is', null, BODY],
  ['with gzip', 'gzip', gzipSync(BODY)],
  ['with brotli', ' BR', brotliCompressSync(BODY)],
])('an answer packed %s passes unchanged, and its ids are told with its end', (_how, encoding, body) => {
  expect(read(encoding, body)).toEqual({
    isSame: true,
    early: [],
    told: ['file_1', 'file_2'],
    end: 'finish',
  })
})

test('an answer that is not packed as it says passes, and tells nothing', () => {
  expect(read('gzip', BODY)).toEqual({ isSame: true, early: [], told: [], end: 'finish' })
})

test.each([
  [2 ** 20, ['file_1', 'file_2']],
  [2 ** 20 + 1, []],
])('of an answer of %i bytes the ids are %j', (bytes, ids) => {
  const body = Buffer.concat([BODY, Buffer.alloc(bytes - BODY.length, ' ')])
  const halves = [body.subarray(0, bytes / 2), body.subarray(bytes / 2)]
  expect(read(null, body, halves)).toMatchObject({ isSame: true, told: ids })
})

test('what is packed very small is not unpacked without end', () => {
  const bomb = gzipSync(Buffer.concat([BODY, Buffer.alloc(2 ** 23, ' ')]))
  expect(read('gzip', bomb, [bomb])).toMatchObject({ isSame: true, told: [] })
})

test('an answer that is cut off tells nothing and is no success', () => {
  const told: string[] = []
  const reader = givenIdsReader(null, (ids) => void told.push(...ids))
  reader.onChunk(BODY, null)
  expect([reader.onCut(null).kind, told]).toEqual(['fail', []])
})
