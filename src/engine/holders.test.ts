import { expect, test } from 'vitest'
import { endpointId } from '../core/model.ts'
import type { GivenId } from '../ports/store.ts'
import { Holders } from './holders.ts'

const NOW = 1_800_000_000_000
const DAY = 86_400_000
const A = endpointId('a')
const B = endpointId('b')

test('who gave an id has what it names, and nobody has what nobody gave', () => {
  const holders = new Holders()
  holders.given(['file_1', 'msgbatch_1'], A, NOW)
  holders.given(['file_2'], B, NOW)
  expect(holders.holderOf(['file_1'], NOW)).toBe(A)
  expect(holders.holderOf(['unknown', 'file_2', 'file_1'], NOW)).toBe(B)
  expect(holders.holderOf(['unknown'], NOW)).toBeNull()
  expect(holders.holderOf([], NOW)).toBeNull()
})

test('who gives it again has it from then on', () => {
  const holders = new Holders()
  holders.given(['file_1'], A, NOW)
  holders.given(['file_1'], B, NOW)
  expect(holders.holderOf(['file_1'], NOW)).toBe(B)
})

test('an id is remembered for thirty days after it was last given or asked for', () => {
  const holders = new Holders()
  holders.given(['file_1', 'file_2'], A, NOW)
  expect(holders.holderOf(['file_1'], NOW + 29 * DAY)).toBe(A)
  expect(holders.holderOf(['file_2'], NOW + 30 * DAY - 1)).toBe(A)
  expect(holders.holderOf(['file_1'], NOW + 58 * DAY)).toBe(A)
  expect(holders.holderOf(['file_1'], NOW + 88 * DAY)).toBeNull()
})

test('a clock that was set back forgets nothing', () => {
  const holders = new Holders()
  holders.given(['file_1'], A, NOW)
  expect(holders.holderOf(['file_1'], NOW - 400 * DAY)).toBe(A)
})

test('what is new is told, and what is asked for once a day', () => {
  const holders = new Holders()
  const told: GivenId[] = []
  const stop = holders.onGiven((ids) => void told.push(...ids))
  holders.given([], A, NOW)
  holders.given(['file_1'], A, NOW)
  for (const ms of [1, DAY - 1, DAY, DAY + 1]) holders.holderOf(['file_1'], NOW + ms)
  expect(told).toEqual([
    { id: 'file_1', holder: 'a', at: NOW },
    { id: 'file_1', holder: 'a', at: NOW + DAY },
  ])
  stop()
  holders.given(['file_2'], A, NOW)
  expect(told).toHaveLength(2)
})

test('bodies need be looked at once a file was given, here or to an earlier proxy', () => {
  const holders = new Holders()
  expect(holders.hasFiles).toBe(false)
  holders.given(['msgbatch_1'], A, NOW)
  expect(holders.hasFiles).toBe(false)
  holders.restore([{ id: 'file_1', holder: 'a', at: NOW }])
  expect(holders.hasFiles).toBe(true)
  expect(holders.holderOf(['file_1'], NOW)).toBe(A)
})

test('however many are given, those that were not used for longest give way', () => {
  const holders = new Holders(16)
  for (let i = 0; i < 16; i++) holders.given([`file_${String(i)}`], A, NOW)
  holders.given(['file_0'], A, NOW)
  holders.given(['file_16'], A, NOW)
  const known = Array.from({ length: 17 }, (_, i) => `file_${String(i)}`).filter(
    (id) => holders.holderOf([id], NOW) !== null,
  )
  expect(known).toEqual(['file_0', ...Array.from({ length: 14 }, (_, i) => `file_${String(i + 3)}`)])
})
