import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { readStream, readWhole } from '../support/answer-text.ts'
import { clientToken } from '../support/client-tokens.ts'
import { errorOf, send, sendMessage, type Answer } from '../support/http.ts'
import { startQueueRig, type QueueRig } from '../support/queue-rig.ts'
import { eventually, profilesDocument, upstream } from '../support/rig.ts'

const ACCEPT = { 'x-qcc-queue': 'accept' }
const OUT: Act = { do: 'status', status: 500 }
const GOOD: Act = { do: 'serve', headers: { 'request-id': 'req_1' } }

interface Told {
  readonly id: string
  readonly state: string
  readonly url: string
}

const told = ({ body }: Answer): Told => JSON.parse(body.toString()) as Told
const fetched = (rig: QueueRig, path: string, headers = {}): Promise<Answer> =>
  send(`${rig.url}${path}`, { method: 'GET', headers })
const isOver = ({ events }: QueueRig): boolean => events.some(({ event }) => event === 'retry')

test.each([
  ['streamed', true],
  ['whole', false],
] as const)(
  'a client that accepts to come later is told where, and fetches its answer there, %s',
  async (_, stream) => {
    const one = await upstream('one', [OUT, { ...GOOD, manner: { headersAfterMs: 200 } }])
    const rig = await startQueueRig([one], { flags: { 'queue.strategy': 'immediate' } })
    const accepted = await sendMessage(rig.url, { stream }, ACCEPT)
    const id = accepted.headers['x-qcc-request-id']
    const url = `/_qcc/queue/${String(id)}`
    expect([accepted.status, accepted.headers.location]).toEqual([202, url])
    expect(told(accepted)).toEqual({ id, state: 'pending', url })
    await eventually('it is being sent', () => one.seen.length === 2)
    const waits = await fetched(rig, url)
    expect([waits.status, waits.headers['retry-after'], told(waits).state]).toEqual([202, '5', 'retrying'])
    await eventually('it was sent', () => isOver(rig))
    for (let i = 0; i < 2; i++) {
      const answer = await fetched(rig, url)
      const { text } = stream ? readStream(answer.body) : readWhole(answer.body)
      expect([answer.status, text]).toEqual([200, 'hello from one'])
      expect(answer.headers).toMatchObject({ 'request-id': 'req_1', 'x-qcc-endpoint': 'rig/one' })
      expect(answer.headers['content-type']).toBe(
        stream ? 'text/event-stream; charset=utf-8' : 'application/json',
      )
    }
    expect(one.seen).toHaveLength(2)
    expect(rig.trails[0]).toMatchObject({ ending: 'accepted', status: 202, attempts: 1 })
  },
)

test('it is told at once, however long others would be held', async () => {
  const one = await upstream('one', [{ do: 'status', status: 429, headers: { 'retry-after': '20' } }])
  const rig = await startQueueRig([one], { flags: { 'hold.max': 60 } })
  const startedAt = performance.now()
  const first = await sendMessage(rig.url, {}, ACCEPT)
  const second = await sendMessage(rig.url, { max_tokens: 1 }, ACCEPT)
  expect([first.status, second.status]).toEqual([202, 202])
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(one.seen).toHaveLength(1)
})

test('a client that is served at once sees no difference', async () => {
  const one = await upstream('one', [GOOD])
  const rig = await startQueueRig([one])
  const answer = await sendMessage(rig.url, {}, ACCEPT)
  expect([answer.status, readStream(answer.body).text]).toEqual([200, 'hello from one'])
  expect(await rig.items()).toEqual([])
})

test('what failed says how, and what is unknown is not there', async () => {
  const refusal: Act = { do: 'status', status: 422, message: 'too many tools' }
  const one = await upstream('one', [OUT, refusal, OUT])
  const flags = { 'queue.strategy': 'immediate', 'queue.max-attempts': 1 } as const
  const rig = await startQueueRig([one], { flags })
  const { url } = told(await sendMessage(rig.url, {}, ACCEPT))
  await eventually('it was sent', () => isOver(rig))
  const failed = await fetched(rig, url)
  expect([failed.status, errorOf(failed).type, failed.headers['x-should-retry']]).toEqual([
    422,
    'invalid_request_error',
    'false',
  ])
  expect((await fetched(rig, '/_qcc/queue/00000000-0000-4000-8000-000000000000')).status).toBe(404)
  const other = told(await sendMessage(rig.url, { max_tokens: 1 }, ACCEPT))
  await eventually('it was sent, too', () => rig.told().filter(({ event }) => event === 'retry').length === 2)
  const tired = await fetched(rig, other.url)
  expect([tired.status, errorOf(tired).type]).toEqual([503, 'api_error'])
})

test('a URL or a token that is bound to a profile sees that profile’s items alone', async () => {
  const [one, two] = [await upstream('one', [OUT]), await upstream('two', [OUT])]
  const { kept, token } = clientToken('bound', 'two')
  const rig = await startQueueRig([], {
    document: profilesDocument([one, two]),
    tokens: [kept],
    flags: { 'queue.base': 60 },
  })
  const { url } = told(await sendMessage(`${rig.url}/p/one`, {}, ACCEPT))
  const bound = { 'x-api-key': token }
  const statuses = [url, `/p/one${url}`, `/p/two${url}`].map(
    async (path) => (await fetched(rig, path)).status,
  )
  expect(await Promise.all(statuses)).toEqual([202, 202, 404])
  expect((await fetched(rig, url, bound)).status).toBe(404)
  expect((await fetched(rig, url, { 'x-api-key': `${token.slice(0, -1)}!` })).status).toBe(401)
})
