import fc from 'fast-check'
import { expect, test } from 'vitest'
import { peek, peekModel } from './peek.ts'

const look = (text: string) => peek([Buffer.from(text)])

test.each([
  ['{"model":"m","messages":[],"stream":true}', 'm', true],
  ['{"model":"m","messages":[],"stream":false}', 'm', false],
  ['{"stream":true,"model":"m"}', 'm', true],
  ['{"model":"m","\\u0073tream":true,"max_tokens":1}', 'm', true],
  [
    ' {\n "messages" : [ { "model" : "no", "stream" : false } ] ,\r\n "stream" : true , "model" : "m" } ',
    'm',
    true,
  ],
  ['{"messages":[{"role":"user","content":"\\",\\"stream\\":true}"}],"model":"m"}', 'm', false],
  ['{"a":"\\\\","model":"m\\u00e9\\"x"}', 'mé"x', false],
  ['{"a":1.5e3,"b":null,"c":[[],{}],"model":"m","stream":true}', 'm', true],
  ['{"m\\u006fdel":"m","\\u0073tream":true,"z":1}', 'm', true],
  ['{"model":5,"stream":"true"}', null, false],
  ['{}', null, false],
  ['[{"model":"m"}]', null, false],
  ['', null, false],
])('%s', (text, model, stream) => {
  expect(look(text)).toMatchObject({ model, stream })
})

/** Members in any order, with the wanted ones at the top and inside. */
const members = fc.dictionary(
  fc.oneof(fc.constantFrom('model', 'stream', 'messages'), fc.string()),
  fc.oneof(fc.jsonValue(), fc.boolean(), fc.string(), fc.constant([{ model: 'inner', stream: true }])),
)

test('it agrees with a parser on every JSON object, however it is spaced and in whatever chunks it came', () => {
  fc.assert(
    fc.property(members, fc.constantFrom(0, 1, 3), fc.nat(), (object, spaces, cut) => {
      const bytes = Buffer.from(JSON.stringify(object, null, spaces))
      const at = cut % (bytes.length + 1)
      const { model, stream } = JSON.parse(bytes.toString()) as Record<string, unknown>
      const expected = { model: typeof model === 'string' ? model : null, stream: stream === true }
      for (const chunks of [[bytes], [bytes.subarray(0, at), bytes.subarray(at)]]) {
        const { modelAt, ...seen } = peek(chunks)
        expect(seen).toEqual(expected)
        expect(peekModel(chunks)).toEqual({ model: expected.model, modelAt })
        const standsThere = modelAt === null ? null : bytes.toString('utf8', modelAt.from, modelAt.to)
        expect(standsThere).toBe(seen.model === null ? null : JSON.stringify(model))
      }
    }),
    { numRuns: 500 },
  )
})

test.each([-1, 0, 1, 4, 7, 8, 9])('a stream is found %i bytes ahead of the end of the first MiB', (ahead) => {
  const before = 'x'.repeat(2 ** 20 - ahead - '{"a":"",'.length)
  const body = `{"a":"${before}","stream":true,"messages":"${'y'.repeat(100)}"}`
  expect(body.indexOf('"stream"')).toBe(2 ** 20 - ahead)
  expect(peek([Buffer.from(body)]).stream).toBe(true)
})

test('it survives any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, text) => {
      peek([Buffer.from(bytes)])
      look(`{${text}`)
      look(`{"a":${text}`)
    }),
    { numRuns: 500 },
  )
})
