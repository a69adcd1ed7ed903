import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { countsOf, startProxyProcess } from '../support/proxy-process.ts'
import { rigDocument } from '../support/rig.ts'

const MB = 2 ** 20
const BODY_BYTES = 64 * MB
/** The room that all bodies share. */
const ROOM_BYTES = 256 * MB

/** The most that a process ever had in memory, in bytes; null where the system does not tell. Source: proc(5). */
const peakOf = (pid: number): number | null =>
  process.platform === 'linux'
    ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) * 1_024
    : null

async function endpoint(
  answer: (asked: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly name: string; readonly url: string }> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { name: 'one', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }
}

const WHOLE = JSON.stringify({
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [{ type: 'text', text: 'hi' }] },
  ...{ stop_reason: 'end_turn', usage: { input_tokens: 1, output_tokens: 1 } },
})
const ERROR = '{"type":"error","error":{"type":"api_error","message":"no"}}'

/** Takes what is sent and throws it away. */
const swallowing = (status: number) =>
  endpoint((asked, response) => {
    asked.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(status === 200 ? WHOLE : ERROR)
    })
  })

const [HEAD, TAIL] = ['{"model":"m","messages":[{"role":"user","content":"', '"}]}']
const PIECE = Buffer.alloc(MB, 'x')

/** Sends 64 MB as fast as they are taken; resolves to the status. */
async function askLarge(url: string, number: number): Promise<number> {
  const head = HEAD + String(number)
  const headers = { 'content-length': BODY_BYTES }
  const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false, headers })
  const answered = once(asking, 'response') as Promise<[IncomingMessage]>
  asking.write(head)
  for (let left = BODY_BYTES - head.length - TAIL.length; left > 0; left -= PIECE.length)
    await new Promise((resolve) => asking.write(PIECE.subarray(0, left), resolve))
  asking.end(TAIL)
  const [answer] = await answered
  await once(answer.resume(), 'end')
  return answer.statusCode ?? 0
}

test.each([
  [20, 'are served', 200, ROOM_BYTES + 250 * MB],
  // One after the other they are packed and sealed, which takes some copies.
  [8, 'are kept, since nobody serves', 500, ROOM_BYTES + 400 * MB],
])(
  '%i bodies of 64 MB at once that %s stay within what bodies may take',
  async (bodies, _what, status, most) => {
    const up = await swallowing(status)
    const proxy = await startProxyProcess(
      rigDocument([up], { 'hold.max': 0, 'body.total': ROOM_BYTES, 'body.wait': 600 }),
    )
    const statuses = await Promise.all(
      Array.from({ length: bodies }, (_, number) => askLarge(proxy.url, number)),
    )
    const peak = peakOf(proxy.pid)
    console.log({
      statuses: countsOf(statuses.map(String)),
      peakMb: peak === null ? null : Math.round(peak / MB),
    })
    expect(statuses.every((one) => (status === 200 ? one === 200 : one >= 500))).toBe(true)
    expect(peak ?? 0).toBeLessThan(most)
    await proxy.settled()
    expect(await proxy.usedBytes()).toBeLessThan(64 * MB)
  },
)

const SLOW_CLIENTS = 20
const delta = (text: string): string =>
  `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })}\n\n`
const DELTA = delta('x'.repeat(64 * 1_024))

/** Says as much as is taken, for ever. */
async function talk(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('event: message_start\ndata: {"type":"message_start","message":{}}\n\n')
  while (!response.destroyed) if (!response.write(DELTA)) await once(response, 'drain')
}

test('clients that read 1 KB a second of fast streams take bounded memory', async () => {
  const up = await endpoint((asked, response) => {
    asked.resume().on('end', () => void talk(response).catch(() => undefined))
    response.on('close', () => response.emit('drain'))
  })
  const proxy = await startProxyProcess(rigDocument([up]))
  const before = await proxy.usedBytes()
  const answers = await Promise.all(
    Array.from({ length: SLOW_CLIENTS }, async () => {
      const asking = request(`${proxy.url}/v1/messages`, { method: 'POST', agent: false })
      asking.on('error', () => undefined).end('{"model":"m","messages":[],"stream":true}')
      const [answer] = (await once(asking, 'response')) as [IncomingMessage]
      return answer.on('error', () => undefined)
    }),
  )
  const used: number[] = []
  for (let second = 0; second < 5; second++) {
    for (const answer of answers) answer.read(1_024)
    await sleep(1_000)
    used.push((await proxy.usedBytes()) - before)
  }
  console.log({ eachUsesKb: used.map((bytes) => Math.round(bytes / SLOW_CLIENTS / 1_024)) })
  expect(Math.max(...used)).toBeLessThan(SLOW_CLIENTS * MB)
  for (const answer of answers) answer.destroy()
  await proxy.settled()
})
