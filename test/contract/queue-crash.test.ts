import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { queueCrashLoop } from '../support/queue-crash-loop.ts'

const SEED = 20_261_128

test('after each of 20 kills at any moment the queue has what it acknowledged, is sound, and sends nothing twice that it recorded', async () => {
  const home = join(temporaryFolder(), 'home')
  const { freed, parked, sent, served } = await queueCrashLoop(home, 20, seeded(SEED))
  console.log({ seed: SEED, parked: parked.size, sent, served: served.size, takenAgain: freed })
  // Kills met requests that were being sent, and many that were not.
  expect(freed).toBeGreaterThan(5)
  expect(served.size).toBeGreaterThan(50)
}, 120_000)
