import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { errorOf, send, sendMessage, type Answer } from '../support/http.ts'
import { profilesDocument, rigDocument, startRig, startRigOn, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const idOf = ({ body }: Answer): string => (JSON.parse(body.toString()) as { readonly id: string }).id
const by = ({ headers, status }: Answer) => [status, headers['x-qcc-endpoint']]
const get = (url: string) => send(url, { method: 'GET' })

/** Two endpoints, of which the first is asked first and the second has given a file and a batch. */
async function rigOfTwo() {
  const [one, two] = await Promise.all([upstream('one', [GOOD]), upstream('two', [GOOD])])
  const rig = await startRig([two, one])
  const file = idOf(await send(`${rig.url}/v1/files`, { body: 'a file' }))
  const batch = idOf(await send(`${rig.url}/v1/messages/batches`, { body: '{"requests":[]}' }))
  rig.composed.follow({ number: 2, document: rigDocument([one, two]) })
  const asks = () => one.seen.length
  return { ...rig, one, two, file, batch, asks }
}

const naming = (file: string) => ({
  messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'file', file_id: file } }] }],
})

test('what is asked of a file or a batch goes to the endpoint that gave its id, and to nobody else', async () => {
  const { asks, batch, file, url } = await rigOfTwo()
  for (const path of [`files/${file}`, `files/${file}/content`, `messages/batches/${batch}/results?a=b`]) {
    expect(by(await get(`${url}/v1/${path}`))).toEqual([200, 'rig/two'])
  }
  expect(by(await send(`${url}/v1/messages/batches/${batch}/cancel`))).toEqual([200, 'rig/two'])
  expect(by(await send(`${url}/v1/files/${file}`, { method: 'DELETE' }))).toEqual([200, 'rig/two'])
  expect(by(await get(`${url}/v1/files?after_id=${file}`))).toEqual([404, 'rig/two'])
  expect(asks()).toBe(0)
  expect(by(await send(`${url}/v1/files`, { body: 'another' }))).toEqual([200, 'rig/one'])
})

test('a message that names a file goes only where the file is, and so does its token count', async () => {
  const { asks, file, url } = await rigOfTwo()
  for (const stream of [true, false]) {
    expect(by(await sendMessage(url, { ...naming(file), stream }))).toEqual([200, 'rig/two'])
  }
  const body = JSON.stringify(naming(file))
  expect(by(await send(`${url}/v1/messages/count_tokens`, { body }))).toEqual([200, 'rig/two'])
  expect(asks()).toBe(0)
  expect(by(await sendMessage(url, naming('file_unknown')))).toEqual([200, 'rig/one'])
})

test('when it refuses, its own word goes back, and no stranger is asked', async () => {
  const { asks, file, two, url } = await rigOfTwo()
  two.play({ do: 'status', status: 500, message: 'not today' })
  const answer = await sendMessage(url, naming(file))
  expect([by(answer), errorOf(answer).message]).toEqual([[500, 'rig/two'], 'not today'])
  two.play({ do: 'status', status: 429, headers: { 'retry-after': '20' } })
  await sendMessage(url, naming(file))
  const limited = await sendMessage(url, naming(file))
  expect([limited.status, limited.headers['retry-after']]).toEqual([429, '20'])
  expect(asks()).toBe(0)
})

test('when it is gone, the answer says so of it alone', async () => {
  const { asks, file, two, url } = await rigOfTwo()
  await two.down()
  for (const answer of [await get(`${url}/v1/files/${file}`), await sendMessage(url, naming(file))]) {
    expect([answer.status, errorOf(answer).message]).toEqual([
      503,
      expect.stringMatching(/^No endpoint could serve this request \(rig\/two: refused.*\)\.$/),
    ])
  }
  expect(asks()).toBe(0)
})

test('when it is switched off, the answer says so; when it is removed, its ids are like any other', async () => {
  const { asks, composed, file, one, two, url } = await rigOfTwo()
  composed.follow({ number: 3, document: rigDocument([one, { ...two, enabled: false }]) })
  const answer = await sendMessage(url, naming(file))
  expect([answer.status, errorOf(answer).message]).toEqual([
    503,
    'What this request names is at the endpoint rig/two, which is switched off.',
  ])
  expect(asks()).toBe(0)
  composed.follow({ number: 4, document: rigDocument([one]) })
  expect(by(await get(`${url}/v1/files/${file}`))).toEqual([404, 'rig/one'])
})

test('a file is found from the root URL whatever its profile, and not beyond a fence', async () => {
  const [one, two] = await Promise.all([upstream('one', [GOOD]), upstream('two', [GOOD])])
  const { url } = await startRigOn(profilesDocument([one, two]))
  const file = idOf(await send(`${url}/p/two/v1/files`, { body: 'a file' }))
  expect(by(await get(`${url}/v1/files/${file}`))).toEqual([200, 'two/two'])
  expect(by(await sendMessage(url, naming(file)))).toEqual([200, 'two/two'])
  expect(by(await get(`${url}/p/one/v1/files/${file}`))).toEqual([404, 'one/one'])
})

test('ids are learnt from a list too, and from an answer that is packed, whose bytes pass unchanged', async () => {
  const list = gzipSync(JSON.stringify({ data: [{ id: 'file_1' }, { id: 'file_2' }], has_more: false }))
  const server = createServer((request, response) => {
    const isList = request.url === '/v1/files'
    response.writeHead(200, isList ? { 'content-encoding': 'gzip' } : {})
    response.end(isList ? list : 'of the packed one')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const packed = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const one = await upstream('one', [GOOD])
  const second = { name: 'packed', url: packed }
  const { composed, url } = await startRig([second, one])
  const answer = await get(`${url}/v1/files`)
  expect([answer.headers['content-encoding'], answer.body.equals(list)]).toEqual(['gzip', true])
  composed.follow({ number: 2, document: rigDocument([one, second]) })
  const content = await get(`${url}/v1/files/file_2/content`)
  expect([by(content), content.body.toString()]).toEqual([[200, 'rig/packed'], 'of the packed one'])
})
