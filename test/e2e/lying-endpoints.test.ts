/**
 * Endpoints whose answers programs in a row might read differently. What of
 * them reaches a client can be read in one way only, or does not reach it.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { send, sendMessage, sendRaw } from '../support/http.ts'
import { profilesDocument, SHORT_TIMERS, startRig, startRigOn, upstream } from '../support/rig.ts'

const BODY = JSON.stringify({
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'm', stop_reason: 'end_turn' },
  ...{ content: [{ type: 'text', text: 'hi' }], usage: { input_tokens: 1, output_tokens: 1 } },
})
const OK = 'HTTP/1.1 200 OK\r\n'
const LENGTH = `content-length: ${String(BODY.length)}`
const SIZE = BODY.length.toString(16)
const sized = (head: string): string => `${head}${LENGTH}\r\n\r\n${BODY}`
const coded = (head: string, trailer = ''): string =>
  `${head}transfer-encoding: chunked\r\n\r\n${SIZE}\r\n${BODY}\r\n0\r\n${trailer}\r\n`
const EVIL = `${OK}content-length: 4\r\n\r\nevil`

/** Listens on loopback, and does with each socket and each piece that comes over it what it is told. */
async function rawEndpoint(onData: (socket: Socket, asked: string) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        onData(socket, data.toString('latin1'))
      })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

/** What of an answer may reach a client: all of its body, a refusal of ours, a part that is seen to be one, or what the row says. */
type Expected = 'body' | 'refused' | 'cut' | readonly [status: number, ...headers: string[]]
/** `others`: where it is no answer to a message, and the body is not looked into. */
type Row = readonly [what: string, bytes: string, message: Expected, others?: Expected]

const ROWS: readonly Row[] = [
  ['nothing wrong', sized(OK), 'body'],
  ['two lengths that differ', sized(`${OK}content-length: 4\r\n`), 'refused'],
  ['two lengths that agree', sized(`${OK}${LENGTH}\r\n`), 'refused'],
  ['two lengths in a line', `${OK}${LENGTH}, ${String(BODY.length)}\r\n\r\n${BODY}`, 'refused'],
  ['a negative length', `${OK}content-length: -4\r\n\r\n${BODY}`, 'refused'],
  ['a length beside chunks', coded(`${OK}content-length: 4\r\n`), 'refused'],
  ['chunks beside a length', coded(OK).replace('chunked\r\n', 'chunked\r\ncontent-length: 4\r\n'), 'refused'],
  ['a second answer behind the first', sized(OK) + EVIL, 'body'],
  ['a second answer behind chunks', coded(OK) + EVIL, 'body'],
  ['a bare LF for line end', sized('HTTP/1.1 200 OK\n'), 'refused'],
  ['a header behind a bare LF', sized(`${OK}x-a: b\nset-cookie: evil\r\n`), 'refused'],
  ['a header behind a bare CR', sized(`${OK}x-a: b\rset-cookie: evil\r\n`), 'refused'],
  ['an answer behind a bare CR', sized(`${OK}x-a: b\r${OK}`), 'refused'],
  ['a folded header', sized(`${OK}x-a: b\r\n set-cookie: evil\r\n`), 'refused'],
  ['NUL in a header', sized(`${OK}x-evil: b\0c\r\n`), 'refused'],
  ['a control character in a header', sized(`${OK}x-evil: b\x01c\r\n`), 'refused'],
  ['a space in a name', sized(`${OK}x evil: b\r\n`), 'refused'],
  ['a space before the colon', sized(`${OK}x-evil : b\r\n`), 'refused'],
  ['a status of four digits', sized('HTTP/1.1 2000 OK\r\n'), 'refused'],
  ['the status 099', sized('HTTP/1.1 099 OK\r\n'), 'refused'],
  ['words of its own for the status', sized('HTTP/1.1 200 evil\r\n'), 'body'],
  ['a word before its time', `HTTP/1.1 103 Evil\r\nx-evil: 1\r\n\r\n${sized(OK)}`, 'body'],
  ['5,000 of them', `${'HTTP/1.1 103 Evil\r\nx-evil: 1\r\n\r\n'.repeat(5_000)}${sized(OK)}`, 'body'],
  ['one with a body', `HTTP/1.1 103 Evil\r\ncontent-length: 4\r\n\r\nevil${sized(OK)}`, 'refused'],
  ['another protocol', 'HTTP/1.1 101 Evil\r\nconnection: upgrade\r\nupgrade: evil\r\n\r\nevil', 'refused'],
  ['a body that there cannot be', `HTTP/1.1 204 No\r\ncontent-length: 4\r\n\r\nevil`, 'refused', [204]],
  [
    'trailers',
    coded(OK.replace('OK\r\n', 'OK\r\ntrailer: x-evil\r\n'), 'x-evil: 1\r\nset-cookie: evil\r\n'),
    'body',
  ],
  ['extensions', coded(OK).replace(SIZE, `${SIZE};evil="1"`), 'body'],
  ['a size that overflows', coded(OK).replace(SIZE, `100000000000000${SIZE}`), 'refused'],
  ['a chunk without an end', coded(OK).replace(SIZE, `f${SIZE}`), 'refused', 'cut'],
  ['a body that is too short', `${OK}content-length: 999\r\n\r\n${BODY}`, 'refused', 'cut'],
  ['a bare LF behind a size', coded(OK).replace(`${SIZE}\r\n`, `${SIZE}\n`), 'refused'],
  [
    'headers of one connection',
    sized(`${OK}connection: x-evil\r\nconnection: close\r\nx-evil: 1\r\n`),
    'body',
  ],
  ['headers of ours', sized(`${OK}x-qcc-endpoint: evil\r\nX-Qcc-Evil: 1\r\n`), 'body'],
  ['headers of 70 kB', sized(`${OK}x-evil: ${'y'.repeat(70_000)}\r\n`), 'refused'],
  [
    'a wish to be asked elsewhere',
    'HTTP/1.1 307 Go\r\nlocation: http://evil.invalid/\r\ncontent-length: 0\r\n\r\n',
    [307],
  ],
  ['no HTTP at all', `evil ${BODY}`, 'refused'],
]

interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
  readonly isWhole: boolean
}

/** An answer read strictly: one head, one way to its end, and nothing behind. */
function strictly(raw: string): Answer {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const after = rest.join('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  expect(first).toMatch(/^HTTP\/1\.1 \d{3} [A-Za-z ]+$/)
  expect(lines.filter((line) => !/^[\w-]+: [\x20-\x7e]*$/.test(line))).toEqual([])
  const headers = lines.map((line) => line.toLowerCase())
  const status = Number(first.slice(9, 12))
  const lengths = headers.flatMap((line) => /^content-length: (\d+)$/.exec(line)?.[1] ?? [])
  const isChunked = headers.includes('transfer-encoding: chunked')
  if (status === 204) {
    expect([lengths, isChunked, after]).toEqual([[], false, ''])
    return { status, headers, body: '', isWhole: true }
  }
  expect(lengths).toHaveLength(isChunked ? 0 : 1)
  if (!isChunked) return { status, headers, body: after, isWhole: after.length === Number(lengths[0]) }
  const [, size = '', body = ''] = /^([\da-f]+)\r\n([^]*)\r\n0\r\n\r\n$/.exec(after) ?? []
  return { status, headers, body, isWhole: size !== '' && body.length === parseInt(size, 16) }
}

const OURS =
  /^(?:content-length|transfer-encoding|connection|x-qcc-request-id|x-qcc-endpoint: \d+\/\d+|x-qcc-attempts)\b/

const asked = (at: number, isMessage: boolean): string => {
  const body = isMessage ? '{"model":"m","messages":[]}' : ''
  const first = isMessage ? `POST /p/${String(at)}/v1/messages` : `GET /p/${String(at)}/v1/models`
  return `${first} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`
}

function reached({ body, headers, isWhole, status }: Answer): Expected {
  const told = headers.filter((line) => !OURS.test(line))
  if (!isWhole) return 'cut'
  if (status === 200 && body === BODY && told.length === 0) return 'body'
  const isRefusal = status === 503 && body.startsWith('{"type":"error","error":{"type":"api_error"')
  return isRefusal ? 'refused' : [status, ...told]
}

test.each(['a message', 'anything else'])(
  'what endpoints say to %s comes out as one answer',
  async (kind) => {
    const url = await rawEndpoint((socket, head) => {
      const [, at = ''] = /^\w+ \/(\d+)\//.exec(head) ?? []
      // A last piece, when a row has written all.
      if (at !== '') socket.end(Buffer.from(ROWS[Number(at)]?.[1] ?? '', 'latin1'))
    })
    // A profile each, so that no row is to blame for another's.
    const targets = ROWS.map((_row, at) => ({ name: String(at), url: `${url}/${String(at)}` }))
    const { events, proxy } = await startRigOn(profilesDocument(targets))
    const isMessage = kind === 'a message'
    const raws = await Promise.all(ROWS.map((_row, at) => sendRaw(proxy.port, asked(at, isMessage))))
    const got = raws.map((raw, at) => [ROWS[at]?.[0], reached(strictly(raw))])
    expect(got).toEqual(
      ROWS.map(([what, , message, others = message]) => [what, isMessage ? message : others]),
    )
    expect(raws.filter((raw) => raw.includes('evil'))).toEqual([])
    expect(events.filter(({ event }) => event === 'fault')).toEqual([])
  },
)

test('an answer that nobody asked for is not given to the next request', async () => {
  const url = await rawEndpoint((socket) => socket.write(sized(OK) + EVIL))
  const rig = await startRig([{ name: 'one', url }])
  for (let count = 0; count < 3; count += 1) {
    const answer = await send(`${rig.url}/v1/models`, { method: 'GET' })
    expect([answer.status, answer.body.toString()]).toEqual([200, BODY])
  }
})

test('words before an answer that never comes count for nothing: another endpoint is asked', async () => {
  const closed = Promise.withResolvers<'closed'>()
  const url = await rawEndpoint((socket) => {
    const goOn = (): void => {
      if (socket.destroyed) closed.resolve('closed')
      else if (socket.write('HTTP/1.1 103 Evil\r\nx-evil: 1\r\n\r\n'.repeat(100))) setImmediate(goOn)
      else socket.once('drain', goOn)
    }
    socket.once('close', goOn)
    goOn()
  })
  const rig = await startRig([{ name: 'one', url }, await upstream('two', [{ do: 'serve' }])], SHORT_TIMERS)
  const answer = await sendMessage(rig.url)
  expect([answer.status, answer.headers['x-qcc-endpoint']]).toEqual([200, 'rig/two'])
  expect(await closed.promise).toBe('closed')
})
