import * as v from 'valibot'
import { expect, test } from 'vitest'
import type { LogEvent } from '../ports/log.ts'
import { jsonLine } from './log-level.ts'
import { logLine, readable, requestOf } from './log-line.ts'
import { proxyLogsShape } from './shapes/proxy-logs.ts'
import { tierSwitch } from '../../test/support/switches.ts'
import { sayIn } from '../../test/support/say.ts'

const request = '8bf56fda-8fc7-4a7a-8116-37180471d92e'
const answer: Extract<LogEvent, { readonly event: 'answer' }> = {
  ...{ event: 'answer', at: 0, request, method: 'POST', path: '/v1/messages', model: 'm', tookMs: 12 },
  ...{ ending: 'served', status: 200, endpoint: 'work/one', attempts: 1 },
}

/** One of each kind, and of each form that is told apart. */
const EVENTS: readonly LogEvent[] = [
  answer,
  { ...answer, endpoint: null, status: null, ending: 'cancelled' },
  {
    event: 'attempt',
    at: 0,
    request,
    endpoint: 'e',
    outcome: 'ok',
    progress: 'committed',
    why: '',
    tookMs: 1,
  },
  {
    event: 'attempt',
    at: 0,
    request,
    endpoint: 'e',
    outcome: 'empty',
    progress: 'sent',
    why: 'w',
    tookMs: 1,
  },
  { event: 'commit', at: 0, request, endpoint: 'e', afterMs: 3 },
  { event: 'switch', ...tierSwitch() },
  { event: 'switch', ...tierSwitch({ cause: 'manual', reason: 'lunch', from: null, evidence: [] }) },
  { event: 'fault', at: 0, message: 'a bug' },
  { event: 'listening', at: 0, version: '1', pid: 1, url: 'u', configuration: 1, endpoints: [] },
  { event: 'not-started', at: 0, why: 'w' },
  { event: 'config-followed', at: 0, configuration: 2, endpoints: ['a', 'b'], needsRestart: [] },
  { event: 'config-followed', at: 0, configuration: 2, endpoints: [], needsRestart: ['proxy.port'] },
  { event: 'config-refused', at: 0, why: 'one\ntwo' },
  { event: 'stopping', at: 0, open: 1, drainMs: 30_000 },
  { event: 'stopped', at: 0, broken: 1 },
  { event: 'lines-lost', at: 0, lines: 3, why: 'w' },
  { event: 'settings-healed', at: 0, file: 'f', what: 'use', how: 'taken-back' },
]

test.each(EVENTS)('$event is written in the published form', (event) => {
  expect(v.is(proxyLogsShape, JSON.parse(jsonLine(event)))).toBe(true)
})

test.each(EVENTS)('$event is one sentence in both languages, with nothing left to fill in', (event) => {
  const line = logLine(JSON.stringify({ level: 'info', ...event }))
  for (const lang of ['en', 'zh'] as const) {
    const text = readable(line, sayIn(lang))
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d info {2}\S/)
    expect(text).not.toMatch(/[{}\n]|undefined/)
  }
})

test('an answer says what a person looks for, and the beginning of its id', () => {
  const line = logLine(JSON.stringify({ level: 'info', ...answer }))
  expect(readable(line, sayIn('en'))).toMatch(
    / info {2}200 POST \/v1\/messages · served · work\/one · 1 attempt\(s\) · 12 ms · 8bf56fda$/,
  )
  expect(requestOf(line)).toBe(request)
})

test.each(['', 'half a li', '{"event":"answer"}', '{"level":"loud"}', '[]', 'null'])(
  '%j is shown as it is',
  (raw) => {
    const line = logLine(raw)
    expect([line.event, readable(line, sayIn('en'))]).toEqual([null, raw])
  },
)

test('an event of another version is shown as it is', () => {
  const raw = '{"level":"info","event":"of-tomorrow","at":1}'
  expect(readable(logLine(raw), sayIn('en'))).toBe(raw)
})

test('a line of ours that lacks what its sentence needs is shown as it is', () => {
  const raw = '{"level":"info","at":1,"event":"switch"}'
  expect(readable(logLine(raw), sayIn('en'))).toBe(raw)
})
