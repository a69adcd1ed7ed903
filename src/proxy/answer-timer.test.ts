import { expect, test } from 'vitest'
import type { Phase } from '../core/outcome.ts'
import type { Clock } from '../ports/clock.ts'
import { AnswerTimer, type Limits } from './answer-timer.ts'

const LIMITS: Limits = {
  connectMs: 5,
  firstContentMs: 300,
  quietMs: 60,
  lastQuietMs: 120,
  idleMs: 240,
  noContentMs: 600,
  deadlineAt: 5_000,
  isLast: () => false,
}

/** A clock that a test moves, and what the timer said by then. */
function timed(limits: Partial<Limits> = {}) {
  let now = 0
  let waiting: { readonly at: number; readonly run: () => void } | null = null
  const clock: Clock = {
    now: () => now,
    after: (ms, run) => {
      const mine = { at: now + ms, run }
      waiting = mine
      return () => {
        if (waiting === mine) waiting = null
      }
    },
  }
  const said: string[] = []
  const timer = new AnswerTimer({ ...LIMITS, ...limits }, clock, now, (phase, why) => {
    timer.stop()
    said.push(`${String(now)} ${phase}: ${why}`)
  })
  const until = (at: number): readonly string[] => {
    while (waiting !== null && waiting.at <= at) {
      const due = waiting
      waiting = null
      now = Math.max(now, due.at)
      due.run()
    }
    now = at
    return said
  }
  return {
    timer: {
      enter: (phase: Phase) => {
        timer.enter(phase, now)
      },
      onHead: () => {
        timer.onHead(now)
      },
      onBytes: timer.onBytes.bind(timer),
      pause: timer.pause.bind(timer),
      resume: timer.resume.bind(timer),
    },
    until,
  }
}

const BYTES = { hasBegun: true, isContent: true }
const PING = { hasBegun: true, isContent: false }

test('a connection has its time, and not more than the request has', () => {
  expect(timed().until(100)).toEqual(['5 connection: waited 0.005 s for a connection'])
  expect(timed({ deadlineAt: 3 }).until(100)).toEqual(['3 connection: the time of the request was over'])
})

test('headers and first content share one limit; pings before the message do not extend it', () => {
  const { timer, until } = timed()
  timer.enter('first-content')
  until(200)
  timer.onHead()
  until(290)
  timer.onBytes({ hasBegun: false, isContent: false })
  expect(until(1_000)).toEqual(['300 first-content: waited 0.3 s for the first content'])
})

test('a message that has begun goes on while bytes come, up to the deadline', () => {
  const { timer, until } = timed()
  timer.enter('first-content')
  timer.onHead()
  for (let at = 50; at <= 1_000; at += 50) {
    expect(until(at)).toEqual([])
    timer.onBytes(PING)
  }
  expect(until(2_000)).toEqual(['1060 first-content: silent for 0.06 s'])

  const other = timed({ deadlineAt: 400 })
  other.timer.enter('first-content')
  for (let at = 50; at < 400; at += 50) {
    other.until(at)
    other.timer.onBytes(PING)
  }
  expect(other.until(1_000)).toEqual(['400 first-content: the time of the request was over'])
})

test('the last endpoint has until the deadline, or is given up for its silence after the headers', () => {
  const { timer, until } = timed({ isLast: () => true })
  timer.enter('first-content')
  expect(until(9_000)).toEqual(['5000 first-content: the time of the request was over'])

  const other = timed({ isLast: () => true })
  other.timer.enter('first-content')
  other.until(400)
  other.timer.onHead()
  expect(other.until(2_000)).toEqual(['1300 first-content: silent for 0.12 s'])
})

test('somebody who becomes free ends the wait for the last one within a second', () => {
  let isLast = true
  const { timer, until } = timed({ isLast: () => isLast })
  timer.enter('first-content')
  until(2_000)
  isLast = false
  expect(until(9_000)).toEqual(['2300 first-content: waited 0.3 s for the first content'])
})

test('after the commit silence ends it, and so do pings alone', () => {
  const silent = timed()
  silent.timer.enter('more-content')
  silent.until(200)
  silent.timer.onBytes(BYTES)
  expect(silent.until(9_000)).toEqual(['440 more-content: waited 0.24 s for more of the answer'])

  const pinging = timed()
  pinging.timer.enter('more-content')
  for (let at = 100; at <= 600; at += 100) {
    pinging.until(at)
    pinging.timer.onBytes(PING)
  }
  expect(pinging.until(9_000)).toEqual(['600 more-content: no content for 0.6 s'])
})

test('while the client takes no more nothing is held against the endpoint', () => {
  const { timer, until } = timed()
  timer.enter('more-content')
  timer.pause()
  expect(until(3_000)).toEqual([])
  timer.resume()
  expect(until(9_000)).toEqual(['3240 more-content: waited 0.24 s for more of the answer'])
})
