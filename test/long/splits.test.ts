import { expect, test } from 'vitest'
import { ODD_BUT_GOOD } from '../../src/lab/faults.ts'
import { readStream } from '../support/answer-text.ts'
import { sendMessage } from '../support/http.ts'
import { SHORT_TIMERS, startRig, upstream } from '../support/rig.ts'

const LARGEST_PIECE = 48
/**
 * Of a megabyte in pieces of a byte there is nothing to learn that a kilobyte
 * does not teach; and a reset may overtake pieces that the system still holds.
 */
const streams = ODD_BUT_GOOD.filter(
  ({ appliesTo, name }) => appliesTo !== 'whole' && name !== 'event-of-1-mb' && name !== 'reset-after-stop',
)

test.each(streams)('$name is served whole in pieces of every size from 1 to 48 bytes', async ({ act }) => {
  if (act.do !== 'serve') throw new Error('a good answer is served')
  const up = await upstream('one', [act])
  const { url } = await startRig([up], { ...SHORT_TIMERS, 'timeout.first-content': 10, 'timeout.idle': 10 })
  for (let chunkBytes = 1; chunkBytes <= LARGEST_PIECE; chunkBytes++) {
    up.play({ ...act, manner: { ...act.manner, chunkBytes } })
    const answer = await sendMessage(url)
    expect([chunkBytes, answer.status, answer.isComplete]).toEqual([chunkBytes, 200, true])
    expect(readStream(answer.body)).toEqual({ text: act.text ?? 'hello from one', starts: 1 })
  }
})
