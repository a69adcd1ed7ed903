import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PriorityHistoryShape, PriorityListShape } from '../../src/cli/shapes/priority.ts'
import type { StatusShape } from '../../src/cli/shapes/status.ts'
import type { Document } from '../../src/core/config/document.ts'
import type { Upstream } from '../../src/lab/upstream.ts'
import { configureHome, homeWith, killProxyOf } from '../support/home.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, type Finished } from '../support/qcc.ts'
import { profilesDocument, upstream } from '../support/rig.ts'
import { until } from '../support/proxy-process.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

const NAMES = ['production', 'backup', 'emergency'] as const
const TIERS = { primary: ['production'], secondary: ['backup'], fallback: ['emergency'] }
/** As short as it goes, so that what is left comes back while somebody looks. */
const QUICK = { 'tier.cooldown': 1, 'circuit.max-open': 1 }

/** A running proxy in front of three tiers, and a second terminal beside it. */
async function threeTiers(settings: Document['settings'] = QUICK) {
  const [production, backup, emergency] = await Promise.all([
    upstream('production', [{ do: 'serve' }]),
    upstream('backup', [{ do: 'serve' }]),
    upstream('emergency', [{ do: 'serve' }]),
  ])
  const ups = { production, backup, emergency }
  const home = await homeWith([])
  const document = profilesDocument(Object.values(ups), { tiers: TIERS })
  await configureHome(home, { ...document, settings: { 'proxy.port': 0, ...settings } })
  const keys = Object.fromEntries(NAMES.map((name) => [name, 'made-up-0123456789']))
  const run = (...args: readonly string[]): Promise<Finished> => qcc(args, { QCC_HOME: home, ...keys })
  const json = async <T>(schema: string, ...args: readonly string[]): Promise<T> => {
    const { stdout } = await run(...args, '--json')
    const value = JSON.parse(stdout) as T
    expect(faultsAgainst(schema, value)).toEqual([])
    return value
  }
  const start = async (): Promise<string> =>
    (JSON.parse((await run('proxy', 'start', '-d', '--json')).stdout) as { readonly url: string }).url
  return {
    ...{ ups, home, run, url: await start(), start },
    list: () => json<PriorityListShape>('priority-list', 'priority', 'list'),
    history: async () =>
      (await json<PriorityHistoryShape>('priority-history', 'priority', 'history')).switches,
    status: () => json<StatusShape>('status', 'status', '--check'),
  }
}

/** Two open its circuit, three find that nobody is there. */
const ENOUGH = 6

let sessions = 0

/** Each from a session of its own; resolves to who answered. */
async function ask(url: string, times = 1): Promise<readonly unknown[]> {
  const answers: unknown[] = []
  for (let n = 0; n < times; n++) {
    sessions += 1
    const answer = await sendMessage(url, {}, { 'x-claude-code-session-id': `session-${String(sessions)}` })
    answers.push(answer.headers['x-qcc-endpoint'])
  }
  return answers
}

const shortly = ({ live }: PriorityListShape) =>
  live?.places.map(({ isActive, place, state }) => `${place}${isActive ? '*' : ''} ${state}`)

const whysOf = ({ live }: PriorityListShape) => live?.places.map(({ why }) => why)

test('endpoints are killed and come back, and a second terminal tells the truth at every moment', async () => {
  const { history, home, list, run, status, ups, url } = await threeTiers()
  expect(await ask(url)).toEqual(['production/production'])
  expect(shortly(await list())).toEqual(['primary* serving', 'secondary serving', 'fallback serving'])
  expect(await history()).toEqual([])
  expect((await status()).lastSwitch).toBeNull()

  await ups.production.down()
  expect(new Set(await ask(url, ENOUGH))).toEqual(new Set(['backup/backup']))
  const left = await list()
  expect(left.live).toMatchObject({ active: 'secondary', hand: null, autoFailover: true })
  expect(shortly(left)?.[0]).toMatch(/^primary (cooling|recovering)$/)
  const [first] = await history()
  expect(first).toMatchObject({
    cause: 'failover',
    from: { place: 'primary', profiles: ['production'] },
    to: { place: 'secondary', profiles: ['backup'] },
    evidence: [{ kind: 'out', endpoint: 'production/production', no: 'circuit-open' }],
  })
  expect(whysOf(left)).toEqual([first, first, null])
  expect(left.live).toMatchObject({ lastSwitch: first, activeSince: first?.at })
  const explained = await run('explain')
  expect(explained.stdout).toMatch(/served by backup\/backup/)
  expect(explained.stdout).toMatch(/production\/production: /)
  const logged = await run('proxy', 'logs', '--level', 'warn')
  expect(logged.stdout).toMatch(
    /warn {2}the active tier changed: primary \(production\) → secondary \(backup\), failover: production\/production circuit open/,
  )

  await ups.backup.down()
  expect(new Set(await ask(url, ENOUGH))).toEqual(new Set(['emergency/emergency']))
  const both = await status()
  expect(both).toMatchObject({
    proxy: { tiers: { active: 'fallback' } },
    lastSwitch: { cause: 'failover', from: { place: 'secondary' }, to: { place: 'fallback' } },
    faults: [],
  })

  await ups.production.up()
  await until('the first tier serves again', async () => {
    await ask(url)
    return (await list()).live?.active === 'primary' ? true : null
  })
  const [back] = await history()
  expect(back).toMatchObject({ cause: 'recovery', to: { place: 'primary', profiles: ['production'] } })
  expect(back?.evidence).toHaveLength(2)
  expect(back?.evidence).toMatchObject([{ kind: 'passed' }, { kind: 'passed' }])

  killProxyOf(home)
  const told = await run('priority', 'list')
  expect(told.stderr).toContain('No proxy runs, so no tier serves, cools or comes back.')
  expect((await history())[0]).toEqual(back)
  expect((await status()).lastSwitch).toEqual(back)
})

