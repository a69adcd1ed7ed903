import { describe, expect, test } from 'vitest'
import { draft, openFor, STORES } from '../support/stores.ts'

const KEEP = 100
const DAY_MS = 86_400_000

describe.each(STORES)('versions in $name', (implementation) => {
  const fresh = () => openFor(implementation, implementation.place())

  test('a new store has none', async () => {
    const { versions } = await fresh()
    expect(await versions.newest()).toBeNull()
    expect(await versions.at(1)).toBeNull()
    expect(await versions.list(10)).toEqual([])
  })

  test('what was committed is there as it was given, also after it was opened again', async () => {
    const place = implementation.place()
    const first = await implementation.open(place)
    const given = draft('一 "quoted" \u0000 \u{1f600}', { author: 'import', at: 12_345 })
    expect(await first.versions.commit(0, given, KEEP)).toEqual({ kind: 'committed', number: 1 })
    first.close()
    const { versions } = await openFor(implementation, place)
    expect(await versions.newest()).toEqual({ ...given, number: 1 })
    expect(await versions.at(1)).toEqual({ ...given, number: 1 })
  })

  test('a list is newest first, as long as asked for, and without contents', async () => {
    const { versions } = await fresh()
    for (const base of [0, 1, 2]) await versions.commit(base, draft(base + 1), KEEP)
    const { content: _left, ...third } = draft(3)
    const { content: _out, ...second } = draft(2)
    expect(await versions.list(2)).toEqual([
      { ...third, number: 3 },
      { ...second, number: 2 },
    ])
    expect(await versions.list(0)).toEqual([])
  })

  test.each([0, 1, 3, 99])(
    'a commit on top of %i, which is not the newest, changes nothing',
    async (base) => {
      const { versions } = await fresh()
      for (const made of [0, 1]) await versions.commit(made, draft(made + 1), KEEP)
      expect(await versions.commit(base, draft('stale'), 1)).toEqual({ kind: 'conflict', newest: 2 })
      expect((await versions.list(10)).map(({ message }) => message)).toEqual(['made 2', 'made 1'])
    },
  )

  test('a version may bring another one, which comes before it in the same step', async () => {
    const { versions } = await fresh()
    await versions.commit(0, draft(1), KEEP)
    const beneath = draft('beneath', { author: 'sync' })
    expect(await versions.commit(1, { ...draft(3), beneath }, KEEP)).toEqual({ kind: 'committed', number: 3 })
    expect(await versions.at(2)).toEqual({ ...beneath, number: 2 })
    expect(await versions.newest()).toEqual({ ...draft(3), number: 3 })
    expect(await versions.commit(2, { ...draft(5), beneath }, KEEP)).toEqual({ kind: 'conflict', newest: 3 })
    expect(await versions.list(10)).toHaveLength(3)
  })

  test('the newest are kept, however the number to keep changes, and a number is never given twice', async () => {
    const { versions } = await fresh()
    const numbers = async () => (await versions.list(100)).map(({ number }) => number)
    for (let base = 0; base < 6; base++) await versions.commit(base, draft(base + 1), 4)
    expect(await numbers()).toEqual([6, 5, 4, 3])
    await versions.commit(6, draft(7), 2)
    expect(await numbers()).toEqual([7, 6])
    await versions.commit(7, draft(8), 0)
    expect(await numbers()).toEqual([8])
    expect(await versions.at(7)).toBeNull()
    expect(await versions.commit(8, draft(9), 10)).toEqual({ kind: 'committed', number: 9 })
    expect(await numbers()).toEqual([9, 8])
  })

  test('a commit forgets the secrets that no kept version mentions and that are older than a day', async () => {
    const { sealedSecrets, versions } = await fresh()
    const now = 10 * DAY_MS
    const mentioning = (id: string) => draft(id, { at: now, content: `{"credential":"secret:${id}"}` })
    for (const id of ['first', 'second', 'unused'])
      await sealedSecrets.put(id, Buffer.of(1), now - DAY_MS - 1)
    await sealedSecrets.put('young', Buffer.of(1), now - DAY_MS)
    const ids = async () => [...(await sealedSecrets.all()).keys()].sort()

    await versions.commit(0, draft('early', { at: now - 5 * DAY_MS }), 2)
    expect(await ids()).toEqual(['first', 'second', 'unused', 'young'])
    await sealedSecrets.put('second', Buffer.of(1), now)
    await versions.commit(1, mentioning('first'), 2)
    expect(await ids()).toEqual(['first', 'second', 'young'])
    await versions.commit(2, mentioning('second'), 2)
    await versions.commit(3, draft('later', { at: now + 2 * DAY_MS }), 2)
    expect(await ids()).toEqual(['second'])
  })

  test('a commit that meets a conflict forgets no secret', async () => {
    const { sealedSecrets, versions } = await fresh()
    await sealedSecrets.put('old', Buffer.of(1), 0)
    await versions.commit(7, draft('stale'), KEEP)
    expect((await sealedSecrets.all()).size).toBe(1)
  })

  test('of many commits at once on the same version, one is made', async () => {
    const place = implementation.place()
    const stores = await Promise.all(Array.from({ length: 5 }, () => openFor(implementation, place)))
    const results = await Promise.all(
      stores.map(({ versions }, index) => versions.commit(0, draft(index), KEEP)),
    )
    expect(results.filter(({ kind }) => kind === 'committed')).toEqual([{ kind: 'committed', number: 1 }])
    expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(4)
  })
})
