/** Every shipped scenario with its whole crowd, a thousand times: at least 2,000 requests each, on all processors. */
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { SCENARIOS } from '../../src/cli/scenario-names.ts'

const SEEDS = 1_000
const CHILD = fileURLToPath(new URL('../support/simulate-child.ts', import.meta.url))
const run = promisify(execFile)

interface Sums {
  readonly asked: number
  readonly served: number
  readonly fewestRequests: number
}

test.each(SCENARIOS)('%s: all rules hold in a thousand runs', async (name) => {
  const parts = availableParallelism()
  const bounds = Array.from({ length: parts + 1 }, (_, part) => Math.round((SEEDS * part) / parts) + 1)
  const sums = await Promise.all(
    bounds.slice(1).map(async (to, part): Promise<Sums> => {
      const { stdout } = await run(process.execPath, [CHILD, name, String(bounds[part]), String(to)])
      return JSON.parse(stdout) as Sums
    }),
  )
  expect(Math.min(...sums.map(({ fewestRequests }) => fewestRequests))).toBeGreaterThanOrEqual(2_000)
  const [asked, served] = [
    sums.reduce((sum, one) => sum + one.asked, 0),
    sums.reduce((sum, one) => sum + one.served, 0),
  ]
  expect(served / asked).toBeGreaterThan(name === 'network-loss' ? 0.95 : 0.995)
})
