import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { played } from '../support/transcript.ts'

const FOLDER = join(import.meta.dirname, 'transcripts')

/** After a wanted change: `vitest run --project e2e test/cli/transcripts.test.ts -u`, and read what changed. */
test.each(readdirSync(FOLDER))('%s says what it said', async (name) => {
  const file = join(FOLDER, name)
  await expect(await played(file)).toMatchFileSnapshot(file)
})
