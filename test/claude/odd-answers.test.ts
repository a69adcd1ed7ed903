import { expect, test } from 'vitest'
import { ODD_BUT_GOOD } from '../../src/lab/faults.ts'
import { GREETING } from './conversation.ts'
import { stageOf, type Case } from './stage.ts'

const CASES: readonly Case[] = ODD_BUT_GOOD.filter(({ appliesTo }) => appliesTo !== 'whole').map(
  ({ act, name }) => ({ name, parts: [[act]], conversation: GREETING }),
)

/** After these the client has something more to ask: they call a tool, or have no text to show. */
const GOES_ON = new Set([
  ...['max-tokens-without-text', 'refusal-without-text', 'thinking-only'],
  ...['tool-only', 'thinking-text-and-tool'],
])
/** It goes by the names of events and reads nothing in a stream without them. */
const UNREADABLE = 'no-event-lines'

const stage = stageOf(CASES, {})

test.concurrent.each(CASES)('the client takes $name for an answer and ends', async ({ name }) => {
  const { code, retries, stderr } = await stage.run(name)
  expect({ code, retries, stderr }).toEqual({ code: 0, retries: 0, stderr: '' })
  const asked = stage.played(name)[0]?.asked ?? []
  const streams = asked.map(({ body }) => body.includes('"stream":true'))
  const more = GOES_ON.has(name) ? [true] : name === UNREADABLE ? [false] : []
  expect(streams).toEqual([true, ...more])
})
