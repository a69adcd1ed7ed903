import { createServer } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { configureHome, homeWith, workDocument } from '../support/home.ts'
import { errorOf, send, sendMessage, sendRaw } from '../support/http.ts'
import { qcc, startQcc, type Running } from '../support/qcc.ts'
import { eventually, upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789', KEY_two: 'made-up-two-0123456789' }

const urlOf = async (running: Running): Promise<string> =>
  (await running.says(/listens on (http:\/\/\S+)/))[1] ?? ''

const start = (home: string, ...flags: readonly string[]): Running =>
  startQcc(['proxy', 'start', ...flags], { QCC_HOME: home, ...KEYS })

test('a proxy serves over a failing endpoint, says what happened, and stops on SIGTERM; no variable makes it lax', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }], { key: KEYS.KEY_one })
  const overloaded = { do: 'status', status: 529 } as const
  const two = await upstream('two', [overloaded, overloaded, { do: 'serve' }], { key: KEYS.KEY_two })
  const NODE_OPTIONS = '--insecure-http-parser'
  const env = { QCC_HOME: await homeWith([one, two]), ...KEYS, NODE_OPTIONS }
  const running = startQcc(['proxy', 'start'], env)
  const url = await urlOf(running)

  const lax =
    'POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'
  expect(await sendRaw(Number(new URL(url).port), lax)).toMatch(/^HTTP\/1\.1 400 /)
  const refused = await sendMessage(url)
  expect(refused.status).toBe(503)
  const served = await sendMessage(url)
  expect(served.body.toString()).toContain('message_stop')
  await running.says(/503 POST \/v1\/messages · refused · 4 attempt\(s\)/)
  await running.says(/work\/two: overloaded \(status 529 overloaded_error\)/)
  await running.says(/200 POST \/v1\/messages · served · work\/two/)

  running.child.kill('SIGTERM')
  const { code, stderr } = await running.finished
  expect(code).toBe(0)
  expect(stderr).toMatch(/Stopped\.\n$/)
  await expect(send(url, { method: 'HEAD' })).rejects.toThrow('ECONNREFUSED')
})

test('SIGTERM lets an open stream finish; a second signal cuts it off', async () => {
  const up = await upstream('one', [
    { do: 'serve', manner: { everyMs: 40 } },
    { do: 'serve', manner: { everyMs: 2_000 } },
  ])
  const stopping = async () => {
    const running = start(await homeWith([up]))
    const answer = sendMessage(await urlOf(running))
    await eventually('the stream is open', () => up.open === 1)
    running.child.kill('SIGTERM')
    await running.says(/open requests may finish for 30 s/)
    return { answer, running }
  }
  const patient = await stopping()
  expect((await patient.answer).isComplete).toBe(true)
  expect((await patient.running.finished).stderr).toMatch(/Stopped\.\n$/)

  const hurried = await stopping()
  hurried.running.child.kill('SIGINT')
  await hurried.answer.catch(() => undefined)
  expect(await hurried.running.finished).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/1 request\(s\)/) as string,
  })
})

test('proxy.drain bounds what SIGTERM waits for', async () => {
  const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } }])
  const running = start(await homeWith([up], { 'proxy.drain': 0.2 }))
  const answer = sendMessage(await urlOf(running))
  await eventually('the stream is open', () => up.open === 1)
  running.child.kill('SIGTERM')
  expect((await running.finished).stderr).toContain('1 request(s) did not finish in time')
  expect((await answer).isComplete).toBe(false)
})

test('--json gives one object a line on stdout', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const running = start(await homeWith([up]), '--json')
  const url = (await running.says(/"url":"(http:[^"]+)"/))[1] ?? ''
  await sendMessage(url)
  await running.says(/"event":"answer"/)
  running.child.kill('SIGTERM')
  const lines = (await running.finished).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string })
  expect(lines.map(({ event }) => event)).toEqual([
    ...['listening', 'commit', 'attempt', 'answer'],
    ...['stopping', 'stopped'],
  ])
})

test('no key reaches what the program prints', async () => {
  const up = await upstream('one', [{ do: 'status', status: 401 }])
  const running = start(await homeWith([up]), '--json')
  const url = (await running.says(/"url":"(http:[^"]+)"/))[1] ?? ''
  await sendMessage(url)
  running.child.kill('SIGTERM')
  const { stdout, stderr } = await running.finished
  expect(up.seen[0]?.headers).toContainEqual(['x-api-key', KEYS.KEY_one])
  expect(stdout + stderr).not.toContain(KEYS.KEY_one)
})

test('a change of the configuration is followed and told while it runs, also one by a command', async () => {
  const one = await upstream('one', [{ do: 'serve' }])
  const two = await upstream('two', [{ do: 'serve' }])
  const home = await homeWith([one])
  const running = start(home)
  const url = await urlOf(running)
  await configureHome(home, workDocument([two]))
  await running.says(/follows configuration version 2: 1 endpoint\(s\): work\/two\./)
  expect((await sendMessage(url)).headers['x-qcc-endpoint']).toBe('work/two')
  await qcc(['config', 'set', 'proxy.port', '1'], { QCC_HOME: home })
  await running.says(/only in force after "qcc proxy restart": proxy\.port/)
})

