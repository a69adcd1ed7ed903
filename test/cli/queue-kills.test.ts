import { expect, test } from 'vitest'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { proxyCrashLoop } from '../support/proxy-crash-loop.ts'

test('a proxy that is killed 20 times at any moment loses nothing it promised, tells nothing, and sends nothing again that it recorded', async () => {
  const seed = 20_261_128
  console.log(`seed ${String(seed)}`)
  const figures = await proxyCrashLoop(20, seeded(seed))
  console.log(figures)
  // Kills met requests that were kept, and some that were being sent.
  expect(figures.promised).toBeGreaterThan(50)
  expect(figures.killedWith.beingSent).toBeGreaterThan(5)
}, 120_000)
