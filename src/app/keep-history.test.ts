import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { temporaryFolder } from '../../test/support/qcc.ts'
import { trail } from '../../test/support/trails.ts'
import { tierSwitch } from '../../test/support/switches.ts'
import type { Switch } from '../core/failover/switch.ts'
import { AppError } from '../errors/app-error.ts'
import type { HealthEvent, History } from '../ports/history.ts'
import type { Trail } from '../ports/trail.ts'
import { openHistory } from '../store/open-history.ts'
import { keepHistory } from './keep-history.ts'

/** A writer over a history that only counts, and fails when told to. */
function setUp() {
  const clock = fakeClock()
  const file = join(temporaryFolder(), 'history.db')
  const settings = { 'trail.requests': 1_000, 'trail.age': 60 }
  const at = { error: null as Error | null, opened: 0, closed: 0 }
  const batches: (readonly Trail[])[] = []
  const switches: Switch[] = []
  const prunedSwitches: unknown[] = []
  const events: HealthEvent[] = []
  const prunedEvents: unknown[] = []
  const rolled: unknown[] = []
  const pruned: unknown[] = []
  const faults: string[] = []
  const history: History = {
    requests: {
      add: async (trails) => {
        if (at.error !== null) throw at.error
        batches.push(trails)
      },
      find: async () => [],
      batches: async () => [],
      lastServed: async () => new Map(),
      prune: async (keep) => void pruned.push(keep),
    },
    switches: {
      add: async (some) => {
        if (at.error !== null) throw at.error
        switches.push(...some)
      },
      newest: async () => [],
      prune: async (keep) => void prunedSwitches.push(keep),
    },
    samples: {
      since: async () => [],
      part: async () => ({ digests: [], next: null }),
      rollUp: async (now, atOnce) => void rolled.push([now, atOnce]),
    },
    healthEvents: {
      add: async (some) => {
        if (at.error !== null) throw at.error
        events.push(...some)
      },
      newest: async () => [],
      prune: async (keep) => void prunedEvents.push(keep),
    },
    close: () => void (at.closed += 1),
  }
  const open = async (): Promise<History> => {
    at.opened += 1
    return history
  }
  const onFault = (why: string): void => void faults.push(why)
  const kept = keepHistory({ open, file, clock, settings: () => settings, onFault })
  const record = (count: number): void => {
    for (let i = 0; i < count; i++) kept.record(trail({ request: String(i) }))
  }
  return {
    at,
    batches,
    clock,
    events,
    faults,
    file,
    kept,
    pruned,
    prunedEvents,
    prunedSwitches,
    record,
    rolled,
    settings,
    switches,
  }
}

test('trails of a moment are written together', async () => {
  const { at, batches, clock, record } = setUp()
  record(3)
  expect(at.opened).toBe(0)
  await clock.pass(200)
  expect(batches.map((batch) => batch.length)).toEqual([3])
  await clock.pass(200)
  expect([batches.length, at.opened]).toEqual([1, 1])
})

test('what is too much or too old is forgotten now and then', async () => {
  const { clock, pruned, record } = setUp()
  record(999)
  await clock.pass(200)
  expect(pruned).toEqual([])
  record(1)
  await clock.pass(200)
  expect(pruned).toEqual([{ most: 1_000, since: clock.now() - 60_000, atOnce: 1_500 }])
  record(999)
  await clock.pass(200)
  expect(pruned).toHaveLength(1)
})

test('many are not waited for', async () => {
  const { batches, clock, record } = setUp()
  record(256)
  await clock.pass(0)
  expect(batches.map((batch) => batch.length)).toEqual([256])
})

test('whoever asks reads what has just happened, and the end writes the rest', async () => {
  const { at, batches, kept, record } = setUp()
  record(1)
  await kept.settle()
  expect(batches).toHaveLength(1)
  record(1)
  await kept.close()
  expect([batches.length, at.closed]).toEqual([2, 1])
})

test('with trails switched off nothing is opened', async () => {
  const { at, clock, kept, record, settings } = setUp()
  settings['trail.requests'] = 0
  record(100)
  await clock.pass(10_000)
  await kept.close()
  expect(at).toMatchObject({ opened: 0, closed: 0 })
})

