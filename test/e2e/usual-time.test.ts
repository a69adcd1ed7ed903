import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import { sendMessage } from '../support/http.ts'
import { startRig, upstream } from '../support/rig.ts'

const GOOD: Act = { do: 'serve' }
const HANG: Act = { do: 'serve', breakAt: { phase: 'after-headers', how: 'stall' } }
/** In seconds; what a busy machine takes to a first content lies well below the latter. */
const [LEAST, MOST] = [0.2, 2]
const FLAGS = { 'timeout.first-content-least': LEAST, 'timeout.first-content': MOST }

/** An endpoint that answers so many times and then hangs, in front of another; how long each hanging attempt was waited for. */
async function waitedAfter(answers: number, stream: boolean, hangs = 1): Promise<readonly number[]> {
  const one = await upstream('one', [GOOD])
  const { events, url } = await startRig([one, await upstream('two', [GOOD])], FLAGS)
  const ask = async (): Promise<unknown> => (await sendMessage(url, { stream })).headers['x-qcc-endpoint']
  for (let i = 0; i < answers; i++) expect(await ask()).toBe('rig/one')
  for (let i = 0; i < hangs; i++) {
    one.play(HANG)
    expect(await ask()).toBe('rig/two')
  }
  return events.flatMap((event) => waitIn(event) ?? [])
}

function waitIn(event: LogEvent): number | null {
  if (event.event !== 'attempt' || event.outcome !== 'timed-out') return null
  return Number(/^waited ([\d.]+) s for the first content$/.exec(event.why)?.[1])
}

test('an endpoint that is usually fast and then hangs is left after the shorter time; the next wait knows of that', async () => {
  const [first = NaN, second = NaN] = await waitedAfter(20, true, 2)
  expect(first).toBeGreaterThanOrEqual(LEAST)
  expect(first).toBeLessThan(MOST)
  expect(second).toBeGreaterThanOrEqual(Math.min(MOST, 3 * first))
})

test('an endpoint of which too little is known has the whole time', async () => {
  expect(await waitedAfter(19, true)).toEqual([MOST])
})

test('a whole answer has the whole time, however fast it usually comes', async () => {
  expect(await waitedAfter(20, false)).toEqual([MOST])
})
