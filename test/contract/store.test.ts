import { describe, expect, test } from 'vitest'
import { draft, openFor, STORES } from '../support/stores.ts'

describe.each(STORES)('a store in $name', (implementation) => {
  test('the change count differs after each write of somebody else, and only then', async () => {
    const place = implementation.place()
    const mine = await openFor(implementation, place)
    const theirs = await openFor(implementation, place)
    const writes = [
      () => theirs.versions.commit(0, draft(1), 10),
      () => theirs.states.set('pin', 1),
      () => theirs.sealedSecrets.put('a', Uint8Array.of(1), 1),
    ]
    let before = mine.changeCount()
    for (const write of writes) {
      await write()
      const after = mine.changeCount()
      expect(after).not.toBe(before)
      expect(mine.changeCount()).toBe(after)
      before = after
    }
    await mine.versions.commit(1, draft(2), 10)
    await mine.versions.newest()
    await theirs.versions.newest()
    expect(mine.changeCount()).toBe(before)
  })

  test('what somebody else wrote is read at once', async () => {
    const place = implementation.place()
    const mine = await openFor(implementation, place)
    const theirs = await openFor(implementation, place)
    expect(await mine.versions.newest()).toBeNull()
    await theirs.versions.commit(0, draft(1), 10)
    expect((await mine.versions.newest())?.number).toBe(1)
  })

  test('closing twice is closing once, and a closed store rejects with an error of its own', async () => {
    const store = await openFor(implementation, implementation.place())
    store.close()
    store.close()
    await expect(store.versions.newest()).rejects.toMatchObject({ name: 'AppError', code: 'store-failed' })
  })
})
