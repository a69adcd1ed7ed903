/** What the client makes of each last word: docs/errors.md has them all. */
import { expect, test } from 'vitest'
import type { Act, StatusAct } from '../../src/lab/act.ts'
import { GREETING } from './conversation.ts'
import { stageOf, type Case, type Part } from './stage.ts'

/** A case in which the client fails. */
interface Failing extends Case {
  /** Messages that the endpoints are asked for, streaming and not. */
  readonly asks: readonly [streams: number, wholes: number]
  readonly says: RegExp
}

/** A case in which the client is served in the end. */
interface Served extends Case {
  /** How often it tells of a repetition. */
  readonly retries: number
  /** From its first request to its last, at least. */
  readonly waitsMs?: number
}

const status = (code: number, more: Partial<StatusAct> = {}): StatusAct => {
  return { do: 'status', status: code, ...more }
}
const inSeconds = (seconds: number) => ({ headers: { 'retry-after': String(seconds) } })
/** After the headers have gone ahead. */
const LATE = { afterMs: 2_500 }
const STALLS: Act = { do: 'serve', breakAt: { phase: 'after-start', how: 'stall' } }
const RESETS: Act = { do: 'serve', breakAt: { phase: 'before-headers', how: 'reset' } }

const caseOf = (name: string, ...parts: readonly Part[]): Case => ({ name, parts, conversation: GREETING })
const single = (name: string, ...acts: readonly Act[]) => caseOf(name, acts)
const both = (name: string, ...acts: readonly Act[]) => caseOf(name, acts, acts)
const always = (name: string, act: Act) => caseOf(name, { always: act }, { always: act })
/** So that the headers go ahead after a second. */
const isLate = (name: string) => name.startsWith('late-')

const FAILING: readonly Failing[] = [
  {
    ...always('no-key-is-accepted', status(401)),
    asks: [2, 0],
    says: /API Error: 401 No endpoint accepts its key/,
  },
  {
    ...always('no-balance-is-left', status(402)),
    asks: [2, 0],
    says: /API Error: 402 No endpoint has balance left/,
  },
  {
    ...always('limits-of-hours', status(429, inSeconds(9_000))),
    ...{ asks: [2, 0], says: /429.*Every endpoint is at its rate limit.*back in 9000 s/ },
  },
  {
    ...caseOf('a-single-limit-of-hours', { always: status(429, inSeconds(9_000)) }),
    ...{ asks: [1, 0], says: /429.*scripted 429/ },
  },
  {
    ...always('no-such-model', status(404, { message: 'model: x' })),
    asks: [2, 2],
    says: /issue with the selected model/,
  },
  { ...always('too-large', status(413)), asks: [2, 0], says: /Request too large/ },
  // It leaves out one beta feature after the other, and nobody else is asked.
  { ...always('the-requests-own-fault', status(400)), asks: [6, 0], says: /API Error: 400 scripted 400/ },
  {
    ...caseOf('no-endpoint'),
    asks: [0, 0],
    says: /API Error: 503 The profile "no-endpoint" has no endpoint/,
  },
  // `unknown` has no profile.
  { ...caseOf('unknown'), asks: [0, 0], says: /API Error: 410 There is no profile "unknown"/ },
  {
    ...both('late-no-key-is-accepted', status(401, LATE), status(401)),
    ...{ asks: [2, 2], says: /API Error: 401 No endpoint accepts its key/ },
  },
  {
    ...single('late-the-requests-own-fault', status(400, LATE), ...Array<Act>(7).fill(status(400))),
    ...{ asks: [4, 3], says: /API Error: 400 scripted 400/ },
  },
]

const SERVED: readonly Served[] = [
  { ...both('a-limit-of-seconds', status(429, inSeconds(3))), retries: 1, waitsMs: 3_000 },
  { ...both('an-outage-of-seconds', status(503, inSeconds(3))), retries: 1, waitsMs: 3_000 },
  { ...both('500', status(500)), retries: 1 },
  { ...both('503', status(503)), retries: 1 },
  { ...both('resets', RESETS), retries: 1 },
  { ...both('time-outs', STALLS), retries: 1 },
  { ...single('a-single-401', status(401)), retries: 1 },
  { ...single('a-single-overload-of-seconds', status(529), status(529)), retries: 0 },
  { ...single('a-single-overload', status(529), status(529), status(529)), retries: 1 },
  { ...both('an-overload-of-seconds', status(529)), retries: 0 },
  { ...both('late-503', status(503, LATE)), retries: 1 },
  {
    ...both('late-a-limit-of-seconds', status(429, { ...inSeconds(3), ...LATE })),
    retries: 1,
    waitsMs: 2_500,
  },
  {
    ...single('late-a-slow-answer', { do: 'serve', ...GREETING[0], manner: { headersAfterMs: 4_000 } }),
    retries: 0,
  },
  { ...caseOf('late-somebody-is-left', [STALLS], []), retries: 0 },
]

const OUT_FOR_GOOD = always('out-for-good', status(500))

const withProfile = [OUT_FOR_GOOD, ...FAILING, ...SERVED].filter(({ name }) => name !== 'unknown')

const stage = stageOf(withProfile, {
  'timeout.first-content': 3,
  'timeout.quiet': 3,
  'timeout.quiet-last': 3,
  'gate.headers-share': 1,
  'gate.ping': 1,
})

/** The client's patience is what the share is of: a second, instead of the six of its usual ten minutes. */
const run = (name: string) => stage.run(name, isLate(name) ? { env: { API_TIMEOUT_MS: '100000' } } : {})

const askedIn = (name: string) => stage.played(name).flatMap(({ asked }) => asked)

test.concurrent('endpoints that are out for good are asked for with the full back-off, eleven times in three minutes', async () => {
  const { code, retries, said } = await stage.run(OUT_FOR_GOOD.name, { patienceMs: 290_000 })
  expect({ code, retries, said }).toEqual({
    ...{
      code: 1,
      retries: 10,
      said: expect.stringMatching(/API Error: 503 No endpoint could serve/) as string,
    },
  })
  expect(askedIn(OUT_FOR_GOOD.name).length).toBeGreaterThanOrEqual(11)
})

test.concurrent.each(FAILING)(
  'at $name the client fails at once and says why',
  async ({ asks, name, says }) => {
    const { code, retries, said } = await run(name)
    expect({ code, retries, said }).toEqual({
      code: 1,
      retries: 0,
      said: expect.stringMatching(says) as string,
    })
    const streams = askedIn(name).filter(({ body }) => body.includes('"stream":true')).length
    expect([streams, askedIn(name).length - streams]).toEqual(asks)
  },
)

test.concurrent.each(SERVED)(
  'after $name the client tells of $retries repetitions and is served once',
  async ({ name, retries, waitsMs = 0 }) => {
    const ended = await run(name)
    expect(ended).toMatchObject({ code: 0, retries, said: 'hello from the model', stderr: '' })
    expect(
      stage
        .played(name)
        .map(({ paid }) => paid)
        .reduce((sum, one) => sum + one),
    ).toBe(1)
    const times = askedIn(name).map(({ at }) => at)
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual(waitsMs)
  },
)