test('by hand a profile stays first, over a restart too, and failover still works', async () => {
  const { history, list, run, start, status, ups, url } = await threeTiers()
  const switched = await run('priority', 'switch', 'backup', '--reason', 'production is repaired')
  expect([switched.code, switched.stderr]).toEqual([0, expect.stringMatching(/^"backup" is asked first/)])
  expect(await ask(url, 2)).toEqual(['backup/backup', 'backup/backup'])
  await ups.backup.down()
  expect(new Set(await ask(url, ENOUGH))).toEqual(new Set(['production/production']))
  expect(await list()).toMatchObject({
    live: {
      active: 'primary',
      hand: { profile: 'backup', only: false, reason: 'production is repaired' },
      places: [
        { place: 'hand', isActive: false },
        { place: 'primary', isActive: true },
        { place: 'fallback' },
      ],
    },
  })
  await ups.backup.up()
  await until('it is first again', async () => {
    await ask(url)
    return (await list()).live?.active === 'hand' ? true : null
  })
  await run('proxy', 'stop')
  const newUrl = await start()
  expect(await status()).toMatchObject({
    active: { why: 'hand', profiles: [{ name: 'backup' }, { name: 'production' }, { name: 'emergency' }] },
    proxy: { tiers: { active: 'hand', hand: { profile: 'backup', reason: 'production is repaired' } } },
    lastSwitch: { cause: 'recovery', to: { place: 'hand' } },
  })
  expect((await run('priority', 'switch', '--auto')).code).toBe(0)
  expect(await ask(newUrl)).toEqual(['production/production'])
  expect((await history()).map(({ cause }) => cause)).toEqual(['manual', 'recovery', 'failover', 'manual'])
})

test('one that is alone by hand serves or nobody, and nothing calls that failover', async () => {
  // Its circuit stays open for as long as we look: half-open it may well serve.
  const { run, status, ups, url } = await threeTiers({ 'tier.cooldown': 1 })
  await ups.production.down()
  await run('priority', 'switch', 'production', '--only')
  const answer = await sendMessage(url)
  expect([answer.status, errorOf(answer).message]).toEqual([503, expect.stringContaining('by hand')])
  for (let n = 0; n < 2; n++) await sendMessage(url)
  expect([ups.backup.seen.length, ups.emergency.seen.length]).toEqual([0, 0])
  const shown = await run('status', '--check')
  expect(shown.code).toBe(6)
  expect(shown.stdout).toMatch(/\nFailover +none: only "production" serves, by hand\n/)
  expect(shown.stdout).toContain(
    'Fault: only "production" serves, by hand, and all of its endpoints are out.',
  )
  expect(await status()).toMatchObject({
    active: { why: 'only', profiles: [{ name: 'production' }] },
    faults: [{ kind: 'fenced-by-hand', about: 'production' }],
  })
  expect((await run('proxy', 'status')).stdout).toMatch(/\nFailover +none: only "production"/)
  expect((await run('priority', 'policy')).stdout).toMatch(/^Failover +none: only "production"/)
  await run('priority', 'switch', '--auto')
  expect(await ask(url)).toEqual(['backup/backup'])
})

