import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

/** An answer as it came, with how it ended. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** False when the connection broke before the end. */
  readonly isComplete: boolean
}

interface Sent {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders | readonly string[]
  readonly body?: string | Buffer
}

/** Sends exactly this and reads to the end or the break. Rejects when no answer came at all. */
export function send(url: string, { body, headers, method = 'POST' }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, agent: false as const, ...(headers === undefined ? {} : { headers }) }
    const asking = request(url, options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', () => undefined) // told by `complete`
      answer.on('close', () => {
        const { complete: isComplete, headers: got, statusCode = 0 } = answer
        resolve({ status: statusCode, headers: got, body: Buffer.concat(chunks), isComplete })
      })
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

/** Sends a message request, streaming unless told otherwise. */
export const sendMessage = (
  url: string,
  extra: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  send(`${url}/v1/messages?beta=true`, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      model: 'claude-opus-5-5',
      max_tokens: 64,
      messages: [],
      stream: true,
      ...extra,
    }),
  })

/** Writes bytes to a socket as they are and resolves to all that came back until it was closed, within `patienceMs`. */
export function sendRaw(port: number, bytes: string | Buffer, patienceMs = 10_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString())
    })
    socket.setTimeout(patienceMs, () =>
      socket.destroy(new Error(`not closed; so far: ${Buffer.concat(chunks).toString()}`)),
    )
  })
}

/** The `error` member of an answer in Anthropic's envelope. */
export function errorOf(answer: Answer): { readonly type: string; readonly message: string } {
  const envelope = JSON.parse(answer.body.toString()) as {
    type: string
    error: { type: string; message: string }
  }
  if (envelope.type !== 'error') throw new Error(`not an error envelope: ${answer.body.toString()}`)
  return envelope.error
}
