import { expect, test } from 'vitest'
import type { SeenRequest } from '../../src/lab/exchange.ts'
import type { Act } from '../../src/lab/act.ts'
import { sendMessage } from '../support/http.ts'
import { startProxyProcess, until } from '../support/proxy-process.ts'
import { rigDocument, upstream } from '../support/rig.ts'

const ITEMS = 1_000
const AT_ONCE = 20
const WATCHED_S = 5

/** Everything that the queue may do is on, and no number of tries ends it. */
const SETTINGS = {
  ...{ 'hold.max': 0, 'circuit.max-open': 2, 'queue.auto': 'on', 'queue.strategy': 'immediate' },
  'queue.max-attempts': 1_000_000,
} as const

const numberOf = ({ body }: SeenRequest): number =>
  (JSON.parse(body.toString()) as { readonly max_tokens: number }).max_tokens

test(`${String(ITEMS)} requests that wait while all endpoints are out cost next to nothing, and each is answered once when one is back`, async () => {
  const sent = { messages: 0, isOut: true, answers: new Map<number, number>() }
  const reply = (request: SeenRequest): Act => {
    sent.messages += 1
    if (sent.isOut) return { do: 'status', status: 500 }
    const number = numberOf(request)
    sent.answers.set(number, (sent.answers.get(number) ?? 0) + 1)
    return { do: 'serve' }
  }
  const ups = [
    await upstream('one', [], { remember: 0, reply }),
    await upstream('two', [{ do: 'status', status: 500 }], { remember: 0 }),
  ]
  const { cpuMs, status, url } = await startProxyProcess(rigDocument(ups, SETTINGS))

  let number = 1_000
  const client = async (): Promise<void> => {
    while (number < 1_000 + ITEMS) expect((await sendMessage(url, { max_tokens: number++ })).status).toBe(503)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  expect((await status()).queue.waiting).toBe(ITEMS)

  const before = { cpuMs: await cpuMs(), messages: sent.messages }
  await new Promise((resolve) => setTimeout(resolve, WATCHED_S * 1_000))
  const cost = { cpuMs: (await cpuMs()) - before.cpuMs, messages: sent.messages - before.messages }
  console.log(`in ${String(WATCHED_S)} s with ${String(ITEMS)} waiting, of one endpoint:`, cost)
  expect(cost.messages).toBeLessThanOrEqual(4 * WATCHED_S)
  expect(cost.cpuMs).toBeLessThan(WATCHED_S * 200)

  sent.isOut = false
  const isBackAt = performance.now()
  const areAnswered = async (): Promise<true | null> => {
    const { queue } = await status()
    return queue.waiting + queue.sending === 0 ? true : null
  }
  // Some seconds of work, for whose end a busy machine lets us wait.
  await until('all are answered', areAnswered, 500, 150_000)
  console.log(`answered within ${((performance.now() - isBackAt) / 1_000).toFixed(1)} s`)
  // Checks ask for other numbers.
  const answers = [...sent.answers].filter(([of]) => of >= 1_000)
  expect([answers.length, answers.filter(([, times]) => times !== 1)]).toEqual([ITEMS, []])
}, 240_000)
