import { Agent } from 'node:http'
import type { Books, End } from './books.ts'
import { ask, type Asked, type Leave } from './client.ts'

/** Who plays the clients, and where what they saw is written down. */
export interface Load {
  readonly url: string
  readonly roll: () => number
  readonly books: Books
  /** Ids of the items of the queue that clients were promised an answer from. */
  readonly promised: Set<string>
}

type Draft = Partial<Asked> & { readonly path: string; readonly body: Buffer }

const CLIENTS = 24
/** A client's pause between two requests, at most. */
const PAUSE_MS = 60
const LEAVING_SHARE = 0.2
/** Requests of a conversation, whose endpoint is remembered, name it; the others name themselves. */
const SESSION_SHARE = 0.3
/** Of one client. Where each of them belongs is remembered of 10,000: with new ones that would be growth all the way. */
const NAMES = 64
const KEPT_ALIVE_SHARE = 0.5

/** Other sessions begin otherwise: these are all of one, however long they are. */
const BEGINNING = 'x'.repeat(2_000)

const message = (bytes: number, stream: boolean): Buffer => {
  const messages = [{ role: 'user', content: BEGINNING + 'x'.repeat(bytes) }]
  return Buffer.from(JSON.stringify({ model: 'claude-opus-5-5', max_tokens: 64, messages, stream }))
}

const MESSAGES = '/v1/messages?beta=true'
/** By share of all. */
const KINDS: readonly (readonly [what: string, share: number, draft: (roll: () => number) => Draft])[] = [
  ['stream', 42, (roll) => ({ path: MESSAGES, body: message(roll() * 20_000, true) })],
  ['whole', 14, (roll) => ({ path: MESSAGES, body: message(roll() * 5_000, false) })],
  ['count', 10, (roll) => ({ path: '/v1/messages/count_tokens', body: message(roll() * 20_000, false) })],
  ['big', 8, (roll) => ({ path: MESSAGES, body: message(200_000 + roll() * 3_000_000, true) })],
  ['slow reader', 4, () => ({ path: MESSAGES, body: message(2_000, true), readMs: 10 })],
  ['dribbled', 3, () => ({ path: MESSAGES, body: message(20_000, true), dribbleMs: 20 })],
  ['upload', 4, (roll) => ({ path: '/v1/files', body: Buffer.alloc(roll() * 2 ** 20, 'x') })],
  ['models', 4, () => ({ path: '/v1/models', method: 'GET', body: Buffer.alloc(0) })],
  ['not JSON', 2, () => ({ path: MESSAGES, body: Buffer.from('{"model":') })],
  [
    ...(['handed in', 5] as const),
    (roll) => ({
      ...{ path: '/p/parked/v1/messages', body: message(roll() * 5_000, false) },
      headers: { 'x-qcc-queue': 'accept' },
    }),
  ],
  ['unserved', 4, (roll) => ({ path: '/p/parked/v1/messages', body: message(roll() * 5_000, true) })],
]

function drawn(roll: () => number): [what: string, draft: Draft] {
  let left = roll() * KINDS.reduce((sum, [, share]) => sum + share, 0)
  for (const [what, share, draft] of KINDS) if ((left -= share) < 0) return [what, draft(roll)]
  return drawn(roll)
}

function leaving(roll: () => number): Leave | null {
  if (roll() >= LEAVING_SHARE) return null
  const after = roll() < 0.5 ? 'sending' : 'bytes'
  return { after, ms: roll() * 120, how: roll() < 0.3 ? 'reset' : 'close' }
}

/** Plays mixed traffic until `endsAt` (epoch ms), and resolves when the last request has ended. */
export async function play(load: Load, endsAt: number): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  const { roll } = load
  const client = async (number: number): Promise<void> => {
    for (let count = 0; Date.now() < endsAt; count++) {
      const isOfSession = roll() < SESSION_SHARE
      const key = isOfSession
        ? `soak-session-${String(number)}`
        : `soak-${String(number)}-${String(count % NAMES)}`
      const [what, draft] = drawn(roll)
      const named = isOfSession ? { 'x-claude-code-session-id': key } : { 'x-claude-code-agent-id': key }
      await asked(load, key, what, {
        ...{ method: 'POST', dribbleMs: 0, readMs: 0, leave: leaving(roll), ...draft },
        headers: {
          'content-type': 'application/json',
          'x-api-key': 'proxy-managed',
          ...named,
          ...draft.headers,
        },
        agent: roll() < KEPT_ALIVE_SHARE ? agent : null,
      })
      await new Promise((resolve) => setTimeout(resolve, roll() * PAUSE_MS))
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))
  agent.destroy()
}

async function asked({ books, promised, url }: Load, key: string, what: string, how: Asked): Promise<End> {
  const entry = books.open(key, what, Date.now())
  entry.end = await ask(url, how)
  if (entry.end.kind === 'accepted') promised.add(entry.end.item)
  return entry.end
}
