import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeWith } from '../support/home.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { sendMessage } from '../support/http.ts'
import { qcc, startQcc, temporaryFolder, type Finished } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789', KEY_two: 'made-up-two-0123456789' }
const explain = (home: string, ...args: readonly string[]): Promise<Finished> =>
  qcc(['explain', ...args], { QCC_HOME: home })

/** With times and ids taken out, which differ each time. */
const settled = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(/[\d.]+ (ms|毫秒|s)\b/g, 'N ms')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replaceAll(/req_lab_\d+_/g, 'req_lab_PORT_')
    .replaceAll(/\b\d+ B\b/g, 'N B')

test('what has just happened is explained at once, in either language and to programs, with a proxy and without', async () => {
  const one = await upstream('one', [{ do: 'status', status: 401 }])
  const two = await upstream('two', [{ do: 'serve' }])
  const home = await homeWith([one, two])
  const running = startQcc(['proxy', 'start'], { QCC_HOME: home, ...KEYS })
  const url = (await running.says(/listens on (http:\/\/\S+)/))[1] ?? ''
  const ids: string[] = []
  // The share of a session depends on its name; this one begins at the first endpoint.
  for (const session of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const { headers } = await sendMessage(url, {}, { 'x-claude-code-session-id': session })
    ids.push(String(headers['x-qcc-request-id']))
    if (headers['x-qcc-attempts'] === '2') break
  }
  const id = ids.at(-1) ?? ''
  const told = await explain(home)
  expect([told.code, told.stderr]).toEqual([0, ''])
  expect(settled(told.stdout)).toMatch(
    /^Request +ID\nWhen +TIME\nAsked +POST \/v1\/messages · claude-opus-5-5 · stream · N B\nSession +[a-f]\n/,
  )
  expect(settled(told.stdout)).toContain(`work/one was asked: its share of new sessions
    work/two: could have served, too
  → the key is not accepted (status 401 authentication_error)
`)
  expect(told.stdout).toContain('benched for 30m 0s: key not accepted')
  expect(told.stdout).toMatch(/\nResult +served by work\/two: status 200, 2 attempt\(s\)\n/)
  expect(told.stdout).toMatch(/ {2}→ answered by model claude-opus-5-5\n {2}→ why it stopped: end_turn\n/)
  expect(told.stdout).toMatch(
    / {2}→ tokens: \d+ input · \d+ output\n {2}→ \$0\.\d{4} by list price \(seen \d{4}-/,
  )
  expect((await explain(home, 'last')).stdout).toBe(told.stdout)
  expect((await explain(home, id.slice(0, 6))).stdout).toBe(told.stdout)
  expect((await explain(home, '--lang', 'zh')).stdout).toMatch(
    /\n结果 +由 work\/two 完成：状态 200，2 次尝试\n/,
  )

  const json = JSON.parse((await explain(home, id, '--json')).stdout) as { request: string; steps: unknown[] }
  expect([json.request, json.steps.length]).toEqual([id, 2])
  expect(faultsAgainst('explain', json)).toEqual([])
  expect(json.steps).toMatchObject([
    { receipt: { model: null, usage: null }, cost: { kind: 'unknown', why: 'no-usage' } },
    { receipt: { model: 'claude-opus-5-5', stopReason: 'end_turn' }, cost: { kind: 'known' } },
  ])

  const look = (...args: readonly string[]) => qcc(args, { QCC_HOME: home })
  const line = `${id.slice(0, 8)}  TIME  served  claude-opus-5-5  work/two`
  expect(settled((await look('requests', '-n', '1')).stdout)).toContain(`\n${line}  2 `)
  const failed = JSON.parse((await look('requests', '--endpoint', 'one', '--json')).stdout) as {
    requests: unknown[]
  }
  expect(faultsAgainst('requests', failed)).toEqual([])
  expect(failed.requests[0]).toMatchObject({ request: id, why: expect.stringContaining('401') as unknown })
  const today = { requests: ids.length, served: ids.length }
  const overview: unknown = JSON.parse((await look('overview', '--json')).stdout)
  expect(faultsAgainst('overview', overview)).toEqual([])
  expect(overview).toMatchObject({ today, proxy: { open: 0 }, shares: [{ endpoint: 'work/two' }] })

  running.child.kill('SIGTERM')
  await running.finished
  expect((await explain(home)).stdout).toBe(told.stdout)
  expect((await look('overview', '--lang', 'zh')).stdout).toMatch(
    /成功率 +100% · .*\n[^]*- · 代理未运行\n[^]*\$0\.\d{4}[^]*work\/two +100%/,
  )
  expect(await look('requests', '--endpoint', 'gone')).toMatchObject({ code: 3, stdout: '' })
  for (const end of ['', '-wal']) {
    const bytes = readFileSync(join(home, `history.db${end}`), { flag: 'a+' }).toString('latin1')
    for (const key of Object.values(KEYS)) expect(bytes).not.toContain(key)
  }
})

test('an id that is nowhere, and a home without any request, are said plainly', async () => {
  const home = await homeWith([])
  const none = await explain(home)
  expect(none).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringContaining('no request is on record') as unknown,
  })
  expect(await explain(home, 'ffff')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('"ffff"') as unknown,
  })
})