test('--profile serves that one alone, and says so when it is gone', async () => {
  const one = await upstream('one', [{ do: 'serve' }])
  const two = await upstream('two', [{ do: 'serve' }])
  const home = await homeWith([one])
  const both = [
    ...workDocument([one]).profiles,
    { ...workDocument([two]).profiles[0], name: 'spare', endpoints: [] },
  ]
  await configureHome(home, { ...workDocument([one]), profiles: both })
  const url = await urlOf(start(home, '--profile', 'work'))
  expect((await sendMessage(url)).status).toBe(200)
  await configureHome(home, { profiles: [], settings: {} })
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const refused = await sendMessage(url)
  expect([refused.status, refused.headers['x-should-retry']]).toEqual([503, 'false'])
  expect(errorOf(refused).message).toContain('"work" alone, and there is no such profile any more')
})

test('flags beat variables, and variables beat the document', async () => {
  const home = await homeWith([], { 'log.level': 'warn' })
  const env = { QCC_HOME: home, QCC_PROXY_HOST: 'localhost', QCC_LOG_LEVEL: 'error' }
  const running = startQcc(['proxy', 'start', '--log-level', 'info'], env)
  expect(await urlOf(running)).toMatch(/^http:\/\/localhost:/)
  running.child.kill('SIGTERM')
  await running.finished
  expect(readFileSync(join(home, 'logs', 'proxy.log'), 'utf8')).toContain('"event":"listening"')
})

test.runIf(process.platform === 'linux')(
  'a port that another program has is named with that program, in both languages, and is in the log',
  async () => {
    const server = createServer((_request, response) => response.end('something else')).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const port = String((server.address() as AddressInfo).port)
    const home = await homeWith([])
    for (const [lang, words] of [
      ['en', `(process ${String(process.pid)})`],
      ['zh', `（进程 ${String(process.pid)}）`],
    ] as const) {
      const { code, stderr } = await qcc(['proxy', 'start', '--port', port, '--lang', lang], {
        QCC_HOME: home,
      })
      expect([code, stderr]).toEqual([5, expect.stringContaining(words)])
    }
    const logged = readFileSync(join(home, 'logs', 'proxy.log'), 'utf8')
      .trim()
      .split('\n')
    expect(logged).toHaveLength(2)
    // Logs are English, whoever reads them.
    for (const line of logged) expect(line).toMatch(/"event":"not-started".*is taken by /)
  },
)

test('a port that the QCC of another home has is named with its process', async () => {
  const running = start(await homeWith([]))
  const port = /:(\d+)$/.exec(await urlOf(running))?.[1] ?? ''
  const second = await qcc(['proxy', 'start', '--port', port], { QCC_HOME: await homeWith([]) })
  expect(second.code).toBe(5)
  expect(second.stderr).toContain(`QCC proxy of another home`)
  expect(second.stderr).toContain(String(running.child.pid))
})

test('a home has one proxy: the second is told where the first is, and leaves no trace in its log', async () => {
  const home = await homeWith([])
  const running = start(home)
  const url = await urlOf(running)
  for (const [lang, words] of [
    ['en', 'runs already'],
    ['zh', '已在'],
  ] as const) {
    const second = await qcc(['proxy', 'start', '--lang', lang], { QCC_HOME: home })
    expect([second.code, second.stderr]).toEqual([5, expect.stringContaining(words)])
    expect(second.stderr).toContain(url)
    expect(second.stderr).toContain(String(running.child.pid))
  }
  running.child.kill('SIGTERM')
  await running.finished
  expect(readFileSync(join(home, 'logs', 'proxy.log'), 'utf8')).not.toContain('not-started')
})

test('where no log can be written, that is said once, and requests are served', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const home = await homeWith([up])
  writeFileSync(join(home, 'logs'), 'a file in the place of the folder')
  const running = start(home)
  const url = await urlOf(running)
  for (let i = 0; i < 3; i++) {
    expect((await sendMessage(url)).isComplete).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  const status = await qcc(['proxy', 'status', '--json'], { QCC_HOME: home })
  expect(JSON.parse(status.stdout)).toMatchObject({
    logFault: expect.stringMatching(/EEXIST|ENOTDIR/) as string,
  })
  running.child.kill('SIGTERM')
  const { stderr } = await running.finished
  expect(stderr.match(/cannot be written/g)).toHaveLength(1)
})

test('without an endpoint that could serve, and without a key, the proxy says so at its start', async () => {
  await start(await homeWith([])).says(/no endpoint that could serve/)
  const home = await homeWith([{ name: 'three', url: 'http://127.0.0.1:9' }])
  await start(home).says(/work\/three has no key: env:KEY_three is not set/)
})

test.each([
  [['proxy', 'start', '--profile', 'nowhere'], 3, /no profile "nowhere"/],
  [['proxy', 'start', '--port', '70000'], 2, /"70000" does not fit --port <port>: a port is a whole number/],
  [['proxy', 'start', '--log-level', 'loud'], 2, /the levels are debug, info, warn, error/],
  [['proxy', 'start', '--host', '0.0.0.0'], 2, /qcc proxy token create NAME.* or use 127\.0\.0\.1/],
  [['proxy', 'start', '-d', '--host', '0.0.0.0'], 2, /use 127\.0\.0\.1/],
  [['proxy', 'stop', '--timeout', 'soon'], 2, /"soon" does not fit --timeout <duration>/],
  [['proxy', 'logs', '-n', 'all'], 2, /a number of lines is a whole number/],
  [['proxy', 'strat'], 2, /no command "strat"\.\nDid you mean "start"/],
  [['demo', '--onec'], 2, /no option "--onec" here\.\nDid you mean "--once"/],
  [['--lang', 'fr', 'demo'], 2, /the languages are en and zh/],
])('%j is refused with exit code %i and a sentence', async (args, code, sentence) => {
  const finished = await qcc(args, { QCC_HOME: await homeWith([]) })
  expect(finished.stderr).toMatch(sentence)
  expect([finished.code, finished.stdout]).toEqual([code, ''])
})
