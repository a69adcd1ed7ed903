import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import type { HealthHistoryShape } from '../../src/views/shapes/health.ts'
import { given } from '../support/fleet.ts'
import { homeWith } from '../support/home.ts'
import { openStore } from '../../src/store/open-store.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc } from '../support/qcc.ts'
import { eventually, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const STALL: Act = { do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } }
const KEYS = { KEY_one: 'made-up-one-0123456789', KEY_two: 'made-up-two-0123456789' }
const inHome = (home: string) => (args: readonly string[]) => qcc(args, { QCC_HOME: home, ...KEYS })

test('health test asks all of them, tells what it found, and ends with 6 when one fails', async () => {
  const [one, two] = [await upstream('one', [GOOD]), await upstream('two', [GOOD])]
  const run = inHome(await homeWith([one, two]))
  const good = await run(['health', 'test', '-v'])
  expect([good.code, good.stderr]).toEqual([0, expect.stringContaining('work/two: passed')])
  expect(good.stdout).toMatch(/^ENDPOINT +RESULT +FIRST TOKEN +TOTAL +TOKENS +QUALITY +VERDICT\n/)
  expect(good.stdout).toMatch(/\nwork\/one +passed +\d+ ms +\d+ ms +\S+ +100 +it answers well\n/)
  for (const line of [/ Question +\S/, / Answer +\S/, / Code given back +✓ [2-9B-Z]{6}/, / Cost +.*\$/]) {
    expect(good.stdout).toMatch(line)
  }
  two.play({ do: 'serve', text: 'Hello! How can I help you today?' })
  const canned = await run(['health', 'test', 'work/two', '--json'])
  const shown = JSON.parse(canned.stdout) as { readonly endpoints: readonly object[] }
  expect(faultsAgainst('health-test', shown)).toEqual([])
  expect([canned.code, shown]).toMatchObject([
    0,
    { byProxy: false, endpoints: [{ name: 'work/two', result: 'unclear', verdict: 'wrong-answer' }] },
  ])
  two.play({ do: 'empty' })
  const empty = await run(['health', 'test', 'two', '--lang', 'zh'])
  expect([empty.code, empty.stdout]).toEqual([6, expect.stringMatching(/work\/two +未通过 .*回答为空/)])
  const nobody = await run(['health', 'test', 'work/tow'])
  expect([nobody.code, nobody.stderr]).toEqual([3, expect.stringContaining('work/two')])
})

test('a model that the endpoint lacks is told, with how to name another', async () => {
  const one = await upstream('one', [{ do: 'status', status: 404, message: 'model: claude-haiku-4-5' }])
  const run = inHome(await homeWith([one]))
  const { code, stderr, stdout } = await run(['health', 'test'])
  expect(code).toBe(0)
  expect(stdout).toContain('it does not have this model')
  expect(stderr).toContain('qcc health config --model NAME')
})

test('health check looks for free, by itself or by the running proxy, and what it shows is kept', async () => {
  const [one, two] = [await upstream('one', [GOOD]), await upstream('two', [GOOD])]
  const run = inHome(await homeWith([one, two]))
  const check = async () => {
    const { code, stdout } = await run(['health', 'check', '--json'])
    const shown = JSON.parse(stdout) as { readonly byProxy: boolean }
    expect(faultsAgainst('health-test', shown)).toEqual([])
    return [code, shown] as const
  }
  const free = [
    { name: 'work/one', kind: 'free', verdict: 'ok' },
    { name: 'work/two', kind: 'free', verdict: 'ok' },
  ]
  expect(await check()).toMatchObject([0, { byProxy: false, endpoints: free }])
  expect(one.seen.map(({ path }) => path)).toEqual(['/v1/models'])
  const { events } = JSON.parse((await run(['health', 'history', '--json'])).stdout) as HealthHistoryShape
  expect(events.map(({ kind, name }) => [kind, name]).toSorted()).toEqual([
    ['check', 'work/one'],
    ['check', 'work/two'],
  ])
  await run(['proxy', 'start', '-d'])
  expect(await check()).toMatchObject([0, { byProxy: true, endpoints: free }])
  await two.down()
  expect(await check()).toMatchObject([6, { endpoints: [{ result: 'pass' }, { result: 'fail' }] }])
  await run(['proxy', 'stop'])
})

