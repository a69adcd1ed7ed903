import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/qcc.ts'
import { editAtRandom } from '../support/sync-edits.ts'
import { folderAt, syncHomeAt } from '../support/sync-homes.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'

/** The same, longer and over git too: test/long/sync.test.ts. */
test('three homes that are edited at random come together and lose nothing', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'shared'))
  const homes = await Promise.all(
    ['a', 'b', 'c'].map((name) => syncHomeAt(join(folder, name), folderAt(join(folder, 'shared')))),
  )
  const { asked } = await editAtRandom(homes, 60, seeded(7))
  expect(asked).toBeGreaterThan(0)
})
