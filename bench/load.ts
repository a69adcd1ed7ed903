import { Agent, request } from 'node:http'
import { AT_ONCE, type Case } from './cases.ts'

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const HEADERS = {
  'content-type': 'application/json',
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27',
  'user-agent': 'bench',
  'x-api-key': 'proxy-managed',
  'x-claude-code-session-id': '39a454a6-6b5a-46af-8391-69c2bfd0d4b4',
}

/** Sends one request, reads it to its end and resolves to the milliseconds until its first byte of content. */
function ask(url: string, body: Buffer): Promise<number> {
  const headers = { ...HEADERS, 'content-length': body.length }
  return new Promise((resolve, reject) => {
    const sentAt = performance.now()
    let firstByteMs = 0
    request(`${url}/v1/messages?beta=true`, { method: 'POST', agent, headers }, (answer) => {
      answer.once('data', () => (firstByteMs = performance.now() - sentAt))
      answer.resume().on('end', () => {
        if (answer.statusCode === 200 && answer.complete) resolve(firstByteMs)
        else reject(new Error(`answered ${String(answer.statusCode)}`))
      })
    })
      .on('error', reject)
      .end(body)
  })
}

/** All requests of a round, 16 at a time; resolves to the milliseconds it took. */
export async function crowd(url: string, { body, requests }: Case): Promise<number> {
  let left = requests
  const client = async (): Promise<void> => {
    while (left-- > 0) await ask(url, body)
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  return performance.now() - startedAt
}

/** One request after the other; resolves to the milliseconds to the first byte of each. */
export async function queue(url: string, { body, probes }: Case): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < probes; i++) times.push(await ask(url, body))
  return times
}