test('a disk that is full costs nothing but the oldest, is told once, and is tried again', async () => {
  const { at, batches, clock, faults, record } = setUp()
  at.error = new AppError('store-full', 'no room')
  record(1_500)
  await clock.pass(60_000)
  record(1_500)
  await clock.pass(0)
  expect([faults, batches]).toEqual([['no room'], []])
  at.error = null
  await clock.pass(5_000)
  expect(batches.flat()).toHaveLength(2_000)
  at.error = new AppError('store-full', 'no room')
  record(1)
  await clock.pass(200)
  expect(faults).toEqual(['no room', 'no room'])
})

test('switches are written in order, also with trails switched off, and old ones forgotten each time', async () => {
  const { clock, kept, prunedSwitches, settings, switches } = setUp()
  settings['trail.requests'] = 0
  kept.recordSwitch(tierSwitch({ at: 1 }))
  kept.recordSwitch(tierSwitch({ at: 2 }))
  expect(switches).toEqual([])
  await clock.pass(200)
  expect(switches.map(({ at }) => at)).toEqual([1, 2])
  expect(prunedSwitches).toEqual([{ most: 1_000, since: clock.now() - 90 * 86_400_000 }])
})

test('what could be written is not written again when the rest could not', async () => {
  const { at, batches, clock, kept, record, switches } = setUp()
  kept.recordSwitch(tierSwitch({ at: 1 }))
  record(1)
  at.error = new AppError('store-busy', 'busy')
  await clock.pass(200)
  kept.recordSwitch(tierSwitch({ at: 2 }))
  at.error = null
  await clock.pass(5_000)
  await clock.pass(5_000)
  expect([batches.length, switches.map((one) => one.at)]).toEqual([1, [1, 2]])
})

test('a damaged history is set aside, byte for byte, and a new one begun', async () => {
  const clock = fakeClock()
  const file = join(temporaryFolder(), 'history.db')
  const damage = 'no database, '.repeat(500)
  writeFileSync(file, damage)
  const faults: string[] = []
  const kept = keepHistory({
    ...{ open: () => openHistory(file), file, clock, onFault: (why) => void faults.push(why) },
    settings: () => ({ 'trail.requests': 10, 'trail.age': 60 }),
  })
  kept.record(trail({ request: 'first', arrivedAt: clock.now() }))
  await kept.settle()
  await kept.settle()
  await kept.close()
  expect(faults).toMatchObject([expect.stringContaining('history.db')])
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(damage)
  const history = await openHistory(file)
  expect(await history.requests.find('', 5)).toMatchObject([{ request: 'first' }])
  history.close()
})

test('limits that were lowered while no proxy ran are kept soon after its start', async () => {
  const { clock, file, pruned } = setUp()
  await clock.pass(10_000)
  expect(pruned).toEqual([])
  const second = setUp()
  writeFileSync(second.file, '')
  await second.clock.pass(10_000)
  expect(second.pruned).toMatchObject([{ most: 1_000, atOnce: Number.MAX_SAFE_INTEGER }])
  expect(existsSync(file)).toBe(false)
})

test('what happens to endpoints is written with the rest, and waits while nothing can be', async () => {
  const { at, clock, events, kept, prunedEvents, record, rolled } = setUp()
  const event = (instant: number): HealthEvent => ({
    ...{ kind: 'news', at: instant, endpointId: 'a', news: { kind: 'circuit-closed' } },
  })
  at.error = new Error('full')
  kept.recordHealth(event(1))
  await kept.settle()
  at.error = null
  kept.recordHealth(event(2))
  await kept.settle()
  expect(events).toEqual([event(1), event(2)])
  expect([prunedEvents, rolled]).toEqual([[], []])
  record(1_000)
  await kept.settle()
  expect(prunedEvents).toEqual([{ most: 30_000, since: clock.now() - 90 * 86_400_000 }])
  expect(rolled).toEqual([[clock.now(), 1_500]])
})
