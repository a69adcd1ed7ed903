import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { ask, endpoint, given, profile, slotOf, table } from '../../test/support/fleet.ts'
import { stream } from '../../test/support/prober-rig.ts'
import type { Policy } from '../core/model.ts'
import { spentToday } from '../core/health/watch.ts'
import { Engine } from '../engine/engine.ts'
import { answerTo } from '../lab/answer-to.ts'
import type { Sender } from '../ports/sender.ts'
import { startProber } from './prober.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** The beginning of some day. */
const START = 20_000 * DAY
const ENDPOINTS = ['a', 'b', 'c'].map((name) => endpoint(name))

/** A day of three endpoints that answer well; one request to `a` in every so many minutes, or none. */
async function day(everyMinutes: number | null, policy: Partial<Policy> = {}) {
  const clock = fakeClock(START)
  const [a, b, c] = ENDPOINTS.map((one) => given(one))
  const profiles = [profile('used', [given(a)]), profile('idle', [given(b), given(c)])]
  const engine = new Engine(table(profiles, policy), { clock, dice: { roll: () => 0.3 } })
  const sent = { lists: 0, questions: 0, out: 0, mostOut: 0 }
  const sender: Sender = {
    send: ({ body }, sink) => {
      sent.out += 1
      sent.mostOut = Math.max(sent.mostOut, sent.out)
      if (body === null) sent.lists += 1
      else sent.questions += 1
      const asked = body?.kind === 'kept' ? Buffer.concat(body.chunks).toString() : ''
      sink.onSent()
      clock.after(100, () => {
        sent.out -= 1
        sink.onHead(200, [])
        sink.onData(Buffer.from(body === null ? '{}' : stream({ text: answerTo(asked) ?? '' })))
        sink.onEnd()
      })
      return { pause: () => undefined, resume: () => undefined, abort: () => undefined }
    },
    close: async () => undefined,
  }
  const prober = startProber({
    ...{ clock, dice: { roll: () => 0.7 }, engine, sender, log: { write: () => undefined } },
    keyOf: () => ({ kind: 'key', key: 'a-key' }),
    settings: () => ({ 'health.model': 'claude-small', 'health.timeout': 30 }),
    endpoint: (id) => ENDPOINTS.find((one) => one.id === id) ?? null,
  })
  const stepMs = (everyMinutes ?? 60) * MINUTE
  for (let at = 0; at + stepMs < DAY; at += stepMs) {
    await clock.pass(stepMs)
    if (everyMinutes === null) continue
    const slot = slotOf(engine.acquire(ask()))
    engine.release(slot, { outcome: { kind: 'ok' }, progress: 'committed', limits: null })
  }
  prober.stop()
  const spent = engine.allStandings().map(({ evidence }) => spentToday(evidence.watch, clock.now()))
  return { spent, sent }
}

/** What a conversation with each of the three every minute would use, by what one uses here. */
async function everyMinute(): Promise<number> {
  const { sent, spent } = await day(10)
  const one = spent.reduce((sum, tokens) => sum + tokens, 0) / sent.questions
  return one * 3 * (DAY / MINUTE)
}

test('a day without a request costs nothing: endpoints are looked at for free once a minute', async () => {
  const { sent, spent } = await day(null)
  expect([spent, sent.questions]).toEqual([[0, 0, 0], 0])
  expect(sent.lists).toBeGreaterThan(3 * 23 * 55)
  expect(sent.lists).toBeLessThanOrEqual(3 * 24 * 60)
}, 30_000)

test('a day of use costs the endpoints that are idle less than their cap, and less than 5 % of a question a minute', async () => {
  const { sent, spent } = await day(10)
  expect(given(spent[0])).toBe(0)
  for (const tokens of spent.slice(1)) {
    expect(tokens).toBeGreaterThan(0)
    expect(tokens).toBeLessThan(20_000)
  }
  const all = spent.reduce((sum, tokens) => sum + tokens, 0)
  expect(all / (await everyMinute())).toBeLessThan(0.05)
  expect(sent.mostOut).toBeLessThanOrEqual(4)
  const share = ((100 * all) / (await everyMinute())).toFixed(1)
  const page = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8').replace(/\s+/g, ' ')
  const tokens = given(spent[1]).toLocaleString('en-US')
  expect(page).toContain(
    `${sent.questions / 2} questions to each idle endpoint, ${tokens} tokens each, ${share} % of what`,
  )
}, 60_000)

test('the cap holds, and passive sends nothing', async () => {
  const { spent } = await day(10, { checkTokens: 1_000 })
  for (const tokens of spent) expect(tokens).toBeLessThanOrEqual(1_000)
  const { sent } = await day(10, { checkMode: 'passive' })
  expect([sent.lists, sent.questions]).toEqual([0, 0])
  const free = await day(10, { checkMode: 'free' })
  expect([free.sent.questions, free.sent.lists > 1_000]).toEqual([0, true])
}, 60_000)
