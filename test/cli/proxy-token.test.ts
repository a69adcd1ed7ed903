import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRunFile } from '../../src/app/run-file.ts'
import { configureHome, hasProxy, homeWith, workDocument } from '../support/home.ts'
import { errorOf, send, sendMessage, type Answer } from '../support/http.ts'
import { qcc, type Finished } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789' }

/** A home with one endpoint in the profile "work", and an empty profile "spare". */
async function homeOf() {
  const up = await upstream('one', [{ do: 'serve' }], { key: KEYS.KEY_one })
  const home = await homeWith([up])
  const document = workDocument([up])
  await configureHome(home, {
    ...document,
    profiles: [...document.profiles, { name: 'spare', endpoints: [] }],
  })
  const run = (...args: readonly string[]): Promise<Finished> => qcc(args, { QCC_HOME: home, ...KEYS })
  const token = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout } = await run('proxy', 'token', 'create', ...args)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^qcc_[\w-]{43}\n$/)])
    return stdout.trim()
  }
  const start = async (...flags: readonly string[]): Promise<Finished & { readonly url: string }> => {
    const started = await run('proxy', 'start', '-d', ...flags)
    return { ...started, url: readRunFile(home)?.url ?? '' }
  }
  return { home, run, start, token, up }
}

const ask = (url: string, token: string): Promise<Answer> =>
  sendMessage(url, {}, { authorization: `Bearer ${token}` })

/** Asks until the answer has that status; the last one in any case. */
async function askUntil(status: number, url: string, token: string): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await ask(url, token)
    if (answer.status === status || tries === 40) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const jsonOf = ({ stdout }: Finished) => JSON.parse(stdout) as Record<string, unknown>

test('a running proxy takes a new token, follows it through a new name of its profile, and refuses it when it is revoked', async () => {
  const { run, start, token } = await homeOf()
  const { url } = await start()
  const bound = await token('laptop', '--profile', 'work')
  expect((await askUntil(200, url, bound)).headers['x-qcc-endpoint']).toBe('work/one')
  expect((await ask(`${url}/p/spare`, bound)).status).toBe(403)

  await run('rename', 'work', 'office')
  for (let turn = 1; turn <= 20; turn++) expect((await ask(url, bound)).status).toBe(200)
  const moved = await askUntil(200, `${url}/p/office`, bound)
  expect([moved.status, moved.headers['x-qcc-endpoint']]).toEqual([200, 'office/one'])

  await run('remove', 'office', '-y')
  const gone = await askUntil(403, url, bound)
  expect([gone.status, errorOf(gone).message]).toEqual([
    403,
    expect.stringContaining('no such profile any more'),
  ])

  await run('proxy', 'token', 'revoke', 'laptop', '-y')
  const revoked = await askUntil(401, url, bound)
  expect([revoked.status, revoked.headers['x-should-retry']]).toEqual([401, 'false'])
  expect((await sendMessage(url)).status).toBe(503)
})

test('the list says when a token was last used', async () => {
  const { home, run, start, token } = await homeOf()
  const before = Date.now()
  const used = await token('used')
  await token('unused')
  const { url } = await start()
  expect((await ask(url, used)).status).toBe(200)
  await run('proxy', 'stop')
  expect(hasProxy(home)).toBe(false)
  const { tokens } = jsonOf(await run('proxy', 'token', 'list', '--json')) as {
    tokens: readonly { readonly name: string; readonly usedAt: number | null }[]
  }
  expect(tokens).toMatchObject([
    { name: 'unused', usedAt: null },
    { name: 'used', usedAt: expect.any(Number) as number },
  ])
  expect(tokens[1]?.usedAt).toBeGreaterThanOrEqual(before)
})

test('beyond loopback: started with a token, said by start and status, and restarted without losing its clients', async () => {
  const { home, run, start, token } = await homeOf()
  const any = await token('any')
  const started = await start('--host', '0.0.0.0')
  expect([started.code, started.stderr]).toEqual([
    0,
    expect.stringContaining('Other machines can reach it on 0.0.0.0'),
  ])
  expect((await sendMessage(started.url)).status).toBe(401)
  expect((await ask(started.url, any)).status).toBe(200)

  const reach = { host: '0.0.0.0', beyondMachine: true, clientTokens: 1 }
  expect(jsonOf(await run('proxy', 'status', '--json'))).toMatchObject({ ...reach, url: started.url })
  expect(jsonOf(await run('status', '--json'))).toMatchObject({ proxy: reach })
  for (const command of [['status'], ['proxy', 'status']]) {
    expect((await run(...command)).stdout).toMatch(
      /\nClients +this machine and others, on 0\.0\.0\.0, .* there are 1\n/,
    )
  }

  const own = readRunFile(home)?.clientToken ?? ''
  expect((await ask(started.url, own)).status).toBe(200)
  await run('proxy', 'restart')
  const { clientToken, url = '' } = readRunFile(home) ?? {}
  expect(clientToken).toBe(own)
  expect([(await ask(url, own)).status, (await ask(url, any)).status]).toEqual([200, 200])
  for (const file of ['client-token', 'run.json']) {
    expect(statSync(join(home, file)).mode & 0o777).toBe(0o600)
  }
})

test('without a token left, a proxy beyond loopback goes on, and is not stopped for a restart that could not succeed', async () => {
  const { home, run, start, token } = await homeOf()
  const any = await token('any')
  const { url } = await start('--host', '0.0.0.0')
  const pid = readRunFile(home)?.pid
  await run('proxy', 'token', 'revoke', 'any', '-y')
  const refused = await run('proxy', 'restart')
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('qcc proxy token create NAME')])
  expect([hasProxy(home), readRunFile(home)?.pid]).toEqual([true, pid])
  expect((await askUntil(401, url, any)).status).toBe(401)
})

test('on loopback a home has no token of its own, and the control API says nothing of any', async () => {
  const { home, start, token } = await homeOf()
  const any = await token('any')
  const { url } = await start()
  expect(readRunFile(home)?.clientToken).toBeNull()
  expect(readdirSync(home)).not.toContain('client-token')
  const identity = await send(`${url}/_qcc/api/v1/identity`, { method: 'GET' })
  expect(identity.body.toString()).not.toContain('token')
  expect(any).not.toBe('')
})

test('a token that people made is in no file of the home, nor in what any command prints', async () => {
  const { home, run, start, token } = await homeOf()
  const any = await token('any', '--profile', 'work')
  const { url } = await start('--log-level', 'debug')
  await ask(url, any)
  await ask(url, `${any.slice(0, -1)}x`)
  const said = await Promise.all(
    [
      ['proxy', 'token', 'list'],
      ['proxy', 'token', 'list', '--json'],
      ['proxy', 'logs'],
      ['status', '--json'],
    ].map((args) => run(...args)),
  )
  await run('proxy', 'stop')
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
  expect(files.length).toBeGreaterThan(3)
  const found = [
    ...files.map((file) => readFileSync(file, 'latin1')),
    ...said.map(({ stderr, stdout }) => stdout + stderr),
  ]
  for (const text of found) expect(text.includes(any.slice(4, 40))).toBe(false)
})
