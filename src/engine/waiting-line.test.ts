import { expect, test } from 'vitest'
import { endpointId } from '../core/model.ts'
import { WaitingLine } from './waiting-line.ts'

const ANYWHERE = { fence: null, holder: null }
const WORK = { fence: 'work', holder: null }
const HELD = { fence: null, holder: endpointId('a') }

test('who came first is ahead, whenever it joined, and only for those that the same may serve', () => {
  const line = new WaitingLine()
  const [first, second, other, third] = [line.newPlace(), line.newPlace(), line.newPlace(), line.newPlace()]
  line.join({ place: third, ...ANYWHERE })
  line.join({ place: first, ...ANYWHERE })
  line.join({ place: other, ...WORK })
  line.join({ place: second, ...ANYWHERE })
  line.join({ place: second, ...ANYWHERE })
  line.join({ place: line.newPlace(), ...HELD })
  const ahead = [first, second, third].map((place) => line.aheadOf({ place, ...ANYWHERE }))
  expect(line.aheadOf({ place: line.newPlace(), ...HELD })).toBe(1)
  expect([...ahead, line.aheadOf({ place: third, ...WORK })]).toEqual([0, 1, 2, 1])
})

test('who leaves is no longer ahead of anybody, and cannot leave twice', () => {
  const line = new WaitingLine()
  const [first, second] = [line.newPlace(), line.newPlace()]
  line.join({ place: first, ...ANYWHERE })
  expect([line.leave(second), line.leave(first), line.leave(first)]).toEqual([false, true, false])
  expect(line.aheadOf({ place: second, ...ANYWHERE })).toBe(0)
})
