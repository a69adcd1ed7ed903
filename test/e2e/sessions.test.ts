import { expect, test } from 'vitest'
import { sendMessage } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

/** What a client sends at one turn of a conversation: all that was said, the mark for the cache on the newest. */
function turn(topic: string, number: number): Readonly<Record<string, unknown>> {
  const messages = Array.from({ length: 2 * number + 1 }, (_, index) => {
    const mark = index === 2 * number ? { cache_control: { type: 'ephemeral' } } : {}
    const content = [{ type: 'text', text: `${topic} ${String(index)}`, ...mark }]
    return { role: index % 2 === 0 ? 'user' : 'assistant', content }
  })
  return { system: 'You are helpful.', messages }
}

test('a conversation without a session in its headers stays on one endpoint, and conversations are spread', async () => {
  const names = ['one', 'two', 'three']
  const ups = await Promise.all(names.map((name) => upstream(name, [{ do: 'serve' }])))
  const { engine, url } = await startRig(ups.map((up) => ({ name: up.name, url: up.url, weight: 100 })))
  const used = new Set<unknown>()
  for (let conversation = 0; conversation < 12; conversation += 1) {
    const served = new Set<unknown>()
    for (let number = 0; number < 4; number += 1) {
      const { headers } = await sendMessage(url, turn(`topic ${String(conversation)}`, number))
      served.add(headers['x-qcc-endpoint'])
    }
    expect(served.size).toBe(1)
    used.add([...served][0])
  }
  expect(used.size).toBeGreaterThan(1)
  expect(engine.sessions).toBe(12)
})
