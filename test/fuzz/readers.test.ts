/** What others wrote is read to its end, and refused in no other way than its reader says. More of it: `test/long/fuzz`. */
import { describe, test } from 'vitest'
import { BYTE_PROPERTIES } from '../support/byte-properties.ts'
import { endless } from '../support/mutated.ts'
import { readsAnything, TEXT_READERS } from '../support/text-readers.ts'

const SEED = 20_261_128

describe.each(TEXT_READERS)('$name', (reader) => {
  test('is read, or refused, whatever it has become, and no key is repeated', async () => {
    await readsAnything(reader, { numRuns: reader.runs ?? 100, seed: SEED })
  })

  test('does not keep its reader busy, however long it is', async () => {
    for (const text of endless(reader.longest ?? 4_000)) await reader.read(text)
  })
})

test.each(BYTE_PROPERTIES)('$name', async ({ check }) => {
  await check({ numRuns: 100, seed: SEED })
})
