import { expect, test } from 'vitest'
import { afterSend } from '../core/balancer/sticky.ts'
import { endpointId } from '../core/model.ts'
import { keyOf, SessionTable, type SessionName } from './session-table.ts'

const HOUR = 3_600_000
const [A, B] = [endpointId('a'), endpointId('b')]
const bound = (at = 0) => afterSend(null, A, at)

test('a sub-agent has a key of its own, and names of any length have short ones', () => {
  expect([keyOf({ session: 's', agent: null }), keyOf({ session: 's', agent: 'x' })]).toEqual(['s', 's\nx'])
  const long = keyOf({ session: 'x'.repeat(100_000), agent: 'y'.repeat(100_000) })
  expect(long.length).toBeLessThan(320)
  expect(keyOf({ session: `${'x'.repeat(200)}1`, agent: null })).not.toBe(
    keyOf({ session: `${'x'.repeat(200)}2`, agent: null }),
  )
  expect(keyOf({ session: 'x'.repeat(128), agent: null })).toHaveLength(128)
})

test('of more sessions than it may hold, those used the longest time ago go', () => {
  const sessions = new SessionTable(16)
  for (let i = 0; i < 16; i++) sessions.put(String(i), bound())
  sessions.put('0', bound())
  expect(sessions.size).toBe(16)
  sessions.put('new', bound())
  const left = [...sessions.entries()].map(([key]) => key)
  expect([left.length, left[0], left.slice(-2)]).toEqual([15, '3', ['0', 'new']])
  expect(sessions.find('2', HOUR, 0)).toBe(null)
  for (let i = 0; i < 1_000; i++) sessions.put(`more ${String(i)}`, bound())
  expect(sessions.size).toBeLessThanOrEqual(16)
})

test('a change keeps the place in the order, and changes nothing that is gone', () => {
  const sessions = new SessionTable(3)
  sessions.put('one', bound())
  sessions.put('two', bound())
  sessions.change('one', (before) => ({ ...before, owner: B }))
  sessions.change('gone', (before) => before)
  expect([...sessions.entries()].map(([key, { owner }]) => [key, owner])).toEqual([
    ['one', B],
    ['two', A],
  ])
})

test('the order is that of the last use, whoever was the last one before', () => {
  const sessions = new SessionTable(10)
  const order = () => [...sessions.entries()].map(([key]) => key)
  for (const key of ['one', 'one', 'two', 'one']) sessions.put(key, bound())
  expect(order()).toEqual(['two', 'one'])
  sessions.replace({ keys: ['one', 'two'], bindings: [bound(), bound()] })
  sessions.put('one', bound())
  expect(order()).toEqual(['two', 'one'])
})

test('a new sub-agent joins its session’s endpoint while fewer than six of the session are out there', () => {
  const sessions = new SessionTable(10)
  const inA = { endpoint: A }
  const out = new Map([
    [inA, { session: 's' }],
    [{ endpoint: B }, { session: 's' }],
    [{ endpoint: A }, { session: 'other' }],
  ])
  const joined = (name: SessionName, affinityMs = HOUR, now = 0) =>
    sessions.joinedBy(name, out, affinityMs, now)
  const agent = { session: 's', agent: 'x' }
  expect(joined(agent)).toBe(null)
  sessions.put('s', bound())
  for (let i = 0; i < 4; i++) out.set({ endpoint: A }, { session: 's' })
  expect(joined(agent)).toBe(A)
  out.set({ endpoint: A }, { session: 's' })
  expect(joined(agent)).toBe(null)
  out.delete(inA)
  expect(joined(agent)).toBe(A)
  expect(joined({ session: 's', agent: null })).toBe(null)
  expect(joined({ session: null, agent: 'x' })).toBe(null)
  expect(joined(agent, HOUR, HOUR)).toBe(null)
  expect(joined(agent, 0)).toBe(null)
})
