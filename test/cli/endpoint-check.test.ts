import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRunFile } from '../../src/app/run-file.ts'
import { wait } from '../../src/app/system-clock.ts'
import { openStore } from '../../src/store/open-store.ts'
import { given } from '../support/fleet.ts'
import { homeWith, killProxyOf } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const KEYS = { KEY_one: 'made-up-one-0123456789', KEY_two: 'made-up-two-0123456789' }
const inHome =
  (home: string) =>
  (args: readonly string[], input = '') =>
    qcc(args, { QCC_HOME: home, ...KEYS }, input)

test('endpoint test checks each endpoint without a proxy, and ends with 6 when one fails', async () => {
  const [one, two] = [await upstream('one', [GOOD], { key: KEYS.KEY_one }), await upstream('two', [GOOD])]
  two.play({ do: 'status', status: 500, message: 'out of order' })
  const run = inHome(await homeWith([one, two]))
  const all = await run(['endpoint', 'test', 'work'])
  expect(all.code).toBe(6)
  expect(all.stdout).toMatch(/^ENDPOINT +RESULT +TIME +MODEL +REASON\n/)
  expect(all.stdout).toMatch(/\nwork\/one +passed +\d+ ms +claude-haiku-4-5 +-\n/)
  expect(all.stdout).toMatch(
    /\nwork\/two +failed +\d+ ms +claude-haiku-4-5 +it is out of order \(500 api_error: out of order\)\n/,
  )
  expect(all.stderr).toContain('work/one: passed')
  expect(all.stderr).toContain('The check failed: work/two.')
  const chinese = await run(['endpoint', 'test', 'work', 'two', '--lang', 'zh'])
  expect([chinese.code, chinese.stdout]).toEqual([
    6,
    expect.stringMatching(/\nwork\/two +未通过 +\d+ ms .*无法提供服务（500 /),
  ])
  expect(chinese.stderr).toContain('检查未通过：work/two。')
  const json = await run(['endpoint', 'test', 'work', 'one', '--json'])
  expect(json.code).toBe(0)
  const shown: unknown = JSON.parse(json.stdout)
  expect(faultsAgainst('endpoint-test', shown)).toEqual([])
  expect(shown).toMatchObject({
    byProxy: false,
    endpoints: [{ name: 'work/one', result: 'pass', verdict: 'ok', kind: 'conversation', status: 200 }],
  })
  expect((await run(['endpoint', 'test', 'nobody'])).code).toBe(3)
  expect((await run(['endpoint', 'test'])).code).toBe(2)
})

test('a running proxy makes the checks, learns from them, and shows what it knows', async () => {
  const one = await upstream('one', [GOOD], { key: 'another-key' })
  const run = inHome(await homeWith([one]))
  await run(['proxy', 'start', '-d'])
  const tested = await run(['endpoint', 'test', 'work', '--json'])
  expect([tested.code, JSON.parse(tested.stdout)]).toMatchObject([
    6,
    { byProxy: true, endpoints: [{ result: 'fail', verdict: 'credential', status: 401 }] },
  ])
  const benched = /benched: key not accepted, back in (30m 0s|29m \d+s)/
  for (const command of [['status'], ['endpoint', 'list'], ['proxy', 'status']]) {
    expect((await run(command)).stdout).toMatch(benched)
    expect((await run([...command, '--lang', 'zh'])).stdout).toMatch(
      /暂停：密钥不被接受，(30m 0s|29m \d+s) 后恢复/,
    )
  }
  const schemas = [
    ['status', ['status']],
    ['endpoint-list', ['endpoint', 'list']],
    ['proxy-status', ['proxy', 'status']],
  ] as const
  for (const [schema, command] of schemas) {
    const { stdout } = await run([...command, '--json'])
    expect(faultsAgainst(schema, JSON.parse(stdout))).toEqual([])
    expect(stdout).toMatch(/"state": "benched",\s+"reason": "credential",\s+"until": \d+/)
  }
  const logs = await run(['proxy', 'logs'])
  expect(logs.stdout).toContain('work/one: checked (asked for): failed: the key is not accepted (401')
  const lines = (await run(['proxy', 'logs', '--json'])).stdout.trim().split('\n')
  const probe = lines.find((line) => line.includes('"probe"')) ?? '{}'
  expect(faultsAgainst('proxy-logs', JSON.parse(probe))).toEqual([])
  await run(['proxy', 'stop'])
})

test('a time limit of a check is a setting', async () => {
  const stall = { do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } } as const
  const one = await upstream('one', [stall])
  const run = inHome(await homeWith([one], { 'health.timeout': 0.3, 'health.model': 'a-model' }))
  const { code, stdout } = await run(['endpoint', 'test', 'work', '--json'])
  expect([code, JSON.parse(stdout)]).toMatchObject([
    6,
    { endpoints: [{ verdict: 'time-out', model: 'a-model' }] },
  ])
})

