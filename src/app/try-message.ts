import { request } from 'node:http'
import type { TryAnswer, TryRequest } from '../admin/contract/try.ts'
import { answerContent } from '../anthropic/answer-content.ts'
import { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'

interface Way {
  /** Of the proxy. */
  readonly url: string
  /** What stands for a credential there; null where it takes any. */
  readonly clientToken: string | null
  /** Where none is wanted. */
  readonly model: string
  readonly clock: Clock
}

/** Longer than any answer that a person waits for. */
const MOST_MS = 300_000
const MOST_BYTES = 4 * 2 ** 20
const MAX_TOKENS = 512

/** Sends a small message to the proxy, as any client would. Throws `failed` when that answers nothing. */
export async function tryMessage(wanted: TryRequest, way: Way): Promise<TryAnswer> {
  const startedAt = way.clock.now()
  const { body, headers, status } = await sent(wanted, way)
  const isServed = status === 200
  const said = isServed ? answerContent(body).text : messageOf(body)
  return {
    request: String(headers['x-qcc-request-id'] ?? ''),
    ...{ status, isServed, text: said, tookMs: way.clock.now() - startedAt },
    endpoint: typeof headers['x-qcc-endpoint'] === 'string' ? headers['x-qcc-endpoint'] : null,
  }
}

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
}

function sent({ model, profile, text }: TryRequest, way: Way): Promise<Answered> {
  const { clientToken, clock, url } = way
  const path = `${profile === null ? '' : `/p/${encodeURIComponent(profile.toWellFormed())}`}/v1/messages`
  const headers = {
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    'x-api-key': clientToken ?? 'qcc-dashboard',
    // A person looks at an empty page meanwhile.
    'x-qcc-hold': '5',
  }
  const message = {
    ...{ model: model ?? way.model, max_tokens: MAX_TOKENS, stream: true },
    messages: [{ role: 'user', content: text }],
  }
  return new Promise((resolve, reject) => {
    const asking = request(url + path, { method: 'POST', headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MOST_BYTES) asking.destroy()
        else chunks.push(chunk)
      })
      // `close` follows, and what came until then is told.
      answer.on('error', () => undefined)
      answer.on('close', () => {
        cancel()
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) })
      })
    })
    const cancel = clock.after(MOST_MS, () => asking.destroy())
    asking.on('error', (error) => {
      cancel()
      reject(new AppError('failed', `The proxy at ${url} did not answer: ${error.message}`))
    })
    asking.end(JSON.stringify(message))
  })
}

/** Of Anthropic's error envelope; the body as it is where it is none. */
function messageOf(body: Buffer): string {
  const text = body.toString()
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly message?: unknown } }
    return typeof error?.message === 'string' ? error.message : text
  } catch {
    return text
  }
}
