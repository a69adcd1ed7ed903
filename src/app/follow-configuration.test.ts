import { expect, test } from 'vitest'
import { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { ClientToken, Version } from '../ports/store.ts'
import { followConfiguration } from './follow-configuration.ts'

/** A store that says what the test wants, and a clock that turns when it says so. */
function setUp() {
  const state = {
    count: 1,
    number: 1,
    content: '{"profiles":[],"settings":{}}',
    error: null as Error | null,
    tokens: [] as readonly ClientToken[],
  }
  const asked = { counts: 0, versions: 0 }
  const heard: (string | number)[] = []
  let due: (() => void)[] = []
  const clock: Clock = {
    now: () => 0,
    after: (_ms, run) => {
      due.push(run)
      return () => {
        due = due.filter((one) => one !== run)
      }
    },
  }
  const newest = async (): Promise<Version> => {
    asked.versions += 1
    if (state.error !== null) throw state.error
    return { number: state.number, at: 0, author: 'cli', message: '', hash: '', content: state.content }
  }
  const nobody = async (): Promise<never> => {
    throw new Error('nobody asks for this')
  }
  const store = {
    changeCount: () => {
      asked.counts += 1
      return state.count
    },
    versions: { newest, at: nobody, list: nobody, commit: nobody },
    clientTokens: { all: async () => state.tokens, add: nobody, remove: nobody, noteUses: nobody },
  }
  const stop = followConfiguration({
    ...{ store, clock, from: 1 },
    onVersion: ({ number }) => heard.push(number),
    onTokens: (tokens) => heard.push(...tokens.map(({ name }) => name)),
    onFault: (why) => heard.push(why),
  })
  /** Lets everything happen that can happen without time passing. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  const tick = async (): Promise<void> => {
    await settle()
    for (const run of due.splice(0)) run()
    await settle()
  }
  return { asked, heard, state, stop, tick, isWaiting: () => due.length > 0 }
}

test('while nobody writes, the store is asked for its count and for nothing else', async () => {
  const { asked, heard, tick } = setUp()
  for (let i = 0; i < 10; i++) await tick()
  expect([asked.counts, asked.versions, heard]).toEqual([11, 1, []])
})

test('a write that made no version is no news, a new version is told once', async () => {
  const { heard, state, tick } = setUp()
  state.count = 2
  await tick()
  expect(heard).toEqual([])
  Object.assign(state, { count: 3, number: 2 })
  for (let i = 0; i < 3; i++) await tick()
  expect(heard).toEqual([2])
})

test('what cannot be read is told once and tried again; then the version is followed, even the one in force', async () => {
  const { heard, state, tick } = setUp()
  await tick()
  Object.assign(state, { count: 2, error: new AppError('store-busy', 'busy') })
  for (let i = 0; i < 3; i++) await tick()
  expect(heard).toEqual(['busy'])
  state.error = null
  await tick()
  expect(heard).toEqual(['busy', 1])
  state.error = new AppError('store-busy', 'busy')
  state.count = 3
  await tick()
  expect(heard).toEqual(['busy', 1, 'busy'])
})

test('a version that is not valid is read once', async () => {
  const { asked, heard, state, tick } = setUp()
  await tick()
  Object.assign(state, { count: 2, number: 2, content: '{"profiles":1}' })
  for (let i = 0; i < 5; i++) await tick()
  expect([asked.versions, heard.length]).toEqual([2, 1])
  Object.assign(state, { count: 3, number: 3, content: '{"profiles":[],"settings":{}}' })
  await tick()
  expect(heard.at(-1)).toBe(3)
})

test('once stopped it asks and tells nothing more, also in the middle of a reading', async () => {
  const { asked, heard, isWaiting, state, stop, tick } = setUp()
  await tick()
  Object.assign(state, { count: 2, number: 2 })
  const ticking = tick()
  stop()
  await ticking
  await tick()
  expect([heard, isWaiting()]).toEqual([[], false])
  const before = asked.counts
  await tick()
  expect(asked.counts).toBe(before)
})

const TOKEN = { name: 'laptop', hash: 'x', profile: null, createdAt: 0, usedAt: null }

test('client tokens are told whenever somebody wrote, also beside a version that is not valid', async () => {
  const { heard, state, tick } = setUp()
  await tick()
  Object.assign(state, { count: 2, tokens: [TOKEN] })
  for (let i = 0; i < 3; i++) await tick()
  expect(heard).toEqual(['laptop'])
  Object.assign(state, { count: 3, number: 2, content: '{"profiles":1}', tokens: [{ ...TOKEN, name: 'ci' }] })
  await tick()
  expect(heard.slice(0, 2)).toEqual(['laptop', 'ci'])
})

test('a new version and the tokens of the same moment come together, the tokens first', async () => {
  const { heard, state, tick } = setUp()
  await tick()
  Object.assign(state, { count: 2, number: 2, tokens: [TOKEN] })
  await tick()
  expect(heard).toEqual(['laptop', 2])
})
