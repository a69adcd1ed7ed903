import { expect, test } from 'vitest'
import { errorOf, send } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const

test.each([
  ['HEAD', '/'],
  ['HEAD', '/api/hello'],
  ['GET', '/api/hello'],
])('%s %s is answered here', async (method, path) => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const answer = await send(url + path, { method })
  expect([answer.status, answer.isComplete]).toEqual([200, true])
  expect(up.seen).toHaveLength(0)
})

test.each([
  [{ host: 'evil.example:7860' }],
  [{ host: '169.254.1.1' }],
  [{ origin: 'https://evil.example' }],
  [{ origin: 'null' }],
])('a request that came from elsewhere (%j) is refused', async (headers) => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([up])
  const answer = await send(`${url}/v1/messages`, { headers, body: '{}' })
  expect([answer.status, errorOf(answer).type]).toEqual([403, 'permission_error'])
  expect(up.seen).toHaveLength(0)
})

test.each([[{ host: 'localhost:7860' }], [{ host: '[::1]:7860' }], [{ origin: 'http://localhost:3000' }]])(
  'a request of this machine (%j) is served',
  async (headers) => {
    const up = await upstream('one', [GOOD])
    const { url } = await startRig([up])
    const answer = await send(`${url}/v1/messages`, { headers, body: '{"model":"m","messages":[]}' })
    expect(answer.status).toBe(200)
  },
)
