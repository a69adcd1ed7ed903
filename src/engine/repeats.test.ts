import { expect, test } from 'vitest'
import { endpointId } from '../core/model.ts'
import { Repeats } from './repeats.ts'

const [A, B] = [endpointId('a'), endpointId('b')]

test('a repeat is expected for a minute, at the endpoint that spoke last', () => {
  const repeats = new Repeats()
  repeats.expect('s', A, 0)
  expect([repeats.find('s', 59_999), repeats.find('s', 60_000), repeats.find('other', 0)]).toEqual([
    A,
    null,
    null,
  ])
  repeats.expect('s', B, 60_000)
  expect([repeats.find('s', 60_001), repeats.find('s', 50_000)]).toEqual([B, null])
})

test('the sessions that are remembered are bounded, and the newest of them stay', () => {
  const repeats = new Repeats()
  for (let index = 0; index < 5_000; index += 1) repeats.expect(`s${String(index)}`, A, index / 100)
  const known = Array.from({ length: 5_000 }, (_, index) => repeats.find(`s${String(index)}`, 50))
  expect(known.filter((one) => one === A)).toHaveLength(1_000)
  expect([known[3_999], known[4_000], known[4_999]]).toEqual([null, A, A])
})
