import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { crashLoop } from '../support/crash-loop.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { openFor, STORES } from '../support/stores.ts'
import { startAtStore } from '../support/store-process.ts'
import { vaultOf } from '../support/vault.ts'

const SEED = 20_261_127

test.each(STORES)(
  'after each of 100 kills at any moment, $name has what it acknowledged and is sound',
  async (implementation) => {
    console.log(`seed ${String(SEED)}`)
    const places = [implementation.place(), implementation.place()]
    const acknowledged = await Promise.all(
      places.map((place, index) => crashLoop(place, 50, seeded(SEED + index))),
    )
    console.log({ acknowledged })
    for (const [index, place] of places.entries()) {
      const { versions } = await openFor(implementation, place)
      expect((await versions.newest())?.number).toBeGreaterThanOrEqual(acknowledged[index] ?? 0)
      expect(acknowledged[index]).toBeGreaterThan(50)
    }
  },
  60_000,
)

test.each(STORES)(
  'of 20 processes that commit to a new home at once, $name loses no version',
  async (implementation) => {
    const [processes, each] = [20, 10]
    const place = implementation.place()
    const started = Array.from({ length: processes }, () => startAtStore(place, ['commit', String(each)]))
    const said = (await Promise.all(started.map(({ ended }) => ended))).flat()
    const committed = said.flatMap((one) => (one.kind === 'committed' ? [one.number] : []))
    const conflicts = said.filter(({ kind }) => kind === 'conflict').length
    console.log({ conflicts })
    const numbers = Array.from({ length: processes * each }, (_, index) => index + 1)
    expect(committed.toSorted((a, b) => a - b)).toEqual(numbers)
    expect(said).toHaveLength(committed.length + conflicts)
    const { versions } = await openFor(implementation, place)
    expect((await versions.list(1_000)).map(({ number }) => number)).toEqual(numbers.toReversed())
  },
)

test.each(STORES)(
  '20 processes that keep a key in a new home at once can all read all of them, in $name',
  async (implementation) => {
    const place = implementation.place()
    const started = Array.from({ length: 20 }, (_, index) =>
      startAtStore(place, ['keep', `made-up-key-${String(index)}`]),
    )
    const said = (await Promise.all(started.map(({ ended }) => ended))).flat()
    const { sealedSecrets } = await openFor(implementation, place)
    const vault = vaultOf(dirname(place), sealedSecrets)
    const kept = said.flatMap((one) => (one.kind === 'kept' ? [one] : []))
    expect(kept).toHaveLength(20)
    expect(await Promise.all(kept.map(async ({ reference }) => vault.resolve(reference)))).toEqual(
      kept.map(({ key }) => key),
    )
    expect(await vault.protection()).toMatchObject({ kind: 'key-file', secrets: 20 })
  },
)

test('processes that make the same key files at once agree on each of them', async () => {
  const place = join(temporaryFolder(), 'qcc.db')
  const started = Array.from({ length: 4 }, () => startAtStore(place, ['make-keys', '200']))
  const made = await Promise.all(started.map(({ ended }) => ended))
  const keys = made.map(([first]) => (first?.kind === 'made' ? first.keys : []))
  expect(keys[0]).toHaveLength(200)
  for (const others of keys) expect(others).toEqual(keys[0])
})
