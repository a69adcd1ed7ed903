import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import type { Role } from '../core/access/login.ts'
import type { EventReader } from '../ports/control.ts'
import type { LogEvent } from '../ports/log.ts'
import type { ProxyStatus } from './contract.ts'
import { EventTap } from './event-tap.ts'
import { LiveEvents } from './live-events.ts'

const fault = (message: string): LogEvent => ({ event: 'fault', at: 1, message })

function setUp() {
  const clock = fakeClock()
  const world = { open: 0, timers: 0, statuses: 0 }
  const tap = new EventTap({ write: () => undefined })
  const events = new LiveEvents({
    ...{ instance: 'I', tap },
    clock: {
      now: () => clock.now(),
      after: (ms, run) => {
        world.timers += 1
        let isOver = false
        const over = (): void => {
          if (!isOver) world.timers -= 1
          isOver = true
        }
        const cancel = clock.after(ms, () => {
          over()
          run()
        })
        return () => {
          over()
          cancel()
        }
      },
    },
    status: () => {
      world.statuses += 1
      return { open: world.open } as ProxyStatus
    },
    mark: () => String(world.open),
    redact: (text) => text.replaceAll('made-up-key', '***'),
  })
  const listen = (
    from: string | null = null,
    stillIn = async (): Promise<unknown> => null,
    role: Role = 'admin',
  ) => {
    const heard: { name: string; id: string; data: unknown }[] = []
    const writes: string[] = []
    const reader = {
      isBehind: false as boolean,
      isEnded: false as boolean,
      write: (bytes: Buffer) => {
        writes.push(bytes.toString())
        for (const one of bytes.toString().split('\n\n').slice(0, -1)) {
          const [, id = '', name = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(one) ?? []
          if (name !== '') heard.push({ name, id, data: JSON.parse(data) })
          else expect(one).toBe('retry: 1000')
        }
      },
      end: () => {
        reader.isEnded = true
        leave()
      },
    } satisfies EventReader & { isEnded: boolean }
    const leave = events.listen({ reader, role, stillIn }, from)
    const names = (): readonly string[] =>
      heard.map(({ data, name }) => (name === 'fault' ? (data as { message: string }).message : name))
    return { heard, writes, reader, leave, names, lastId: () => heard.at(-1)?.id ?? null }
  }
  const happens = async (...messages: readonly string[]): Promise<void> => {
    for (const message of messages) tap.write(fault(message))
    await clock.pass(50)
  }
  return { clock, world, tap, events, listen, happens }
}

describe('while nobody listens', () => {
  test('nothing is gathered, no timer runs, and no status is made', async () => {
    const { clock, events, tap, world } = setUp()
    tap.write(fault('a'))
    await clock.pass(100_000)
    expect([events.isGathering, tap.isHeard, world.timers, world.statuses]).toEqual([false, false, 0, 0])
  })

  test('a minute after the last one has left it is so again', async () => {
    const { clock, events, listen, tap, world } = setUp()
    const [one, two] = [listen(), listen()]
    one.leave()
    await clock.pass(70_000)
    expect([events.isGathering, world.timers]).toEqual([true, 1])
    two.leave()
    const { statuses } = world
    await clock.pass(59_999)
    expect(events.isGathering).toBe(true)
    await clock.pass(1)
    expect([events.isGathering, tap.isHeard, world.timers]).toEqual([false, false, 0])
    expect(world.statuses).toBe(statuses)
  })

  test('closing tells the last of it, ends every stream and leaves nothing', async () => {
    const { events, listen, tap, world } = setUp()
    const [one, two] = [listen(), listen()]
    tap.write(fault('the last'))
    events.close()
    expect(one.names()).toEqual(['status', 'the last'])
    expect([one.reader.isEnded, two.reader.isEnded]).toEqual([true, true])
    expect([events.isGathering, tap.isHeard, world.timers]).toEqual([false, false, 0])
  })
})

describe('coming back', () => {
  test('within a minute nothing is missed and nothing told twice', async () => {
    const { clock, happens, listen, tap } = setUp()
    const first = listen()
    await happens('a')
    const id = first.lastId()
    first.leave()
    await happens('b')
    await clock.pass(59_000)
    tap.write(fault('c'))
    expect(listen(id).names()).toEqual(['b', 'c', 'status'])
  })

  test('from the middle of what was told together', async () => {
    const { happens, listen } = setUp()
    const first = listen()
    await happens('a', 'b', 'c')
    await happens('d')
    const [, a, b, c] = first.heard.map(({ id }) => id)
    expect(listen(a).names()).toEqual(['b', 'c', 'd', 'status'])
    expect(listen(b).names()).toEqual(['c', 'd', 'status'])
    expect(listen(c).names()).toEqual(['d', 'status'])
  })

  test('a status says the id of the newest event, to come back by', async () => {
    const { happens, listen, tap } = setUp()
    const first = listen()
    tap.write(fault('a'))
    const second = listen()
    await happens('b')
    expect(second.names()).toEqual(['status', 'b'])
    expect(second.heard[0]?.id).toBe(first.heard[1]?.id)
    expect(listen(second.heard[0]?.id ?? '').names()).toEqual(['b', 'status'])
  })

  test('later, what happened meanwhile is not known, which is said', async () => {
    const { clock, happens, listen } = setUp()
    const first = listen()
    await happens('a')
    const id = first.lastId()
    first.leave()
    await clock.pass(60_000)
    const second = listen(id)
    expect(second.names()).toEqual(['reset', 'status'])
    expect(listen(second.lastId()).names()).toEqual(['status'])
  })

  test('what is older than all that is kept cannot be told any more: that is less than may wait for a reader', async () => {
    const { happens, listen } = setUp()
    const id = listen().lastId() ?? ''
    for (let n = 0; n < 480; n++) await happens('x'.repeat(1_000))
    expect(listen(id).names()).toHaveLength(481)
    await happens('y'.repeat(50_000))
    expect(listen(id).names()).toEqual(['reset', 'status'])
  })

  test.each(['', 'x', 'I-', 'I-999', 'I--1', 'I-1.5', 'J-1'])(
    'an id that there never was (%j) is told so',
    (id) => {
      const { listen } = setUp()
      listen()
      expect(listen(id).names()).toEqual(['reset', 'status'])
    },
  )
})

describe('the status', () => {
  test('is told when something changed, twice a second at most, and each five seconds', async () => {
    const { clock, listen, tap, world } = setUp()
    const { heard } = listen()
    const statuses = (): number => heard.filter(({ name }) => name === 'status').length
    expect(statuses()).toBe(1)
    for (let n = 0; n < 10; n++) {
      tap.write(fault('a'))
      await clock.pass(100)
    }
    expect(statuses()).toBe(3)
    world.open = 7
    await clock.pass(500)
    expect(heard.at(-1)).toMatchObject({ name: 'status', data: { open: 7 } })
    await clock.pass(4_500)
    expect(statuses()).toBe(4)
    await clock.pass(500)
    expect(statuses()).toBe(5)
  })

  test('goes on when the clock is set back', async () => {
    const { clock, listen } = setUp()
    const { heard } = listen()
    clock.set(clock.now() - 86_400_000)
    await clock.pass(500)
    expect(heard.map(({ name }) => name)).toEqual(['status', 'status'])
  })

  test('is not told to who has not read the last one; events are', async () => {
    const { clock, listen, tap } = setUp()
    const { names, reader } = listen()
    reader.isBehind = true
    tap.write(fault('a'))
    await clock.pass(10_000)
    expect(names()).toEqual(['status', 'a'])
  })
})

test('what happens together is told in one write, within a moment or as soon as it is much', async () => {
  const { happens, listen, tap } = setUp()
  const { names, writes } = listen()
  const before = writes.length
  await happens('a', 'b', 'c')
  expect([names().slice(1), writes.length - before]).toEqual([['a', 'b', 'c'], 1])
  for (let n = 0; n < 100; n++) tap.write(fault('x'.repeat(1_000)))
  expect(names().length).toBeGreaterThan(80)
})

test('keys are taken out of what is told', async () => {
  const { happens, listen } = setUp()
  const { heard } = listen()
  await happens('upstream said made-up-key')
  expect(heard.at(-1)?.data).toEqual(fault('upstream said ***'))
})

test('who looks at the dashboard is not told of looking, nor of a request what its answer tells again', async () => {
  const { clock, listen, tap } = setUp()
  const { heard } = listen()
  const of = { at: 1, request: 'r' } as const
  const asked = {
    ...of,
    method: 'POST',
    path: '/',
    model: null,
    status: 200,
    attempts: 2,
    tookMs: 1,
  } as const
  const attempt = {
    ...of,
    event: 'attempt',
    endpoint: 'e',
    progress: 'committed',
    why: '',
    tookMs: 1,
  } as const
  const news: readonly LogEvent[] = [
    { ...attempt, outcome: 'overloaded' },
    { event: 'answer', ending: 'served', endpoint: 'e', ...asked },
  ]
  tap.write({ event: 'answer', ending: 'local', endpoint: null, ...asked })
  tap.write({ event: 'commit', endpoint: 'e', afterMs: 1, ...of })
  tap.write({ ...attempt, outcome: 'ok' })
  for (const one of news) tap.write(one)
  await clock.pass(50)
  expect(heard.slice(1).map(({ data }) => data)).toEqual(news)
})

test('who may not listen any more is cut off within 15 s, or at once where that is known', async () => {
  const { clock, events, listen } = setUp()
  const may = { one: true, two: true }
  const refused = async (who: keyof typeof may): Promise<void> => {
    if (!may[who]) throw new Error('logged out')
  }
  const [one, two] = [listen(null, () => refused('one')), listen(null, () => refused('two'))]
  await clock.pass(14_000)
  may.one = false
  await clock.pass(2_000)
  expect([one.reader.isEnded, two.reader.isEnded]).toEqual([true, false])
  may.two = false
  await events.recheck()
  expect(two.reader.isEnded).toBe(true)
})

test('there are not more listeners than there is room for', () => {
  const { events, listen } = setUp()
  const all = Array.from({ length: 32 }, () => listen())
  expect(() => {
    events.admit('admin')
  }).toThrow('32 dashboards')
  all[0]?.leave()
  expect(() => {
    events.admit('admin')
  }).not.toThrow()
})

test('viewers leave room for who let them in', () => {
  const { events, listen } = setUp()
  for (let n = 0; n < 24; n++) listen(null, undefined, 'viewer')
  expect(() => {
    events.admit('viewer')
  }).toThrow('24 dashboards')
  events.admit('admin')
})
