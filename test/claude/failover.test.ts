import { expect, test } from 'vitest'
import { FAULTS } from '../../src/lab/faults.ts'
import { GREETING } from './conversation.ts'
import { stageOf, type Case } from './stage.ts'

/** All that may go wrong before the content of a stream, and an endpoint that is not there. */
const CASES: readonly Case[] = [
  { name: 'refused', parts: ['down', []], conversation: GREETING },
  ...FAULTS.filter(({ appliesTo }) => appliesTo !== 'whole').map(({ act, name }): Case => ({
    name,
    parts: [{ always: act }, []],
    conversation: GREETING,
  })),
]

const stage = stageOf(CASES, {
  'timeout.connect': 5,
  'timeout.first-content': 5,
  'timeout.quiet': 5,
})

test.concurrent.each(CASES)(
  'the client hears nothing of $name while another endpoint serves, and one answer is paid',
  async ({ name }) => {
    const { code, retries, said, stderr } = await stage.run(name)
    const heard = { code, retries, said, stderr }
    expect(heard).toEqual({ code: 0, retries: 0, said: 'hello from the model', stderr: '' })
    const [first, second] = stage.played(name)
    expect(first?.upstream.connections).toBeGreaterThanOrEqual(name === 'refused' ? 0 : 1)
    expect([second?.asked.length, second?.paid]).toEqual([1, 1])
  },
)
