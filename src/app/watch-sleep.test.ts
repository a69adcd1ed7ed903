import { expect, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { watchSleep } from './watch-sleep.ts'

test.each([
  ['an hour of sleep', 3_600_000, 1],
  ['a clock set back', -60_000, 1],
  ['a busy machine', 20_000, 0],
])('%s', async (_what, gapMs, expected) => {
  const clock = fakeClock()
  let woken = 0
  const cancel = watchSleep(clock, () => (woken += 1))
  await clock.pass(60_000)
  expect(woken).toBe(0)
  clock.set(clock.now() + gapMs)
  await clock.pass(5_000)
  expect(woken).toBe(expected)
  cancel()
  clock.set(clock.now() + 3_600_000)
  await clock.pass(10_000)
  expect(woken).toBe(expected)
})
