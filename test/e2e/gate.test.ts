import { expect, test } from 'vitest'
import type { Act, Phase } from '../../src/lab/act.ts'
import { sendMessage } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const breaking = (phase: Exclude<Phase, 'accept' | 'before-headers'>): Act => ({
  do: 'serve',
  text: 'a long answer '.repeat(20),
  breakAt: { phase, how: 'reset' },
})

test.each([
  ['gate.bytes', 'a stream that has held back more', 'after-start', true],
  ['gate.events', 'a stream of more events', 'after-block-start', true],
  ['gate.whole-bytes', 'a whole answer that is larger', 'in-text', false],
] as const)(
  '%s: %s passes without content, and can be hidden no more',
  async (setting, _what, phase, stream) => {
    for (const [flags, ending] of [
      [{}, 'rig/two'],
      [{ [setting]: 1 }, 'rig/one'],
    ] as const) {
      const one = await upstream('one', [breaking(phase)])
      const { url } = await startRig([one, await upstream('two', [{ do: 'serve' }])], flags)
      const answer = await sendMessage(url, { stream })
      expect([answer.headers['x-qcc-endpoint'], answer.isComplete]).toEqual([ending, ending === 'rig/two'])
    }
  },
)
