import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/core/config/document.ts'
import type { Act } from '../../src/lab/act.ts'
import { sendMessage } from '../support/http.ts'
import { eventually, profilesDocument, rigDocument, startRigOn, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const BAD = { do: 'status', status: 500 } as const
const SLOW = { do: 'serve', manner: { headersAfterMs: 300 } } as const

/** A proxy in front of a profile for each name, which plays that act. */
async function tieredRig(acts: Readonly<Record<string, Act>>, more: Partial<Document>) {
  const ups = await Promise.all(Object.entries(acts).map(([name, act]) => upstream(name, [act])))
  const rig = await startRigOn(profilesDocument(ups, more))
  const seen = () => Object.fromEntries(ups.map((up) => [up.name, up.seen.length]))
  return { ...rig, ups, seen }
}

const servedBy = async (url: string): Promise<unknown> => (await sendMessage(url)).headers['x-qcc-endpoint']

describe('tiers', () => {
  test('are asked in order, and within one in the order the profiles were put there', async () => {
    const tiers = { primary: ['b', 'a'], fallback: ['c'] }
    const { seen, url } = await tieredRig(
      { a: GOOD, b: BAD, c: GOOD, d: GOOD },
      { tiers, defaultProfile: 'd' },
    )
    expect(await servedBy(url)).toBe('a/a')
    expect(seen()).toEqual({ a: 1, b: 1, c: 0, d: 0 })
  })

  test('a later tier serves when the better one fails', async () => {
    const tiers = { primary: ['a'], secondary: ['b'], fallback: ['c'] }
    const { seen, url } = await tieredRig({ a: BAD, b: BAD, c: GOOD }, { tiers })
    expect(await servedBy(url)).toBe('c/c')
    expect(seen()).toEqual({ a: 1, b: 1, c: 1 })
  })

  test('a running proxy follows a profile that is put in a tier, and out of it', async () => {
    const { composed, ups, url } = await tieredRig({ a: GOOD, b: GOOD }, {})
    const follow = (number: number, tiers: Document['tiers']): void => {
      composed.follow({ number, document: profilesDocument(ups, { tiers }) })
    }
    expect(await servedBy(url)).toBe('a/a')
    follow(2, { primary: ['b'] })
    expect([await servedBy(url), composed.live.now.active]).toEqual(['b/b', ['b']])
    follow(3, undefined)
    expect([await servedBy(url), composed.live.now.active]).toEqual(['a/a', ['a']])
  })

  test('when none of their profiles has an endpoint, the answer names them', async () => {
    const profiles = ['a', 'b'].map((name) => ({ name, endpoints: [] }))
    const { url } = await startRigOn({ profiles, settings: {}, tiers: { primary: ['a'], secondary: ['b'] } })
    const answer = await sendMessage(url)
    expect([answer.status, answer.body.toString()]).toEqual([503, expect.stringContaining('profiles a, b')])
  })

  test.each([
    [1, { a: 1, b: 0, c: 0, d: 1 }],
    [3, { a: 1, b: 1, c: 1, d: 1 }],
  ])('attempts.per-tier of %i is how many are asked before the next tier', async (perTier, expected) => {
    const tiers = { primary: ['a', 'b', 'c'], secondary: ['d'] }
    const settings = { 'attempts.per-tier': perTier }
    const { seen, url } = await tieredRig({ a: BAD, b: BAD, c: BAD, d: GOOD }, { tiers, settings })
    expect(await servedBy(url)).toBe('d/d')
    expect(seen()).toEqual(expected)
  })
})

describe('a cap', () => {
  /** Two endpoints of one profile, the first of them with a cap of one. */
  async function cappedRig(settings: Document['settings']) {
    const ups = [await upstream('one', [SLOW]), await upstream('two', [GOOD])] as const
    const document = rigDocument(ups, settings)
    const profiles = document.profiles.map((profile) => ({
      ...profile,
      endpoints: profile.endpoints.map((entry) =>
        entry.name === 'one' ? { ...entry, maxConcurrent: 1 } : { ...entry, enabled: false },
      ),
    }))
    return { ...(await startRigOn({ ...document, profiles })), one: ups[0] }
  }

  test('keeps further requests waiting: no more than that many are out at once', async () => {
    const { one, url } = await cappedRig({})
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, one.open)
    }, 5)
    const answers = await Promise.all([sendMessage(url), sendMessage(url), sendMessage(url)])
    clearInterval(watch)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect([one.seen.length, most]).toEqual([3, 1])
  })

  test('room.wait ends the wait, and the answer says when to come back', async () => {
    const { one, url } = await cappedRig({ 'room.wait': 0 })
    const first = sendMessage(url)
    await eventually('the first is out', () => one.open === 1)
    const second = await sendMessage(url)
    expect([second.status, second.headers['retry-after']]).toEqual([429, '5'])
    expect((await first).status).toBe(200)
    expect(one.seen).toHaveLength(1)
  })
})

