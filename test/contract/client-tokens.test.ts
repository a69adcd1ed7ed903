import { describe, expect, test } from 'vitest'
import { clientToken } from '../support/client-tokens.ts'
import { draft, openFor, STORES } from '../support/stores.ts'

describe.each(STORES)('client tokens in $name', (implementation) => {
  const fresh = () => openFor(implementation, implementation.place())

  test('a new store has none', async () => {
    const { clientTokens } = await fresh()
    expect(await clientTokens.all()).toEqual([])
    expect(await clientTokens.remove('any')).toBe(false)
  })

  test('they come back as they were added, by name, also after it was opened again', async () => {
    const place = implementation.place()
    const first = await implementation.open(place)
    const [work, any] = [clientToken('work', 'work').kept, clientToken('any').kept]
    expect([await first.clientTokens.add(work), await first.clientTokens.add(any)]).toEqual([true, true])
    first.close()
    const { clientTokens } = await openFor(implementation, place)
    expect(await clientTokens.all()).toEqual([any, work])
  })

  test('a name is given once: the second changes nothing', async () => {
    const { clientTokens } = await fresh()
    const first = clientToken('laptop', 'work').kept
    await clientTokens.add(first)
    expect(await clientTokens.add(clientToken('laptop').kept)).toBe(false)
    expect(await clientTokens.all()).toEqual([first])
  })

  test('of two that are added at once under one name there is one', async () => {
    const place = implementation.place()
    const stores = [await openFor(implementation, place), await openFor(implementation, place)]
    const added = await Promise.all(stores.map(({ clientTokens }) => clientTokens.add(clientToken('a').kept)))
    expect(added.filter(Boolean)).toHaveLength(1)
  })

  test('one that is removed is gone, and its name is free', async () => {
    const { clientTokens } = await fresh()
    await clientTokens.add(clientToken('laptop').kept)
    expect([await clientTokens.remove('laptop'), await clientTokens.remove('laptop')]).toEqual([true, false])
    expect(await clientTokens.add(clientToken('laptop').kept)).toBe(true)
  })

  test('uses are noted by hash: one that was made anew under the name was never used', async () => {
    const { clientTokens } = await fresh()
    const [old, other] = [clientToken('a').kept, clientToken('b').kept]
    await clientTokens.add(old)
    await clientTokens.add(other)
    await clientTokens.remove('a')
    await clientTokens.add(clientToken('a').kept)
    const uses = [
      [old.hash, 7],
      [other.hash, 8],
    ] as const
    await clientTokens.noteUses(new Map(uses))
    expect((await clientTokens.all()).map(({ usedAt }) => usedAt)).toEqual([null, 8])
  })

  test('those that are bound to a profile follow its new name in the step that gives it', async () => {
    const { clientTokens, versions } = await fresh()
    for (const [name, profile] of [
      ['a', 'work'],
      ['b', 'spare'],
      ['c', null],
    ] as const)
      await clientTokens.add(clientToken(name, profile).kept)
    const bound = async () => (await clientTokens.all()).map(({ profile }) => profile)
    const renamed = { from: 'work', to: 'office' }
    expect((await versions.commit(4, draft(1, { renamed }), 10)).kind).toBe('conflict')
    expect(await bound()).toEqual(['work', 'spare', null])
    await versions.commit(0, draft(1, { renamed }), 10)
    expect(await bound()).toEqual(['office', 'spare', null])
  })
})
