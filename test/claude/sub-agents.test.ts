import { expect, test } from 'vitest'
import { agentOf, sessionOf, twoAgents } from './conversation.ts'
import { stageOf, type Case } from './stage.ts'

/** Several, since one of them might be together by chance. */
const CASES: readonly Case[] = [true, false].flatMap((areWaitedFor) =>
  ['first', 'second', 'third'].map((name) => ({
    name: `${name}-${areWaitedFor ? 'waiting' : 'going-on'}`,
    parts: [[], []],
    opening: { do: 'serve', ...twoAgents(areWaitedFor)[0] },
    conversation: twoAgents(areWaitedFor),
  })),
)

const stage = stageOf(CASES, {})

test.concurrent.each(CASES)(
  'the $name session stays on one endpoint with its tool and its two sub-agents',
  async ({ name }) => {
    const { code, ran, retries, said, stderr } = await stage.run(name, { prompt: 'use two agents' })
    const heard = { code, ran, retries, said, stderr }
    expect(heard).toEqual({ code: 0, ran: 3, retries: 0, said: 'All is done.', stderr: '' })
    const [idle, busy] = stage.played(name).toSorted((a, b) => a.asked.length - b.asked.length)
    expect(idle?.asked).toEqual([])
    const asked = busy?.asked ?? []
    expect(new Set(asked.map(sessionOf)).size).toBe(1)
    // Two turns of each agent, and three of its own; what reports later is heard in a turn more.
    const ofAgents = asked.map(agentOf).filter((agent) => agent !== null)
    expect([new Set(ofAgents).size, ofAgents.length]).toEqual([2, 4])
    expect(asked.length).toBeGreaterThanOrEqual(7)
  },
)
