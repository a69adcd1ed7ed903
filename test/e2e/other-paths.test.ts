import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { send } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

/** Two endpoints whose other paths give these answers. */
async function rigOf(first: Act, second: Act) {
  const one = await upstream('one', [], { other: () => first })
  const two = await upstream('two', [], { other: () => second })
  return { one, two, ...(await startRig([one, two])) }
}

const status = (code: number, body: unknown = undefined): Act =>
  body === undefined ? { do: 'status', status: code } : { do: 'status', status: code, body }

test.each([401, 403, 429, 500, 529])(
  'a token count that one endpoint answers with %i is asked once more elsewhere',
  async (code) => {
    const { url } = await rigOf(status(code), status(200, { input_tokens: 7 }))
    const answer = await send(`${url}/v1/messages/count_tokens?beta=true`, { body: '{}' })
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([200, { input_tokens: 7 }])
  },
)

test('a 404 to a token count goes back: clients do without', async () => {
  const { one, two, url } = await rigOf(status(404), status(200))
  const answer = await send(`${url}/v1/messages/count_tokens`, { body: '{}' })
  expect([answer.status, one.seen.length, two.seen.length]).toEqual([404, 1, 0])
})

test('a token count goes to the endpoint that the session’s messages go to', async () => {
  const one = await upstream('one', [])
  const two = await upstream('two', [])
  const three = await upstream('three', [])
  const { url } = await startRig([one, two, three])
  const headers = { 'x-claude-code-session-id': 'a-session' }
  await send(`${url}/v1/messages`, { headers, body: '{"model":"m","messages":[]}' })
  await send(`${url}/v1/messages/count_tokens`, { headers, body: '{}' })
  expect([one, two, three].map(({ seen }) => seen.length).sort()).toEqual([0, 0, 2])
})

test('the list of models fails over', async () => {
  const { url } = await rigOf(status(503), status(200, { data: ['from two'] }))
  const answer = await send(`${url}/v1/models?limit=1000`, { method: 'GET' })
  expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([200, { data: ['from two'] }])
})

test('a path that no endpoint has is answered with the endpoint’s own 404', async () => {
  const { one, two, url } = await rigOf(status(404, 'first says no'), status(404, 'second says no'))
  const answer = await send(`${url}/v9/unknown`, { method: 'GET' })
  expect([answer.status, answer.body.toString()]).toEqual([404, 'second says no'])
  expect([one.seen.length, two.seen.length]).toEqual([1, 1])
})

test('a path that is not known today passes with its answer', async () => {
  const { one, two, url } = await rigOf(status(200, { from: 'tomorrow' }), status(200))
  const answer = await send(`${url}/v9/unknown?a=b%20c`, { method: 'GET' })
  expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([200, { from: 'tomorrow' }])
  expect([one.seen[0]?.path, two.seen.length]).toEqual(['/v9/unknown?a=b%20c', 0])
})

test('a HEAD is forwarded, and its answer has a length and no body', async () => {
  const { one, url } = await rigOf(status(200, { data: [] }), status(200))
  const answer = await send(`${url}/v1/models`, { method: 'HEAD' })
  const { 'content-length': length, 'x-qcc-endpoint': endpoint } = answer.headers
  expect([answer.status, length, endpoint, answer.body.length]).toEqual([200, '11', 'rig/one', 0])
  expect([one.seen[0]?.method, answer.isComplete]).toEqual(['HEAD', true])
})

test.each([500, 409, 401])(
  'a writing request that an endpoint answered with %i is never repeated elsewhere',
  async (code) => {
    const { one, two, url } = await rigOf(status(code, 'no'), status(200))
    const answer = await send(`${url}/v1/messages/batches`, { body: '{"requests":[]}' })
    expect([answer.status, answer.body.toString()]).toEqual([code, 'no'])
    expect([one.seen.length, two.seen.length]).toEqual([1, 0])
  },
)

test('the answer of a writing request counts every endpoint that it was sent to', async () => {
  const { one, url } = await rigOf(status(200), status(409, 'no'))
  await one.down()
  const answer = await send(`${url}/v1/messages/batches`, { body: '{"requests":[]}' })
  expect([answer.status, answer.headers['x-qcc-endpoint'], answer.headers['x-qcc-attempts']]).toEqual([
    409,
    'rig/two',
    '2',
  ])
})

test('a writing request goes elsewhere with its whole body when nothing was sent', async () => {
  const one = await upstream('one', [])
  const two = await upstream('two', [])
  const { url } = await startRig([one, two])
  await one.down()
  const body = Buffer.alloc(300_000, 'file ')
  const answer = await send(`${url}/v1/files`, { body })
  expect(answer.status).toBe(200)
  expect(two.seen[0]?.body.equals(body)).toBe(true)
})

test('a file larger than the cap for kept bodies streams through', async () => {
  const one = await upstream('one', [])
  const { url } = await startRig([one], { 'body.max': 1_000, 'body.total': 1_000 })
  const body = Buffer.alloc(5_000_000, 'file ')
  expect((await send(`${url}/v1/files`, { body })).status).toBe(200)
  expect(one.seen[0]?.body.equals(body)).toBe(true)
})
