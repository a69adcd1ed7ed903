import { expect, test } from 'vitest'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { proxyCrashLoop } from '../support/proxy-crash-loop.ts'

test('a proxy that is killed 200 times at any moment loses nothing it promised, tells nothing, and sends nothing again that it recorded', async () => {
  const seed = 20_261_128
  console.log(`seed ${String(seed)}`)
  const figures = await proxyCrashLoop(200, seeded(seed))
  console.log(figures)
  expect(figures.promised).toBeGreaterThan(500)
  expect(figures.killedWith.beingSent).toBeGreaterThan(50)
})
