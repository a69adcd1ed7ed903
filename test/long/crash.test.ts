import { expect, test } from 'vitest'
import { crashLoop } from '../support/crash-loop.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { STORES } from '../support/stores.ts'

test.each(STORES)(
  'after each of 500 kills at any moment, $name has what it acknowledged and is sound',
  async ({ place }) => {
    const seed = 20_261_128
    console.log(`seed ${String(seed)}`)
    const loops = [0, 1].map((index) => crashLoop(place(), 250, seeded(seed + index)))
    const acknowledged = await Promise.all(loops)
    console.log({ acknowledged })
    expect(Math.min(...acknowledged)).toBeGreaterThan(1_000)
  },
)