test('health config shows how endpoints are checked, and changes it in one version', async () => {
  const run = inHome(await homeWith([await upstream('one', [GOOD])]))
  const before = JSON.parse((await run(['health', 'config', '--json'])).stdout) as {
    readonly version: number
  }
  expect(faultsAgainst('health-config', before)).toEqual([])
  const flags = ['--interval', '2m', '--mode', 'free', '--model', 'a-model', '--disable-weight-adjustment']
  const changed = await run(['health', 'config', ...flags])
  expect([changed.code, changed.stderr]).toEqual([0, expect.stringContaining('Checks are set.')])
  expect(changed.stdout).toMatch(/\nhealth\.interval +2m /)
  expect(changed.stdout).toMatch(/\nhealth\.mode +free /)
  const after = JSON.parse((await run(['health', 'config', '--json'])).stdout) as {
    readonly version: number
    readonly settings: readonly { readonly key: string; readonly value: unknown }[]
  }
  expect(after.version).toBe(before.version + 1)
  expect(given(after.settings.find(({ key }) => key === 'health.weight-adjustment')).value).toBe('off')
  const both = ['--enable-weight-adjustment', '--disable-weight-adjustment']
  expect((await run(['health', 'config', ...both])).code).toBe(2)
  expect((await run(['health', 'config', '--mode', 'loud'])).code).toBe(2)
  expect((await run(['health', 'config', '--interval', '0'])).code).toBe(2)
})

test.each(['by itself', 'by the running proxy'])(
  'twenty endpoints are asked all at once, %s',
  async (who) => {
    let most = 0
    const reply = (): Act => {
      most = Math.max(most, all.open)
      // Nobody has been answered: those that are out now are out together.
      if (most === 20) setImmediate(() => void all.down())
      return STALL
    }
    const all = await upstream('all', [], { reply })
    const names = Array.from({ length: 20 }, (_, index) => `e${String(index)}`)
    const home = await homeWith(
      names.map((name) => ({ name, url: all.url })),
      { 'health.timeout': 10 },
    )
    const keys = Object.fromEntries(names.map((name) => [`KEY_${name}`, `made-up-${name}-0123456789`]))
    const run = (args: readonly string[]) => qcc(args, { QCC_HOME: home, ...keys })
    if (who !== 'by itself') await run(['proxy', 'start', '-d'])
    const { code, stderr } = await run(['health', 'test'])
    expect([code, most]).toEqual([6, 20])
    for (const name of names) expect(stderr).toContain(`work/${name}: `)
  },
)

test('checks without a proxy leave the saved state to a proxy that has started meanwhile', async () => {
  const one = await upstream('one', [STALL])
  const home = await homeWith([one])
  const run = inHome(home)
  const testing = run(['health', 'test'])
  const asks = () => one.seen.some(({ path }) => path.startsWith('/v1/messages'))
  await eventually('it is asked', asks, 20_000)
  await run(['proxy', 'start', '-d'])
  await one.down()
  expect((await testing).code).toBe(6)
  const store = await openStore({ file: join(home, 'qcc.db') })
  const state = await store.states.get('router')
  store.close()
  expect(JSON.stringify(state)).not.toContain('"conversation"')
  await run(['proxy', 'stop'])
})

test('without endpoints, or without a proxy, it is said what to do', async () => {
  const none = inHome(await homeWith([]))
  for (const command of ['test', 'check', 'status', 'metrics']) {
    const { code, stderr } = await none(['health', command])
    expect([command, code, stderr]).toEqual([command, 3, expect.stringContaining('qcc endpoint add')])
  }
  const idle = inHome(await homeWith([await upstream('one', [GOOD])]))
  const { code, stderr } = await idle(['health', 'status'])
  expect([code, stderr]).toEqual([4, expect.stringContaining('qcc proxy start')])
})