test('--check saves what passes and what is unclear, and nothing that fails', async () => {
  const one = await upstream('one', [GOOD], { key: 'made-up-key-0123456789' })
  const run = inHome(join(temporaryFolder(), 'home'))
  const target = ['--base-url', one.url, '--api-key-stdin', '--check']
  const wrong = await run(['add', 'work', ...target], 'made-up-wrong-0123456789')
  expect(wrong.code).toBe(6)
  expect(wrong.stderr).toContain('failed: the key is not accepted (401')
  expect(wrong.stderr).toContain('Nothing was saved.')
  expect((await run(['status', '--json'])).stdout).toMatch(/"kind": "nothing-stored"/)
  expect((await run(['show', 'work'])).code).toBe(3)
  expect((await run(['add', 'work', ...target], 'made-up-key-0123456789')).code).toBe(0)

  const worse = await run(['set', 'work', '--api-key-stdin', '--check'], 'made-up-wrong-0123456789')
  expect(worse.code).toBe(6)
  const described = await run(['set', 'work', '-d', 'for work', '--check'])
  expect([described.code, described.stderr]).toEqual([0, expect.stringContaining(': passed')])
  expect((await run(['set', 'work', '--check'])).code).toBe(2)
  expect((await run(['add', 'later', '--check'])).code).toBe(2)
  const chinese = await run(
    ['endpoint', 'add', 'work', ...target, '--lang', 'zh'],
    'made-up-wrong-0123456789',
  )
  expect([chinese.code, chinese.stderr]).toEqual([6, expect.stringContaining('未保存任何内容。')])
  expect(JSON.parse((await run(['endpoint', 'list', '--json'])).stdout)).toMatchObject({
    version: 2,
    endpoints: [{}],
  })

  await run(['add', 'other'])
  const reused = await run(['endpoint', 'add', 'other', '-f', 'work', '--check'])
  expect([reused.code, reused.stderr]).toEqual([0, expect.stringMatching(/other\/\S+: passed/)])
  one.play({ do: 'status', status: 500 })
  expect((await run(['endpoint', 'add', 'other', '-f', 'work', '--check'])).code).toBe(6)

  one.play({ do: 'status', status: 400, message: 'not like this' })
  const id = (
    JSON.parse((await run(['endpoint', 'list', '--json'])).stdout) as { endpoints: { id: string }[] }
  ).endpoints
  const unclear = await run(['endpoint', 'set', 'work', given(id[0]).id, '--weight', '7', '--check'])
  expect(unclear.code).toBe(0)
  expect(unclear.stderr).toContain(
    'unclear: it refuses checks, and only requests can tell how it is (400 invalid_request_error: not like this)',
  )
  expect((await run(['show', 'work', '--json'])).stdout).toContain('"weight": 7')
})

test('an endpoint that told how long its limit lasts stays out over a crash, and over a restart', async () => {
  const reset = String(Math.floor(Date.now() / 1_000) + 600)
  const [one, two] = [await upstream('one', [GOOD]), await upstream('two', [GOOD])]
  // For every model, as a subscription tells it.
  const told = {
    'anthropic-ratelimit-unified-status': 'rejected',
    'anthropic-ratelimit-unified-reset': reset,
  }
  one.play({ do: 'status', status: 429, headers: { 'retry-after': '600', ...told } })
  const home = await homeWith([one, two])
  const run = inHome(home)
  await run(['proxy', 'start', '-d'])
  // Which of them is asked first depends on the session.
  for (let i = 0; one.seen.length === 0; i++) await sendMessage(urlOf(home), session(i))
  const left = async (): Promise<number> => {
    const shown = JSON.parse((await run(['proxy', 'status', '--json'])).stdout) as Shown
    const benches = shown.endpoints.flatMap((endpoint) => endpoint.benches)
    expect(benches).toMatchObject([{ reason: 'rate-limit' }])
    return given(benches[0]).until - Date.now()
  }
  const before = await left()
  expect(before).toBeGreaterThan(580_000)
  while (!(await savedState(home)).includes('rate-limit')) await wait(50)
  killProxyOf(home)
  await run(['proxy', 'start', '-d'])
  expect((await left()) - before).toBeLessThan(1_000)
  await run(['proxy', 'restart'])
  expect(await left()).toBeGreaterThan(560_000)

  const asked = one.seen.length
  for (let i = 0; i < 5; i++) expect((await sendMessage(urlOf(home), session(i))).status).toBe(200)
  expect(one.seen).toHaveLength(asked)
  await run(['proxy', 'stop'])
})

async function savedState(home: string): Promise<string> {
  const store = await openStore({ file: join(home, 'qcc.db') })
  try {
    return JSON.stringify(await store.states.get('router'))
  } finally {
    store.close()
  }
}

interface Shown {
  readonly endpoints: readonly { readonly benches: readonly { readonly until: number }[] }[]
}

const urlOf = (home: string): string => given(readRunFile(home) ?? undefined).url

const session = (number: number) => ({
  metadata: { user_id: JSON.stringify({ session_id: `s-${String(number)}` }) },
})
