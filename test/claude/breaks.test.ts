import { expect, test } from 'vitest'
import type { Serve } from '../../src/lab/act.ts'
import { BREAKS_AFTER_COMMIT } from '../../src/lab/faults.ts'
import { ONE_TOOL } from './conversation.ts'
import { stageOf, type Case } from './stage.ts'

/** With the last bytes, which the client may then not have looked at; and when the tool that they hold is running. */
const MOMENTS = [0, 150]

const CASES: readonly Case[] = MOMENTS.flatMap((breakAfterMs) =>
  BREAKS_AFTER_COMMIT.map(({ act, name }) => ({
    name: `${name}-${String(breakAfterMs)}`,
    parts: [[], []],
    opening: { ...ONE_TOOL[0], ...(act as Serve), manner: { breakAfterMs } },
    conversation: ONE_TOOL,
  })),
)

const stage = stageOf(CASES, { 'timeout.idle': 3 })

test.concurrent.each(CASES)(
  'after $name the client goes on with the other endpoint, streams, and runs its tool once',
  async ({ name }) => {
    const { code, ran, said, stderr } = await stage.run(name, { prompt: 'leave a trace' })
    expect({ code, ran, said, stderr }).toEqual({ code: 0, ran: 1, said: 'It is done.', stderr: '' })
    const [one, other] = stage.played(name).toSorted((a, b) => a.paid - b.paid)
    expect([one?.asked.length, one?.paid]).toEqual([1, 0])
    expect(other?.asked.length).toBe(other?.paid)
    const bodies = [...(one?.asked ?? []), ...(other?.asked ?? [])].map(({ body }) => body.toString())
    expect(bodies.every((body) => body.includes('"stream":true'))).toBe(true)
  },
)
