import { Agent, request } from 'node:http'
import { isRight, type Wanted } from './message.ts'

const HEADERS = {
  'content-type': 'application/json',
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27',
  'user-agent': 'bench',
  'x-api-key': 'made-up',
}

export interface Question {
  readonly url: string
  readonly body: Buffer
  readonly wanted: Wanted
  readonly session: string
  readonly agent: Agent
  /** Hears each piece of the answer as it comes. */
  readonly onText?: (text: string) => void
}

export interface Answer {
  /** Milliseconds until the first byte of content. */
  readonly firstByteMs: number
  /** Null when it says what it should. */
  readonly wrong: string | null
}

/** Connections that are kept as long as the agent is, `most` at once. */
export const agentFor = (most: number): Agent => new Agent({ keepAlive: true, maxSockets: most })

/** Sends one request and reads the answer to its end; whatever goes wrong is told, not thrown. */
export function ask({ agent, body, onText, session, url, wanted }: Question): Promise<Answer> {
  const headers = { ...HEADERS, 'x-claude-code-session-id': session, 'content-length': body.length }
  return new Promise((resolve) => {
    const sentAt = performance.now()
    let firstByteMs = Number.NaN
    const fail = (wrong: string): void => {
      resolve({ firstByteMs, wrong })
    }
    request(`${url}/v1/messages?beta=true`, { method: 'POST', agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('latin1').on('data', (more: string) => {
        if (text === '') firstByteMs = performance.now() - sentAt
        text += more
        onText?.(more)
      })
      answer.on('end', () => {
        if (answer.statusCode !== 200) fail(`status ${answer.statusCode}: ${text.slice(0, 200)}`)
        else if (!answer.complete) fail('cut off')
        else
          resolve({
            firstByteMs,
            wrong: isRight(text, wanted) ? null : `not the answer: ${text.slice(0, 200)}`,
          })
      })
      answer.on('error', (error) => {
        fail(error.message)
      })
    })
      .on('error', (error) => {
        fail(error.message)
      })
      .end(body)
  })
}
