/**
 * The readers of `test/fuzz` with other seeds each time, and with long texts.
 * What fails is told with its seed, and becomes a sample or a test of its own.
 */
import { describe, test } from 'vitest'
import { BYTE_PROPERTIES } from '../support/byte-properties.ts'
import { endless } from '../support/mutated.ts'
import { readsAnything, TEXT_READERS } from '../support/text-readers.ts'

const seed = Date.now() % 2 ** 31

describe.each(TEXT_READERS)(`$name (seed ${String(seed)})`, (reader) => {
  test('is read, or refused, whatever it has become, and no key is repeated', async () => {
    await readsAnything(reader, { numRuns: 10 * (reader.runs ?? 100), seed })
  })

  test('does not keep its reader busy, however long it is', async () => {
    for (const text of endless(50 * (reader.longest ?? 4_000))) await reader.read(text)
  })
})

test.each(BYTE_PROPERTIES)(`$name (seed ${String(seed)})`, async ({ check }) => {
  await check({ numRuns: 1_500, seed })
})
