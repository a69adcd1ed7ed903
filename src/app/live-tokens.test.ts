import { expect, test } from 'vitest'
import { clientToken } from '../../test/support/client-tokens.ts'
import { LiveTokens } from './live-tokens.ts'

function setUp(own: string | null = null) {
  const clock = { now: 5 }
  const live = new LiveTokens(() => clock.now, own)
  const one = clientToken('one', 'work')
  const two = clientToken('two')
  live.replace([one.kept, two.kept])
  return { live, one, two, clock }
}

test('a token has the holder that it was made for, and nothing that is like it has any', () => {
  const { live, one, two } = setUp()
  expect(live.holderOf(one.token)).toMatchObject({ name: 'one', profile: 'work' })
  expect(live.holderOf(two.token)).toMatchObject({ name: 'two', profile: null })
  for (const other of [
    '',
    'qcc_',
    one.kept.hash,
    `${one.token} `,
    one.token.toUpperCase(),
    clientToken('one').token,
  ])
    expect(live.holderOf(other)).toBeNull()
})

test('one that is not among the new ones is known no more', () => {
  const { live, one, two } = setUp()
  live.replace([two.kept])
  expect([live.holderOf(one.token), live.holderOf(two.token)?.name, live.count]).toEqual([null, 'two', 1])
})

test('what programs of the home use is known whatever people revoke, bound to nothing, and not counted', () => {
  const own = clientToken('x').token
  const { live } = setUp(own)
  live.replace([])
  expect([live.holderOf(own)?.profile, live.count]).toEqual([null, 0])
  expect(setUp().live.holderOf(own)).toBeNull()
})

test('uses are told once until they are taken, with the newest time of each', () => {
  const { clock, live, one, two } = setUp(clientToken('x').token)
  let told = 0
  live.onUse = () => (told += 1)
  live.holderOf(one.token)
  live.holderOf(clientToken('one').token)
  clock.now = 9
  live.holderOf(one.token)
  live.holderOf(two.token)
  expect(told).toBe(1)
  expect([...live.takeUses()]).toEqual([
    [one.kept.hash, 9],
    [two.kept.hash, 9],
  ])
  expect(live.takeUses().size).toBe(0)
  live.holderOf(two.token)
  expect(told).toBe(2)
})