test("an endpoint's own rule decides before the built-in ones: a 400 goes on to the next", async () => {
  const refusal = { do: 'status', status: 400, message: 'Der Tarif ist erschöpft' } as const
  const ups = [await upstream('one', [refusal]), await upstream('two', [GOOD])] as const
  const document = rigDocument(ups)
  const plain = await startRigOn(document)
  expect((await sendMessage(plain.url)).status).toBe(400)
  const rules = [{ status: [400, 403], pattern: 'tarif', outcome: 'balance' }] as const
  const profiles = document.profiles.map(({ endpoints, name }) => ({
    name,
    endpoints: endpoints.map((entry) => (entry.name === 'one' ? { ...entry, rules } : entry)),
  }))
  const ruled = await startRigOn({ ...document, profiles })
  expect(await servedBy(ruled.url)).toBe('rig/two')
  expect(await servedBy(ruled.url)).toBe('rig/two')
  expect(ups.map((up) => up.seen.length)).toEqual([2, 2])
})

describe('the policy', () => {
  test.each([
    [1, [1, 4]],
    [3, [3, 4]],
  ])('circuit.failure-threshold of %i is how many failures take an endpoint out', async (threshold, seen) => {
    const ups = [await upstream('one', [BAD]), await upstream('two', [GOOD])] as const
    const { url } = await startRigOn(rigDocument(ups, { 'circuit.failure-threshold': threshold }))
    for (let turn = 1; turn <= 4; turn++) expect(await servedBy(url)).toBe('rig/two')
    expect(ups.map((up) => up.seen.length)).toEqual(seen)
  })

  test('circuit.max-open ends the time that an endpoint is out', async () => {
    const ups = [await upstream('one', [BAD, GOOD]), await upstream('two', [GOOD])] as const
    const settings = { 'circuit.failure-threshold': 1, 'circuit.max-open': 1 }
    const { url } = await startRigOn(rigDocument(ups, settings))
    expect([await servedBy(url), await servedBy(url)]).toEqual(['rig/two', 'rig/two'])
    const until = Date.now() + 5_000
    while (ups[0].seen.length === 1 && Date.now() < until) await servedBy(url)
    expect(ups[0].seen.length).toBeGreaterThan(1)
  })

  test.each([
    [3_600, 'rig/one'],
    [0, 'rig/two'],
  ])('with an affinity of %i s a session that comes again goes to %s', async (affinity, expected) => {
    const ups = [await upstream('one', [GOOD]), await upstream('two', [GOOD])] as const
    const document = rigDocument(ups, { affinity })
    const { composed, url } = await startRigOn(document)
    const session = async (): Promise<unknown> =>
      (await sendMessage(url, {}, { 'x-claude-code-session-id': 'one-session' })).headers['x-qcc-endpoint']
    expect(await session()).toBe('rig/one')
    const profiles = document.profiles.map((profile) => ({
      ...profile,
      endpoints: profile.endpoints.map((entry) => ({ ...entry, weight: 100 - entry.weight })),
    }))
    composed.follow({ number: 2, document: { ...document, profiles } })
    expect(await session()).toBe(expected)
  })
})
