import { describe, expect, test } from 'vitest'
import { openFor, STORES } from '../support/stores.ts'

describe.each(STORES)('sealed secrets in $name', (implementation) => {
  test('a new store has none, and no key', async () => {
    const { sealedSecrets } = await openFor(implementation, implementation.place())
    expect(await sealedSecrets.get('a')).toBeNull()
    expect((await sealedSecrets.all()).size).toBe(0)
    expect(await sealedSecrets.wrappedKeys()).toEqual([])
  })

  test('bytes come back as they were put, by id and all together, also after it was opened again', async () => {
    const place = implementation.place()
    const first = await implementation.open(place)
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    await first.sealedSecrets.put('a', bytes, 1)
    await first.sealedSecrets.put('b', Uint8Array.of(), 2)
    first.close()
    const { sealedSecrets } = await openFor(implementation, place)
    expect([...((await sealedSecrets.get('a')) ?? [])]).toEqual([...bytes])
    expect([...(await sealedSecrets.all())].map(([id, { length }]) => [id, length])).toEqual([
      ['a', 256],
      ['b', 0],
    ])
  })

  test('the same id again replaces what was there', async () => {
    const { sealedSecrets } = await openFor(implementation, implementation.place())
    await sealedSecrets.put('a', Uint8Array.of(1), 1)
    await sealedSecrets.put('a', Uint8Array.of(2), 2)
    expect([...((await sealedSecrets.get('a')) ?? [])]).toEqual([2])
  })

  test('wrapped keys come in their order, and of two that were added at once the first is there', async () => {
    const place = implementation.place()
    const one = await openFor(implementation, place)
    const two = await openFor(implementation, place)
    await one.sealedSecrets.addWrappedKey(0, 'first')
    await two.sealedSecrets.addWrappedKey(0, 'late')
    expect(await two.sealedSecrets.wrappedKeys()).toEqual(['first'])
    await two.sealedSecrets.addWrappedKey(1, 'second')
    expect(await one.sealedSecrets.wrappedKeys()).toEqual(['first', 'second'])
  })
})