test('what was said by hand survives a crash, and a damaged history hides nothing but itself', async () => {
  const { home, run, start, status, ups } = await threeTiers()
  await run('priority', 'switch', 'backup', '--only')
  killProxyOf(home)
  const url = await start()
  expect(await ask(url)).toEqual(['backup/backup'])
  expect(await status()).toMatchObject({ active: { why: 'only' }, faults: [] })
  expect([ups.production.seen.length, ups.emergency.seen.length]).toEqual([0, 0])
  await run('proxy', 'stop')

  const file = join(home, 'history.db')
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
  writeFileSync(file, 'no database at all, '.repeat(500))
  const history = await run('priority', 'history')
  expect([history.code, history.stderr]).toEqual([1, expect.stringContaining(file)])
  expect((await status()).lastSwitch).toBeNull()
  expect((await run('priority', 'list')).code).toBe(0)
})

test('a proxy that is killed just after a switch knows of it when it starts again', async () => {
  const { history, home, list, start, ups, url } = await threeTiers({})
  await ups.production.down()
  await ask(url, ENOUGH)
  const [left] = await history()
  killProxyOf(home)
  await start()
  const again = await list()
  expect(shortly(again)).toEqual(['primary cooling', 'secondary* serving', 'fallback serving'])
  expect(again.live).toMatchObject({ activeSince: left?.at, lastSwitch: left })
})

test('with failover switched off a running proxy asks the active tier alone, and all say so', async () => {
  const { list, run, status, ups, url } = await threeTiers()
  await run('priority', 'policy', '--no-auto-failover')
  await until('the proxy follows', async () => ((await list()).live?.autoFailover === false ? true : null))
  await ups.production.down()
  for (let n = 0; n < 3; n++) {
    expect(errorOf(await sendMessage(url)).message).toContain('Failover is off')
  }
  expect(ups.backup.seen).toHaveLength(0)
  expect((await status()).faults).toEqual([{ kind: 'failover-off', about: 'production' }])
  expect((await run('priority', 'list')).stdout).toMatch(/secondary +backup +1\/1 +not used: failover is off/)
})

test('with recovery switched off a tier comes back when somebody says so, and is told then', async () => {
  const { list, run, ups, url } = await threeTiers({ ...QUICK, 'recovery.auto': 'off' })
  await ups.production.down()
  await ask(url, ENOUGH)
  const left = (await run('priority', 'list')).stdout
  expect(left).toMatch(/primary +production +0\/1 +cooling until "qcc priority switch --auto"/)
  expect((await run('priority', 'switch', '--auto')).stderr).toBe('The tiers that were left serve again.\n')
  expect(shortly(await list())?.[0]).toBe('primary* serving')
  expect((await run('priority', 'list')).stdout).toMatch(/production +0\/1 +serving, but no endpoint can/)
  expect((await run('priority', 'switch', '--auto')).stderr).toMatch(/^Nobody was put first by hand/)
})

test('a profile that was added a moment ago can be put first: the proxy is waited for', async () => {
  const { run, ups, url } = await threeTiers()
  await run('add', 'new', '--base-url', (ups.emergency satisfies Upstream).url, '--api-key-env', 'emergency')
  const { code, stderr } = await run('priority', 'switch', 'new')
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^"new" is asked first/)])
  expect(await ask(url)).toEqual([expect.stringMatching(/^new\//)])
})

describe.runIf(canOpenTerminals())('at a terminal', () => {
  test.each([
    ['en', /Which profile\?/, /"spare" is asked first from now on\./],
    ['zh', /哪一个配置档？/, /从现在起首先使用“spare”/],
  ] as const)('switch asks for the profile, in %s', async (lang, which, done) => {
    const home = await homeWith([])
    await configureHome(home, { ...profilesDocument([]), settings: { 'proxy.port': 0 } })
    const run = (...args: readonly string[]): Promise<Finished> => qcc(args, { QCC_HOME: home })
    for (const name of ['work', 'spare']) {
      await run('add', name, '--base-url', 'http://127.0.0.1:9', '--api-key-env', 'NOT_SET')
    }
    await run('proxy', 'start', '-d')
    const terminal = await openTerminal(home, lang)
    await terminal.enters(`QCC_HOME='${home}' qcc priority switch`)
    await terminal.shows(which)
    await terminal.presses('Down', 'Enter')
    await terminal.shows(done)
    expect((await terminal.ends()).code).toBe(0)
    // Ctrl-C leaves everything as it was.
    await terminal.clears()
    await terminal.enters(`QCC_HOME='${home}' qcc priority switch`)
    await terminal.shows(which)
    await terminal.presses('C-c')
    expect((await terminal.ends()).code).toBe(130)
    const { switches } = JSON.parse(
      (await run('priority', 'history', '--json')).stdout,
    ) as PriorityHistoryShape
    expect(switches).toHaveLength(1)
  })
})
