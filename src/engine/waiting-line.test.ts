import { expect, test } from 'vitest'
import { ask } from '../../test/support/fleet.ts'
import { DEFAULT_POLICY, endpointId } from '../core/model.ts'
import { WaitingLine } from './waiting-line.ts'

const ANYWHERE = { fence: null, holder: null }
const WORK = { fence: 'work', holder: null }
const HELD = { fence: null, holder: endpointId('a') }

test('who came first is ahead, whenever it joined, and only for those that the same may serve', () => {
  const line = new WaitingLine()
  const [first, second, other, third] = [line.newPlace(), line.newPlace(), line.newPlace(), line.newPlace()]
  line.join(ask({ place: third, ...ANYWHERE }), 'turn', DEFAULT_POLICY)
  line.join(ask({ place: first, ...ANYWHERE }), 'turn', DEFAULT_POLICY)
  line.join(ask({ place: other, ...WORK }), 'turn', DEFAULT_POLICY)
  line.join(ask({ place: second, ...ANYWHERE }), 'turn', DEFAULT_POLICY)
  line.join(ask({ place: second, ...ANYWHERE }), 'turn', DEFAULT_POLICY)
  line.join(ask({ place: line.newPlace(), ...HELD }), 'turn', DEFAULT_POLICY)
  const ahead = [first, second, third].map((place) => line.aheadOf({ place, ...ANYWHERE }))
  expect(line.aheadOf({ place: line.newPlace(), ...HELD })).toBe(1)
  expect([...ahead, line.aheadOf({ place: third, ...WORK })]).toEqual([0, 1, 2, 1])
})

test('who waits for room is in it, but before nobody that waits for a turn', () => {
  const line = new WaitingLine()
  const [first, second] = [line.newPlace(), line.newPlace()]
  line.join(ask({ place: first }), 'room', DEFAULT_POLICY)
  expect([line.has(first), line.held().length, line.aheadOf({ place: second, ...ANYWHERE })]).toEqual([
    true,
    0,
    0,
  ])
})

test('who leaves is no longer ahead of anybody, and cannot leave twice', () => {
  const line = new WaitingLine()
  const [first, second] = [line.newPlace(), line.newPlace()]
  line.join(ask({ place: first, ...ANYWHERE }), 'turn', DEFAULT_POLICY)
  expect([line.leave(second), line.leave(first), line.leave(first)]).toEqual([false, true, false])
  expect(line.aheadOf({ place: second, ...ANYWHERE })).toBe(0)
})
