import { expect, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { endpointId } from '../core/model.ts'
import { Holders } from '../engine/holders.ts'
import type { GivenId } from '../ports/store.ts'
import { keepGivenIds, keptGivenIds } from './keep-given-ids.ts'

const A = endpointId('a')

function setUp() {
  const clock = fakeClock()
  const holders = new Holders()
  const puts: (readonly string[])[] = []
  const keeps: unknown[] = []
  const faults: string[] = []
  const disk = { error: null as Error | null }
  const givenIds = {
    all: async (): Promise<readonly GivenId[]> => {
      if (disk.error !== null) throw disk.error
      return []
    },
    put: async (ids: readonly GivenId[], keep: unknown) => {
      if (disk.error !== null) throw disk.error
      puts.push(ids.map(({ id }) => id))
      keeps.push(keep)
    },
  }
  const end = keepGivenIds({ holders, givenIds, clock, onFault: (why) => void faults.push(why) })
  const give = (...ids: readonly string[]): void => {
    holders.given(ids, A, clock.now())
  }
  return { clock, disk, end, faults, give, givenIds, keeps, puts }
}

test('ids are saved a moment after they were given, those of the same moment together', async () => {
  const { clock, give, keeps, puts } = setUp()
  give('file_1')
  give('file_2', 'file_1')
  expect(puts).toEqual([])
  await clock.pass(100)
  expect(puts).toEqual([['file_1', 'file_2']])
  expect(keeps).toEqual([{ since: clock.now() - 30 * 86_400_000, most: 10_000 }])
  await clock.pass(100_000)
  give('file_3')
  await clock.pass(100)
  expect(puts).toEqual([['file_1', 'file_2'], ['file_3']])
})

test('the last of them are saved at the end, and nothing after', async () => {
  const { clock, end, give, puts } = setUp()
  give('file_1')
  await end()
  give('file_2')
  await clock.pass(100_000)
  expect(puts).toEqual([['file_1']])
})

test('what could not be saved is tried again, and told once for each reason', async () => {
  const { clock, disk, end, faults, give, puts } = setUp()
  disk.error = new Error('the disk is full')
  give('file_1')
  await clock.pass(70_000)
  expect(faults).toEqual(['the disk is full'])
  disk.error = null
  give('file_2')
  await clock.pass(30_000)
  expect(new Set(puts.flat())).toEqual(new Set(['file_1', 'file_2']))
  disk.error = new Error('the disk is full')
  give('file_3')
  await end()
  expect(faults).toHaveLength(2)
  await clock.pass(100_000)
  expect(puts.flat()).not.toContain('file_3')
})

test('ids that cannot be read are none', async () => {
  const { disk, givenIds } = setUp()
  disk.error = new Error('not readable')
  expect(await keptGivenIds(givenIds)).toEqual([])
})
