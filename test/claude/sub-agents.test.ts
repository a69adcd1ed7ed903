import { expect, test } from 'vitest'
import { agentOf, sessionOf, TWO_AGENTS } from './conversation.ts'
import { stageOf, type Case } from './stage.ts'

/** Several, since one of them might be together by chance. */
const CASES: readonly Case[] = ['first', 'second', 'third', 'fourth'].map((name) => ({
  name,
  parts: [[], []],
  opening: { do: 'serve', ...TWO_AGENTS[0] },
  conversation: TWO_AGENTS,
}))

const stage = stageOf(CASES, {})

test.concurrent.each(CASES)(
  'the $name session stays on one endpoint with its tool and its two sub-agents',
  async ({ name }) => {
    const { code, ran, retries, said, stderr } = await stage.run(name, { prompt: 'use two agents' })
    expect({ code, ran, retries, said, stderr }).toEqual({
      code: 0,
      ran: 3,
      retries: 0,
      said: 'All is done.',
      stderr: '',
    })
    const [idle, busy] = stage.played(name).toSorted((a, b) => a.asked.length - b.asked.length)
    expect(idle?.asked).toEqual([])
    const asked = busy?.asked ?? []
    expect(new Set(asked.map(sessionOf)).size).toBe(1)
    // Three turns of its own, and two of each agent.
    expect(new Set(asked.map(agentOf)).size).toBe(3)
    expect(asked.length).toBe(7)
  },
)
