/**
 * Every row of the table of outcomes, from the wire: what becomes of the
 * request while somebody else is there, what the client hears when nobody is,
 * and what the endpoint is held to. What a row means is in `docs/errors.md`.
 * Time-outs of the connection and pings without content are in
 * `timers.test.ts`, a client that leaves is in `client-gone.test.ts`.
 */
import { expect, test } from 'vitest'
import type { Act, Break } from '../../src/lab/act.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { sendMessage, type Answer } from '../support/http.ts'
import { eventually, SHORT_TIMERS, startRig, upstream, type Target } from '../support/rig.ts'

interface Row {
  readonly name: string
  /** `down`: refuses connections. `no-tls`: is asked for TLS and speaks none. */
  readonly act: Act | 'down' | 'no-tls'
  /** Of the request without a second endpoint, in seconds; 1 unless given. */
  readonly deadline?: number
  /** With a second endpoint: the status, and who answered. */
  readonly both?: string
  /** With no second endpoint: the status. */
  readonly alone: string
  /** What the endpoint is held to after one such attempt: points, and benches with their scope and seconds. */
  readonly held: string
}

const status = (code: number, headers: Record<string, string> = {}, more: object = {}): Act => {
  return { do: 'status', status: code, headers, ...more }
}
const breaking = (phase: 'after-headers' | 'after-start' | 'in-text', how: Break['how']): Act => {
  return { do: 'serve', breakAt: { phase, how: how as 'reset' } }
}
const inside = (type: string): Act => breaking('after-headers', { error: { type, message: 'm' } })
const PAGE = { body: '<html></html>' }
const UNIFIED = {
  'anthropic-ratelimit-unified-status': 'rejected',
  'anthropic-ratelimit-unified-reset': String(Math.floor(Date.now() / 1_000) + 600),
}

const ROWS: readonly Row[] = [
  { name: 'connection refused', act: 'down', alone: '503', held: '2' },
  { name: 'no TLS', act: 'no-tls', alone: '503', held: '2' },
  {
    name: 'reset before headers',
    act: { do: 'serve', breakAt: { phase: 'before-headers', how: 'reset' } },
    alone: '503',
    held: '2',
  },
  { name: '401', act: status(401), alone: '401', held: '0, credential for all 1800' },
  { name: '403 of the key', act: status(403), alone: '403', held: '0, credential for all 1800' },
  { name: '402', act: status(402), alone: '402', held: '0, balance for all 1800' },
  {
    name: 'a balance text',
    act: status(400, {}, { message: 'Your credit balance is too low to access the Anthropic API.' }),
    alone: '400',
    held: '0, balance for all 1800',
  },
  { name: '400', act: status(400), both: '400 rig/one', alone: '400', held: '0' },
  { name: '422', act: status(422), both: '422 rig/one', alone: '422', held: '0' },
  { name: '413', act: status(413), alone: '413', held: '0' },
  { name: '403 of a firewall', act: status(403, {}, PAGE), alone: '403', held: '1' },
  { name: '404 of the path', act: status(404, {}, PAGE), alone: '404', held: '1' },
  { name: '405', act: status(405), alone: '405', held: '1' },
  { name: '409', act: status(409), alone: '409', held: '0' },
  { name: '425', act: status(425), alone: '425', held: '0' },
  {
    name: '404 of the model',
    act: status(404, {}, { message: 'model: nowhere' }),
    alone: '404',
    held: '0, model-missing for one 600',
  },
  {
    name: '429 with a time',
    act: status(429, { 'retry-after': '20' }),
    alone: '429, retry-after 20',
    held: '0, rate-limit for one 20',
  },
  { name: '429 of the account', act: status(429, UNIFIED), alone: '429', held: '0, rate-limit for all 600' },
  { name: '429 without a time', act: status(429), alone: '429', held: '0, rate-limit for one 30' },
  { name: '529', act: status(529), deadline: 10, alone: '503', held: '0, overload for one 5' },
  ...[500, 502, 503, 504, 408, 501, 505].map((code): Row => {
    return { name: String(code), act: status(code), alone: String(code), held: '1' }
  }),
  { name: '302', act: status(302, { location: '/' }), alone: '302', held: '1' },
  {
    name: '503 with a time',
    act: status(503, { 'retry-after': '20' }),
    alone: '503, retry-after 20',
    held: '1, outage for all 20',
  },
  {
    name: 'no headers in time',
    act: { do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } },
    alone: '504',
    held: '2',
  },
  { name: 'no content in time', act: breaking('after-start', 'stall'), alone: '504', held: '2' },
  {
    name: 'overloaded_error inside',
    act: inside('overloaded_error'),
    deadline: 10,
    alone: '503',
    held: '0, overload for one 5',
  },
  { name: 'api_error inside', act: inside('api_error'), alone: '500', held: '1' },
  {
    name: 'authentication_error inside',
    act: inside('authentication_error'),
    alone: '401',
    held: '0, credential for all 1800',
  },
  {
    name: 'rate_limit_error inside',
    act: inside('rate_limit_error'),
    alone: '429',
    held: '0, rate-limit for one 30',
  },
  {
    name: 'invalid_request_error inside',
    act: inside('invalid_request_error'),
    both: '400 rig/one',
    alone: '400',
    held: '0',
  },
  {
    name: 'an error as JSON',
    act: { do: 'json-error', type: 'api_error', message: 'm' },
    alone: '500',
    held: '1',
  },
  { name: 'an empty body', act: { do: 'empty' }, alone: '503', held: '1' },
  { name: 'a web page', act: { do: 'html' }, alone: '503', held: '1' },
  {
    name: 'a malformed stream',
    act: breaking('after-start', { bytes: 'data: {"type":\n\n' }),
    alone: '503',
    held: '1',
  },
  { name: 'an end before content', act: breaking('after-start', 'end'), alone: '503', held: '1' },
  { name: 'a reset before content', act: breaking('after-start', 'reset'), alone: '503', held: '1' },
  ...(
    [
      ['a reset', 'reset'],
      ['an end', 'end'],
      ['silence', 'stall'],
      ['an error', { error: { type: 'overloaded_error', message: 'm' } }],
    ] as const
  ).map(([name, how]): Row => {
    const act = breaking('in-text', how)
    return {
      name: `${name} after content`,
      act,
      both: '200 rig/one, broken',
      alone: '200, broken',
      held: '1',
    }
  }),
]

