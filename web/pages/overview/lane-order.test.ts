import { describe, expect, it } from 'vitest'
import type { EndpointStatus, PlaceStatus, ProxyStatus } from '../../../src/admin/contract.ts'
import { lanesOf, outsideOf } from './lane-order.ts'

const endpoint = (name: string) => ({ name }) as EndpointStatus
const place = (name: PlaceStatus['place'], profiles: readonly string[]) =>
  ({ place: name, profiles }) as PlaceStatus

const statusOf = (places: readonly PlaceStatus[], names: readonly string[]) => ({
  tiers: { places } as ProxyStatus['tiers'],
  endpoints: names.map(endpoint),
})

const drawn = (status: ReturnType<typeof statusOf>) =>
  lanesOf(status).map(({ name, profiles }) => [
    name,
    ...profiles.map((one) => `${one.name}: ${one.endpoints.map((each) => each.name).join(' ')}`),
  ])

describe('the lanes', () => {
  it('are one where no profile has a tier', () => {
    expect(drawn(statusOf([place('default', ['work'])], ['work/a', 'spare/b']))).toEqual([
      ['default', 'work: work/a'],
    ])
  })
  it('are all three tiers where one has a profile', () => {
    expect(drawn(statusOf([place('secondary', ['b', 'a'])], ['a/x', 'b/y', 'b/z']))).toEqual([
      ['primary'],
      ['secondary', 'b: b/y b/z', 'a: a/x'],
      ['fallback'],
    ])
  })
  it('begin with what a person put first', () => {
    const names = drawn(statusOf([place('hand', ['b']), place('primary', ['a'])], ['a/x', 'b/y'])).map(
      ([name]) => name,
    )
    expect(names).toEqual(['hand', 'primary', 'secondary', 'fallback'])
  })
  it('keep names apart that begin alike', () => {
    expect(drawn(statusOf([place('default', ['work'])], ['work/a', 'work-2/b']))[0]).toEqual([
      'default',
      'work: work/a',
    ])
  })
  it('leave out what only a URL of its own serves', () => {
    const status = statusOf([place('primary', ['a'])], ['a/x', 'own/y', 'own/z'])
    expect(outsideOf(status).map(({ name, endpoints }) => [name, endpoints.length])).toEqual([['own', 2]])
  })
})
