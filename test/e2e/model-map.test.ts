import { expect, test } from 'vitest'
import { send, sendMessage } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const MODELS = { 'claude-opus-5-5': 'vendor/opus-large' }

const ASKED =
  '{ "max_tokens":1.0, "model" : "claude-opus-5-5",\n"metadata":{"model":"claude-opus-5-5"},"stream":true }'
const MAPPED = ASKED.replace('"claude-opus-5-5"', '"vendor/opus-large"')

test.each(['/v1/messages?beta=true', '/v1/messages/count_tokens'])(
  'on %s an endpoint gets the model under its own name, and every other byte as it was sent',
  async (path) => {
    const up = await upstream('one', [GOOD])
    const { url } = await startRig([{ ...up, models: MODELS }])
    const answer = await send(url + path, { body: ASKED })
    expect([answer.status, answer.isComplete]).toEqual([200, true])
    expect(up.seen[0]?.body.toString()).toBe(MAPPED)
    const lengths = (up.seen[0]?.headers ?? []).filter(([name]) => name.toLowerCase() === 'content-length')
    expect(lengths).toEqual([['content-length', String(Buffer.byteLength(MAPPED))]])
  },
)

test('a large body that came in many chunks is mapped too', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([{ ...up, models: MODELS }])
  const padding = 'é'.repeat(300_000)
  const body = JSON.stringify({ padding, model: 'claude-opus-5-5', after: padding, stream: true })
  expect((await send(`${url}/v1/messages`, { body })).isComplete).toBe(true)
  expect(up.seen[0]?.body.toString()).toBe(body.replace('claude-opus-5-5', 'vendor/opus-large'))
})

test('after a failover the next endpoint gets the model under its name, not under the first one’s', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }])
  const two = await upstream('two', [{ do: 'status', status: 529 }])
  const three = await upstream('three', [GOOD])
  const { url } = await startRig([
    { ...one, models: MODELS },
    two,
    { ...three, models: { 'claude-opus-5-5': 'third', 'vendor/opus-large': 'wrong' } },
  ])
  await sendMessage(url)
  const models = [one, two, three].map(
    ({ seen }) => (JSON.parse(seen[0]?.body.toString() ?? '{}') as { model?: string }).model,
  )
  expect(models).toEqual(['vendor/opus-large', 'claude-opus-5-5', 'third'])
})

test('a model that is not in the map passes, and so does whatever is no JSON object', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([{ ...up, models: { ...MODELS, model: 'x' } }])
  for (const body of ['{"model":"other","messages":[]}', '{"model":', '["model","claude-opus-5-5"]']) {
    await send(`${url}/v1/messages`, { body })
    expect(up.seen.at(-1)?.body.toString()).toBe(body)
  }
})

test('other paths are not looked into', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([{ ...up, models: MODELS }])
  await send(`${url}/v1/messages/batches`, { body: ASKED })
  expect(up.seen[0]?.body.toString()).toBe(ASKED)
})

test('an endpoint is not sent the betas that it refuses, and the next one gets them all', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }])
  const two = await upstream('two', [GOOD])
  const { url } = await startRig([{ ...one, deniedBetas: ['context-1m-*'] }, two])
  const betas = 'claude-code-20250219, context-1m-2025-08-07'
  expect((await sendMessage(url, {}, { 'anthropic-beta': betas })).status).toBe(200)
  const sent = [one, two].map(({ seen }) => seen[0]?.headers.find(([name]) => name === 'anthropic-beta')?.[1])
  expect(sent).toEqual(['claude-code-20250219', betas])
})

test('a pattern stands for every model that it fits', async () => {
  const up = await upstream('one', [GOOD])
  const { url } = await startRig([{ ...up, models: { 'claude-*haiku*': 'small', 'claude-*': 'large' } }])
  await sendMessage(url)
  expect(JSON.parse(up.seen[0]?.body.toString() ?? '')).toMatchObject({ model: 'large' })
})
