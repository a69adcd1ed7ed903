import { expect, test } from 'vitest'
import { endpoint, profile, table } from '../../../test/support/fleet.ts'
import { endpointId, type RoutingTable } from '../model.ts'
import { endpointsWithin, lineUp, seatsFor, seatsWithin, type Hand } from './line-up.ts'

const names = (of: RoutingTable, fence: string | null = null) =>
  seatsWithin(lineUp(of), fence).map(({ endpoint: { name }, tier }) => `${String(tier)} ${name}`)

const one = (name: string, tier: Parameters<typeof profile>[2] = null) =>
  profile(name, [endpoint(`${name}/a`)], tier)

test('without tiers the default profile serves the root URL, or the first one', () => {
  const two = table([one('work'), one('home')])
  expect(names(two)).toEqual(['0 work/a'])
  expect(names({ ...two, defaultProfile: 'home' })).toEqual(['0 home/a'])
  expect(names({ ...two, defaultProfile: 'gone' })).toEqual(['0 work/a'])
  expect(names(table([]))).toEqual([])
})

test('with tiers all that have one serve it, by tier and then in order', () => {
  const three = table([
    one('last', 'fallback'),
    one('none'),
    one('b', 'primary'),
    one('c', 'primary'),
    one('d', 'secondary'),
  ])
  expect(names({ ...three, defaultProfile: 'none' })).toEqual(['0 b/a', '0 c/a', '1 d/a', '2 last/a'])
})

test('a fence holds one profile, and an unknown one nobody', () => {
  const two = table([one('work', 'primary'), one('home')])
  expect([names(two, 'home'), names(two, 'work'), names(two, 'gone')]).toEqual([
    ['1 home/a'],
    ['0 work/a'],
    [],
  ])
})

test('endpoints that reuse a target share its evidence and have a seat of their own', () => {
  const own = endpoint('work/a')
  const reused = endpoint('home/a', { sourceId: endpointId('work/a') })
  const line = lineUp(table([profile('work', [own]), profile('home', [reused, endpoint('home/b')])]))
  expect(line.seats.map(({ entry, profile: of, source }) => [entry, source, of])).toEqual([
    [0, 0, 0],
    [1, 0, 1],
    [2, 1, 1],
  ])
  expect(line.sources.map(({ name }) => name)).toEqual(['work/a', 'home/b'])
  expect(line.seatOf.get(endpointId('home/b'))).toBe(line.seats[2])
})

test('who is switched off is not within a fence, as far as others are asked', () => {
  const of = table([profile('work', [endpoint('a'), endpoint('b', { enabled: false }), endpoint('c')])])
  expect(endpointsWithin(of, 'work').map(({ name }) => name)).toEqual(['a', 'c'])
  expect(endpointsWithin(of, 'gone')).toEqual([])
})

/** Two profiles, of which the first serves the root URL and the second reuses `a`. */
const REUSING = table([
  profile('work', [endpoint('a'), endpoint('b')]),
  profile('home', [endpoint('c'), endpoint('d', { sourceId: endpointId('a') })]),
])
const HOLDERS: readonly (readonly [string, string | null, string, readonly string[]])[] = [
  ['inside the root URL’s', null, 'b', ['b']],
  ['in a profile that the root URL does not reach', null, 'c', ['c']],
  ['once, where its target is reused', null, 'a', ['a']],
  ['by the name of its target, inside the fence', 'home', 'a', ['d']],
  ['not outside a fence', 'work', 'c', ['a', 'b']],
  ['nowhere, when it was removed', null, 'gone', ['a', 'b']],
]

test.each(HOLDERS)('who has what a request names is found %s', (_where, fence, holder, found) => {
  const seats = seatsFor(lineUp(REUSING), { fence, holder: endpointId(holder) })
  expect(seats.map((seat) => seat.endpoint.name)).toEqual(found)
})

test('who has what a request names is one that is switched on, or else one that is not', () => {
  const off = (name: string) => endpoint(name, { enabled: false, sourceId: endpointId('a') })
  const of = (...second: Parameters<typeof profile>[1]) =>
    seatsFor(lineUp(table([profile('work', [off('a'), endpoint('b')]), profile('home', second)])), {
      fence: null,
      holder: endpointId('a'),
    }).map((seat) => seat.endpoint.name)
  expect(of(endpoint('d', { sourceId: endpointId('a') }))).toEqual(['d'])
  expect(of(off('d'))).toEqual(['a'])
})

const HAND: Hand = { profile: 'home', only: false, since: 0, reason: null }
const places = (of: RoutingTable, hand: Hand | null = null) =>
  lineUp(of, hand).places.map(({ place, profiles }) => `${place}: ${profiles.join(' ')}`)

test('what the root URL asks are the tiers, or the default profile', () => {
  const tiered = table([one('last', 'fallback'), one('b', 'primary'), one('c', 'primary'), one('none')])
  expect(places(tiered)).toEqual(['primary: b c', 'fallback: last'])
  expect(places(table([one('work'), one('home')]))).toEqual(['default: work'])
  expect(places(table([]))).toEqual([])
})

test('a profile that a person put first is a place of its own, before the others, and no longer in its tier', () => {
  const tiered = (more: Parameters<typeof profile>[2]) => table([one('work', 'primary'), one('home', more)])
  expect(places(tiered('primary'), HAND)).toEqual(['hand: home', 'primary: work'])
  expect(places(tiered('secondary'), HAND)).toEqual(['hand: home', 'primary: work'])
  expect(places(tiered(null), HAND)).toEqual(['hand: home', 'primary: work'])
  expect(places(table([one('work'), one('home')]), HAND)).toEqual(['hand: home', 'default: work'])
  expect(places(table([one('home')]), HAND)).toEqual(['hand: home'])
  expect(places(table([one('work')]), HAND)).toEqual(['default: work'])
})

test('a profile that alone is to serve is the only place, and fences are as before', () => {
  const line = lineUp(table([one('work', 'primary'), one('home')]), { ...HAND, only: true })
  const within = (fence: string | null) => seatsWithin(line, fence).map(({ endpoint: { name } }) => name)
  expect([within(null), within('work')]).toEqual([['home/a'], ['work/a']])
  const holder = endpointId('work/a')
  const found = (fence: string | null) => seatsFor(line, { fence, holder }).map((seat) => seat.endpoint.name)
  expect([found(null), found('work')]).toEqual([['home/a'], ['work/a']])
})
