import { expect, test } from 'vitest'
import type { Document } from '../../src/core/config/document.ts'
import type { Trail } from '../../src/ports/trail.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { eventually, profilesDocument, startRigOn, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const NO_KEY = { do: 'status', status: 401 } as const
const TIERS = { primary: ['a'], secondary: ['b'] }
const OFF = { 'failover.auto': 'off' } as const

/** Two tiers: the first plays an act, the second is well. */
async function twoTiers(act: typeof GOOD | typeof NO_KEY, settings: Document['settings'] = {}) {
  const ups = [await upstream('a', [act]), await upstream('b', [GOOD])] as const
  const document = (more: Document['settings'] = settings): Document =>
    profilesDocument(ups, { tiers: TIERS, settings: more })
  return { ...(await startRigOn(document())), ups, document }
}

test('with failover off the answer is the one of the active tier, and says so; the others are not asked', async () => {
  const { composed, document, ups, url } = await twoTiers(NO_KEY, OFF)
  const answer = await sendMessage(url)
  expect([answer.status, answer.headers['x-should-retry']]).toEqual([401, 'false'])
  expect(errorOf(answer).message).toMatch(
    /^No endpoint accepts its key \(a\/a: .*\)\. Failover is off, so no other tier was asked; "qcc priority policy --auto-failover" turns it on\.$/,
  )
  expect(ups[1].seen).toHaveLength(0)
  composed.follow({ number: 2, document: document({}) })
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('b/b')
})

test('with failover off, and nothing enabled in the active tier, nothing is said of other tiers that is not so', async () => {
  const { composed, document, url } = await twoTiers(GOOD, OFF)
  const { profiles, ...rest } = document()
  const disabled = profiles.map((profile) =>
    profile.name === 'a'
      ? { ...profile, endpoints: profile.endpoints.map((one) => ({ ...one, enabled: false })) }
      : profile,
  )
  composed.follow({ number: 2, document: { ...rest, profiles: disabled } })
  const answer = await sendMessage(url)
  expect(answer.status).toBe(503)
  expect(errorOf(answer).message).toMatch(
    /^The profile "a" has no endpoint that is enabled\..*Failover is off/,
  )
})

test('what was put alone by hand serves or nobody, and the answer says that it is alone', async () => {
  const { composed, ups, url } = await twoTiers(GOOD)
  await ups[0].down()
  composed.engine.switchTo({ profile: 'a', only: true, reason: null })
  const answer = await sendMessage(url)
  expect([answer.status, ups[1].seen.length]).toEqual([503, 0])
  expect(errorOf(answer).message).toMatch(
    /Only the profile "a" may serve, by hand; "qcc priority switch --auto" ends that\.$/,
  )
  // What is fenced to one profile has no part in it.
  const fenced = await sendMessage(`${url}/p/a`)
  expect(errorOf(fenced).message).not.toContain('by hand')
  expect((await sendMessage(`${url}/p/b`)).headers['x-qcc-endpoint']).toBe('b/b')
  composed.engine.switchTo(null)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('b/b')
})

test('a tier that is lost is left, once, with what was seen there; the log tells it', async () => {
  const { events, ups, url } = await twoTiers(GOOD)
  await ups[0].down()
  for (let n = 0; n < 6; n++) await sendMessage(url)
  await eventually('it is written down', () => events.some(({ event }) => event === 'switch'))
  expect(events.filter(({ event }) => event === 'switch')).toMatchObject([
    {
      cause: 'failover',
      from: { place: 'primary', profiles: ['a'] },
      to: { place: 'secondary', profiles: ['b'] },
      evidence: [{ kind: 'out', endpoint: 'a/a', no: 'circuit-open' }],
    },
  ])
})

test('tiers that are lost together are told together', async () => {
  const ups = await Promise.all(['a', 'b', 'c'].map((name) => upstream(name, [GOOD])))
  const tiers = { ...TIERS, fallback: ['c'] }
  const { events, url } = await startRigOn(profilesDocument(ups, { tiers }))
  await Promise.all([ups[0]?.down(), ups[1]?.down()])
  for (let n = 0; n < 6; n++) await sendMessage(url)
  const told = events.filter(({ event }) => event === 'switch')
  expect(told).toMatchObject([
    {
      from: { place: 'primary' },
      to: { place: 'fallback' },
      evidence: [{ endpoint: 'a/a' }, { endpoint: 'b/b' }],
    },
  ])
})

/** A cooldown of a second, and a circuit that is open for about as long. */
const SOON = { timeout: 5_000, interval: 20 }

/** What the last request was told of an endpoint that it was not sent to. */
const toldOf = (trails: readonly Trail[], endpoint: string) =>
  trails.at(-1)?.steps.flatMap((step) => {
    const considered = 'considered' in step ? step.considered : []
    return considered.flatMap((one) => (one.endpoint === endpoint ? [one.no] : []))
  })[0]

test('a tier that was left comes back by what it does: new sessions first, and none pays for it', async () => {
  const settings = { 'tier.cooldown': 1, 'circuit.max-open': 1 }
  const { composed, events, trails, ups, url } = await twoTiers(GOOD, settings)
  const ask = async (session: string): Promise<unknown> => {
    const { headers, status } = await sendMessage(url, {}, { 'x-claude-code-session-id': session })
    expect(status).toBe(200)
    return headers['x-qcc-endpoint']
  }
  await ups[0].down()
  for (let n = 0; n < 6; n++) expect(await ask('running')).toBe('b/b')
  expect(composed.engine.tiers().active).toBe('secondary')
  await ups[0].up()

  let news = 0
  const active = async () => {
    await ask(`new-${String(news++)}`)
    return composed.engine.tiers().active
  }
  await expect.poll(active, SOON).toBe('primary')
  const switches = events.flatMap((event) => (event.event === 'switch' ? [event] : []))
  expect(switches.map(({ cause, to }) => [cause, to?.place])).toEqual([
    ['failover', 'secondary'],
    ['recovery', 'primary'],
  ])
  expect(switches[1]?.evidence).toMatchObject([
    { kind: 'passed', endpoint: 'a/a' },
    { kind: 'passed', endpoint: 'a/a' },
  ])
  // One that serves elsewhere keeps its prompt cache.
  expect([await ask('running'), toldOf(trails, 'a/a')]).toEqual(['b/b', { kind: 'tier-returned' }])
  const others = await Promise.all(Array.from({ length: 60 }, (_, n) => ask(`later-${String(n)}`)))
  expect(new Set(others)).toEqual(new Set(['a/a', 'b/b']))
})

test('with recovery off a tier that was left stays left until somebody switches', async () => {
  const settings = { 'recovery.auto': 'off', 'tier.cooldown': 1, 'circuit.max-open': 1 } as const
  const { composed, trails, ups, url } = await twoTiers(GOOD, settings)
  await ups[0].down()
  for (let n = 0; n < 6; n++) await sendMessage(url)
  const places = () => composed.engine.tiers().places.map(({ standing }) => standing)
  expect(places()[0]).toMatchObject({ kind: 'cooling', until: null })
  await ups[0].up()
  // Its circuit is over soon: then only its tier keeps it out.
  const told = async () => {
    await sendMessage(url)
    return toldOf(trails, 'a/a')
  }
  await expect.poll(told, SOON).toEqual({ kind: 'tier-cooling', until: null })
  composed.engine.switchTo(null)
  expect([composed.engine.tiers().active, places()[0]?.kind]).toEqual(['primary', 'serving'])
})