async function targetOf(act: Row['act']): Promise<Target> {
  const up = await upstream('one', typeof act === 'string' ? [] : [act])
  if (act === 'down') await up.down()
  return act === 'no-tls' ? { name: 'one', url: up.url.replace('http:', 'https:') } : up
}

function told({ headers, isComplete, status: code }: Answer, who: boolean): string {
  const by = who ? ` ${String(headers['x-qcc-endpoint'])}` : ''
  const after = headers['retry-after'] === undefined ? '' : `, retry-after ${headers['retry-after']}`
  return `${String(code)}${by}${after}${isComplete ? '' : ', broken'}`
}

function heldAgainst(engine: Engine): string {
  const [standing] = engine.standings(null)
  const { benches, circuit } = standing?.evidence ?? { benches: [], circuit: null }
  const points = circuit?.kind === 'closed' ? circuit.run.reduce((sum, one) => sum + one.points, 0) : 'open'
  const scopes = benches.map(({ model, reason, since, until }) => {
    // A told instant is in whole seconds.
    const seconds = Math.ceil((until - since) / 1_000)
    return `, ${reason} for ${model === null ? 'all' : 'one'} ${String(seconds > 590 && seconds < 600 ? 600 : seconds)}`
  })
  return `${String(points)}${scopes.join('')}`
}

test.each(ROWS)('$name', async ({ act, alone, both = '200 rig/two', deadline = 1, held }) => {
  const { engine, url } = await startRig(
    [await targetOf(act), await upstream('two', [{ do: 'serve' }])],
    SHORT_TIMERS,
  )
  expect(told(await sendMessage(url), true)).toBe(both)
  await eventually('the attempt is over', () => engine.inFlight === 0)
  expect(heldAgainst(engine)).toBe(held)

  const single = await startRig([await targetOf(act)], { ...SHORT_TIMERS, 'attempts.deadline': deadline })
  expect(told(await sendMessage(single.url), false)).toBe(alone)
  expect(single.engine.inFlight).toBe(0)
})
