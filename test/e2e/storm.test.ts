/**
 * Thirty clients at once over real sockets: whatever their endpoints do, as
 * many are served behind QCC as without, by endpoints that do the same.
 */
import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import type { Upstream } from '../../src/lab/upstream.ts'
import { sendMessage } from '../support/http.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

const CLIENTS = 30
const TURNS = 3
/** As many as Claude Code makes; its pauses are cut to what a test can wait for. */
const MOST_REQUESTS = 11
const PAUSE_MS = 20

const SERVE: Act = { do: 'serve' }
const FAULTS: readonly (readonly [string, Act])[] = [
  ['500', { do: 'status', status: 500 }],
  ['reset', { do: 'serve', breakAt: { phase: 'before-headers', how: 'reset' } }],
  ['cut after the commit', { do: 'serve', breakAt: { phase: 'in-text', how: 'reset' } }],
]

/** How many turns are served that `CLIENTS` make, each one after the other. */
async function served(urls: readonly string[]): Promise<number> {
  let count = 0
  const client = async (index: number): Promise<void> => {
    const url = urls[index % urls.length] ?? ''
    const session = { 'x-claude-code-session-id': `session-${String(index)}` }
    for (let turn = 0; turn < TURNS; turn++) if (await turnAt(url, session)) count += 1
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)))
  return count
}

async function turnAt(url: string, session: Readonly<Record<string, string>>): Promise<boolean> {
  for (let request = 0; request < MOST_REQUESTS; request++) {
    const answer = await sendMessage(url, {}, session).catch(() => null)
    if (answer?.status === 200 && answer.isComplete) return true
    if (answer?.headers['x-should-retry'] === 'false') return false
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * (request + 1)))
  }
  return false
}

/** So many bad ones and so many good ones, over and over. Thirty clients never meet eleven bad ones each. */
const turns = (bad: number, good: number, act: Act, first: 'bad' | 'good' = 'bad'): readonly Act[] => {
  const round = [...Array.from({ length: bad }, () => act), ...Array.from({ length: good }, () => SERVE)]
  const rounds = Array.from({ length: Math.ceil(2_000 / round.length) }, () => round).flat()
  return first === 'bad' ? rounds : rounds.slice(bad)
}

const play = (scripts: readonly (readonly Act[])[]): Promise<Upstream[]> =>
  Promise.all(scripts.map((acts, index) => upstream(String.fromCharCode(97 + index), acts, { remember: 10 })))

describe.each(FAULTS)('%s', (_name, act) => {
  test.each([
    ['one endpoint that fails every third request', [turns(1, 2, act)]],
    ['two endpoints that fail by turns', [turns(10, 20, act), turns(10, 20, act, 'good')]],
  ])('%s serves as many behind QCC', async (_what, scripts) => {
    const direct = await served((await play(scripts)).map(({ url }) => url))
    const ups = await play(scripts)
    const { engine, url } = await startRig(ups.map((up) => ({ ...up, weight: 100 })))
    const behind = await served([url])
    expect(behind).toBeGreaterThanOrEqual(direct)
    expect(behind).toBeGreaterThan(0)
    await eventually('nothing is in flight', () => engine.inFlight === 0)
  })
})

test('clients that leave while they wait for their turn keep nobody waiting', async () => {
  const up = await upstream('a', [{ do: 'status', status: 401 }])
  const { engine, proxy, url } = await startRig([up])
  // Sets it aside for longer than a test lasts, and uses the one send up that is there without a commit.
  for (let i = 0; i < 2; i++) expect((await sendMessage(url)).status).toBe(401)
  const patience = new AbortController()
  const leaving = Array.from({ length: 60 }, () =>
    fetch(`${url}/v1/messages`, {
      method: 'POST',
      body: '{"model":"m","messages":[],"stream":true}',
      signal: patience.signal,
    }).catch(() => null),
  )
  await eventually('they are there', () => proxy.open > 50)
  patience.abort()
  await Promise.all(leaving)
  await eventually('all have left', () => proxy.open === 0 && engine.inFlight === 0)
  up.play(SERVE)
  expect((await sendMessage(url)).isComplete).toBe(true)
})
