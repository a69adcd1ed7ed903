import { request, type Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import type { End } from './books.ts'

/** One request, and how its client behaves. */
export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Null for a connection of its own. */
  readonly agent: Agent | null
  /** Milliseconds between pieces of the body; 0 sends it in one. */
  readonly dribbleMs: number
  /** Milliseconds that it takes for each piece of the answer. */
  readonly readMs: number
  readonly leave: Leave | null
}

/** When it goes away: so long after it began to send, or after the first byte of the answer. */
export interface Leave {
  readonly after: 'sending' | 'bytes'
  readonly ms: number
  readonly how: 'close' | 'reset'
}

const PIECES = 5
/** What is told of a refusal. */
const WHY_BYTES = 200

/** Asks once and resolves to what the client saw in the end. Never rejects. */
export function ask(url: string, asked: Asked): Promise<End> {
  const { agent, leave, method, path, readMs } = asked
  return new Promise((resolve) => {
    let hasLeft = false
    let isOver = false
    let requestId = ''
    const headers = { ...asked.headers, 'content-length': asked.body.length }
    const asking = request(url + path, { method, agent: agent ?? false, headers })
    const end = (seen: End): void => {
      isOver = true
      resolve(hasLeft ? { kind: 'left', requestId } : seen)
    }
    const leaveSoon = (): void => {
      if (leave === null) return
      setTimeout(() => {
        // Its connection may be somebody else's by now.
        if (isOver) return
        hasLeft = true
        if (leave.how === 'reset') asking.socket?.resetAndDestroy()
        asking.destroy()
      }, leave.ms)
    }
    let how = ''
    asking.on('error', (error: NodeJS.ErrnoException) => {
      how = `${error.code ?? error.message}${asking.reusedSocket ? ' on a kept connection' : ''}`
    })
    asking.on('response', (answer) => {
      requestId = String(answer.headers['x-qcc-request-id'] ?? '')
      if (leave?.after === 'bytes') answer.once('data', leaveSoon)
      void endOf(answer, requestId, readMs).then(end)
    })
    asking.on('close', () => {
      // With an answer, that one tells; its last bytes may still be read.
      if (requestId === '') end({ kind: 'broken', requestId, how })
    })
    if (leave?.after === 'sending') leaveSoon()
    void send(asking, asked)
  })
}

async function send(asking: ClientRequest, { body, dribbleMs }: Asked): Promise<void> {
  const bytes = dribbleMs === 0 ? body.length : Math.ceil(body.length / PIECES)
  for (let at = 0; at < body.length && !asking.destroyed; at += bytes) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, dribbleMs))
    asking.write(body.subarray(at, at + bytes))
  }
  asking.end()
}

function endOf(answer: IncomingMessage, requestId: string, readMs: number): Promise<End> {
  let text = ''
  answer.on('data', (chunk: Buffer) => {
    if (text.length < WHY_BYTES) text += chunk.toString('utf8', 0, WHY_BYTES)
    if (readMs === 0) return
    answer.pause()
    setTimeout(() => answer.resume(), readMs)
  })
  answer.on('error', () => undefined) // told by `complete`
  return new Promise((resolve) => {
    answer.on('close', () => {
      const { complete, statusCode: status = 0 } = answer
      if (!complete) resolve({ kind: 'broken', requestId, how: 'cut off' })
      else if (status === 202) resolve({ kind: 'accepted', requestId, item: itemIn(text) })
      else if (status >= 300) resolve({ kind: 'refused', requestId, status, why: text })
      else resolve({ kind: 'whole', requestId })
    })
  })
}

const itemIn = (json: string): string => (JSON.parse(json) as { readonly id: string }).id
