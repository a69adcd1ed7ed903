import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/qcc.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { draft } from '../support/stores.ts'
import { AppError } from '../../src/errors/app-error.ts'
import { openStore } from '../../src/store/open-store.ts'
import { salvageVersions } from '../../src/store/salvage.ts'

const COUNT = 120
const PAGE = 4_096
/** Some longer than a page, some not. */
const contents = Array.from({ length: COUNT }, (_, index) =>
  JSON.stringify({ index, pad: `${String(index)} `.repeat(index % 2 === 0 ? 1_500 : 200) }),
)

/** The bytes of a store with these contents; made once, since each commit waits for the disk. */
const sound = async (): Promise<Buffer> => (made.sound ??= await commitAll())
const made: { sound?: Buffer } = {}

async function commitAll(): Promise<Buffer> {
  const file = join(temporaryFolder(), 'qcc.db')
  const store = await openStore({ file })
  for (const [base, content] of contents.entries()) {
    await store.versions.commit(base, draft(base, { content }), COUNT)
  }
  store.close()
  return readFileSync(file)
}

/** The same with numbers from `first` on. */
function numberedFrom(first: number, bytes: Buffer): Buffer {
  const file = join(temporaryFolder(), 'qcc.db')
  writeFileSync(file, bytes)
  const db = new DatabaseSync(file)
  db.exec(`UPDATE versions SET number = number + ${String(first - 1)}; VACUUM`)
  db.close()
  return readFileSync(file)
}

/** Numbers of what is found in a file with these bytes, newest first, after a look at whether it is true and the file untouched. */
function found(bytes: Buffer, first = 1): readonly number[] {
  const file = join(temporaryFolder(), 'qcc.db')
  writeFileSync(file, bytes)
  const versions = salvageVersions(file)
  for (const { content, number } of versions) expect(content).toBe(contents[number - first])
  expect(readFileSync(file).equals(bytes)).toBe(true)
  expect(readdirSync(dirname(file))).toEqual(['qcc.db'])
  const numbers = versions.map(({ number }) => number)
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  return numbers
}

/** The same bytes without the pages on which the contents of these versions begin. */
function without(bytes: Buffer, ...indices: readonly number[]): Buffer {
  const damaged = Buffer.from(bytes)
  for (const index of indices) {
    const at = bytes.lastIndexOf(`{"index":${String(index)},`)
    damaged.fill(0xa5, at - (at % PAGE), at - (at % PAGE) + PAGE)
  }
  return damaged
}

test('of a sound file everything is found', async () => {
  expect(found(await sound())).toEqual(contents.map((_, index) => COUNT - index))
})

test.each([
  ['the middle', [60], 50_001],
  ['the beginning', [0], 50_001],
  ['the end', [COUNT - 1], 50_001],
  ['the beginning, the middle and the end', [0, 60, COUNT - 1], 10_001],
])('pages lost at %s cost what was on them, also where the numbers are high', async (_where, lost, first) => {
  const numbers = found(without(numberedFrom(first, await sound()), ...lost), first)
  for (const index of lost) expect(numbers).not.toContain(first + index)
  expect(numbers.length).toBeGreaterThan(COUNT - 10 * lost.length)
})

test('of a file that was cut off, what was before the cut is found', async () => {
  const whole = await sound()
  expect(found(whole.subarray(0, whole.length / 2)).length).toBeGreaterThan(COUNT / 3)
  expect(found(whole.subarray(0, whole.length - 1)).length).toBeGreaterThan(COUNT - 10)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('no database '.repeat(1_000))],
])('in %s there is nothing to find', (_what, bytes) => {
  expect(found(bytes)).toEqual([])
})

test('a file that is not there holds nothing', () => {
  expect(salvageVersions(join(temporaryFolder(), 'qcc.db'))).toEqual([])
})

test('whatever is overwritten, nothing false is found, and the store gives nothing false either', async () => {
  const seed = 20_261_127
  console.log(`seed ${String(seed)}`)
  const roll = seeded(seed)
  const whole = await sound()
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(whole)
    const length = 1 + Math.floor(roll() ** 3 * 2 * PAGE)
    const at = Math.floor(roll() * (whole.length - length))
    for (let index = at; index < at + length; index++) bytes[index] = Math.floor(roll() * 256)
    found(bytes)
    await readsNothingFalse(bytes)
  }
})

/** Each version is as it was written, not there, or reported as damaged; and so is the whole file. */
async function readsNothingFalse(bytes: Buffer): Promise<void> {
  const file = join(temporaryFolder(), 'qcc.db')
  writeFileSync(file, bytes)
  const store = await openStore({ file }).catch(codeOf)
  if (typeof store === 'string') {
    // The number of the schema may have been hit.
    expect(['store-corrupt', 'store-newer']).toContain(store)
    return
  }
  for (const [index, content] of contents.entries()) {
    const version = await store.versions.at(index + 1).catch(codeOf)
    if (typeof version === 'string') expect(version).toBe('store-corrupt')
    else if (version !== null) expect(version.content).toBe(content)
  }
  store.close()
}

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
