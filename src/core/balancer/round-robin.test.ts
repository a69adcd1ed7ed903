import { expect, test } from 'vitest'
import { contender, draw } from '../../../test/support/contender.ts'
import type { Contender } from './contender.ts'
import { pick } from './strategies.ts'

/** Who has the next `count` turns; `change` may say otherwise of an endpoint before each. */
function turns(
  from: readonly Contender[],
  count: number,
  change: (one: Contender, at: number) => Contender | null = (one) => one,
): string {
  const turnOf = new Map(from.map(({ id, turn }) => [id, turn]))
  let order = ''
  for (let at = 0; at < count; at++) {
    const there = from.flatMap((one) => change({ ...one, turn: turnOf.get(one.id) ?? 0 }, at) ?? [])
    const picked = pick('round-robin', there, draw())
    if (picked === null) continue
    order += picked.to.id
    turnOf.set(picked.to.id, picked.turn ?? NaN)
  }
  return order
}

const ABC = [contender('a'), contender('b'), contender('c')]

test('each has its turn, in the order given', () => {
  expect(turns(ABC, 8)).toBe('abcabcab')
})

test('twice the weight has a turn twice as often', () => {
  expect(turns([contender('a', { weight: 200 }), contender('b'), contender('c')], 12)).toBe('abcaabcaabca')
})

test('who was out goes on with the others, and makes up for nothing', () => {
  const order = turns(ABC, 20, (one, at) => (one.id === 'c' && at < 12 ? null : one))
  expect(order.slice(0, 12)).toBe('abababababab')
  expect([...order.slice(12)].filter((id) => id === 'c').length).toBeLessThanOrEqual(3)
})

test('a weight that changes counts from the next turn on, whatever was before', () => {
  const order = turns(ABC, 90, (one, at) => (one.id === 'c' && at < 30 ? { ...one, effective: 1 } : one))
  expect([...order.slice(0, 30)].filter((id) => id === 'c').length).toBeLessThanOrEqual(1)
  expect([...order.slice(30)].filter((id) => id === 'c').length).toBe(20)
})
