import { describe, expect, test } from 'vitest'
import type { GivenId } from '../../src/ports/store.ts'
import { openFor, STORES } from '../support/stores.ts'

const one = (id: string, at: number, holder = 'a'): GivenId => ({ id, holder, at })
const ALL = { since: 0, most: 100 }

describe.each(STORES)('given ids in $name', (implementation) => {
  test('a new store has none', async () => {
    const { givenIds } = await openFor(implementation, implementation.place())
    expect(await givenIds.all()).toEqual([])
  })

  test('they come back oldest first, also after it was opened again', async () => {
    const place = implementation.place()
    const first = await implementation.open(place)
    await first.givenIds.put([one('file_2', 20, 'b'), one('file_1', 10)], ALL)
    await first.givenIds.put([one('msgbatch_1', 15)], ALL)
    first.close()
    const { givenIds } = await openFor(implementation, place)
    expect(await givenIds.all()).toEqual([one('file_1', 10), one('msgbatch_1', 15), one('file_2', 20, 'b')])
  })

  test('one that is given again is renewed', async () => {
    const { givenIds } = await openFor(implementation, implementation.place())
    await givenIds.put([one('file_1', 10), one('file_2', 11)], ALL)
    await givenIds.put([one('file_1', 12, 'b')], ALL)
    expect(await givenIds.all()).toEqual([one('file_2', 11), one('file_1', 12, 'b')])
  })

  test('what is older than wanted goes', async () => {
    const { givenIds } = await openFor(implementation, implementation.place())
    await givenIds.put([one('file_1', 9), one('file_2', 10), one('file_3', 11)], { ...ALL, since: 10 })
    expect(await givenIds.all()).toEqual([one('file_2', 10), one('file_3', 11)])
  })

  test('of more than wanted the oldest go', async () => {
    const { givenIds } = await openFor(implementation, implementation.place())
    await givenIds.put(
      [3, 1, 2].map((at) => one(`file_${String(at)}`, at)),
      ALL,
    )
    await givenIds.put([one('file_4', 4)], { ...ALL, most: 2 })
    expect(await givenIds.all()).toEqual([one('file_3', 3), one('file_4', 4)])
  })
})
