import { describe, expect, test } from 'vitest'
import { openFor, STORES } from '../support/stores.ts'

describe.each(STORES)('states in $name', (implementation) => {
  test('what was never set is null', async () => {
    const { states } = await openFor(implementation, implementation.place())
    expect(await states.get('pin')).toBeNull()
  })

  test.each([[null], [false], [0], [''], [[1, 'two', null]], [{ a: { b: '一' } }]])(
    '%j comes back as it was set, also after it was opened again',
    async (value) => {
      const place = implementation.place()
      const first = await implementation.open(place)
      await first.states.set('pin', 'before')
      await first.states.set('pin', value)
      await first.states.set('other', 1)
      first.close()
      const { states } = await openFor(implementation, place)
      expect(await states.get('pin')).toEqual(value)
      expect(await states.get('other')).toBe(1)
    },
  )
})