test('a proxy that was killed has lost no more than its last moment', async () => {
  const one = await upstream('one', [{ do: 'serve' }])
  const home = await homeWith([one])
  const running = startQcc(['proxy', 'start'], { QCC_HOME: home, ...KEYS })
  const url = (await running.says(/listens on (http:\/\/\S+)/))[1] ?? ''
  const { headers } = await sendMessage(url)
  const id = String(headers['x-qcc-request-id'])
  expect((await explain(home, id)).code).toBe(0)
  const tried = await qcc(['try', '--profile', 'work', '--json'], { QCC_HOME: home })
  const answer = JSON.parse(tried.stdout) as { readonly request: string; readonly text: string }
  expect([tried.code, faultsAgainst('try', answer)]).toEqual([0, []])
  expect(answer).toMatchObject({ isServed: true, endpoint: 'work/one' })
  const said = await qcc(['try', 'hello'], { QCC_HOME: home })
  expect([said.code, said.stdout]).toEqual([0, `${answer.text}\n`])
  expect(said.stderr).toMatch(/^work\/one answered in .*"qcc explain [0-9a-f]{8}" tells its way\.\n$/)
  expect((await explain(home, answer.request)).code).toBe(0)
  running.child.kill('SIGKILL')
  await running.finished
  expect((await explain(home, id)).code).toBe(0)
})

test('what a proxy decided lately is decided again from a file, on any machine', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }, { do: 'serve' }])
  const two = await upstream('two', [{ do: 'serve' }])
  const home = await homeWith([one, two])
  const running = startQcc(['proxy', 'start'], { QCC_HOME: home, ...KEYS })
  const url = (await running.says(/listens on (http:\/\/\S+)/))[1] ?? ''
  for (const session of ['a', 'b', 'c', 'd', 'e']) {
    await sendMessage(url, { system: 'the words' }, { 'x-claude-code-session-id': session })
  }
  const file = join(temporaryFolder(), 'night.json')
  const saved = await explain(home, '--save', file)
  expect([saved.code, saved.stdout]).toEqual([0, ''])
  expect(saved.stderr).toMatch(/^The last \d+ steps of the proxy are in /)
  const text = readFileSync(file, 'utf8')
  for (const word of ['the words', ...Object.values(KEYS)]) expect(text).not.toContain(word)
  running.child.kill('SIGTERM')
  await running.finished

  const elsewhere = join(temporaryFolder(), 'home')
  const again = await explain(elsewhere, '--replay', file)
  expect([again.code, again.stderr]).toEqual([0, ''])
  expect(settled(again.stdout)).toMatch(
    /^When +TIME to TIME\nDecisions +6 sent, 0 waited, 0 with nobody left\nMade again +every decision comes out as it was made\n$/,
  )
  const json = JSON.parse((await explain(elsewhere, '--replay', file, '--json')).stdout) as {
    differs: unknown
  }
  expect(json).toMatchObject({ sent: 6, differs: null })

  writeFileSync(file, text.replace(/send to work\/(one|two)/, 'send to work/three'))
  const other = await explain(elsewhere, '--replay', file)
  expect(other.code).toBe(1)
  expect(other.stdout).toMatch(/\nthen +send to work\/three .*\nnow +send to work\/(one|two) /)
  writeFileSync(file, '{}')
  expect(await explain(elsewhere, '--replay', file)).toMatchObject({ code: 2, stdout: '' })
  expect(await explain(elsewhere, '--replay', `${file}.none`)).toMatchObject({ code: 3, stdout: '' })
  expect(await explain(elsewhere, '--save', file)).toMatchObject({ code: 4, stdout: '' })
})
