import { createServer } from 'node:http'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, onTestFinished, test } from 'vitest'
import { connectControl } from '../../src/app/control-client.ts'
import { readRunFile } from '../../src/app/run-file.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import { proxyStartShape } from '../../src/cli/shapes/proxy-start.ts'
import { proxyStatusShape } from '../../src/cli/shapes/proxy-status.ts'
import { proxyStopShape } from '../../src/cli/shapes/proxy-stop.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { hasProxy, homeWith, killProxyOf } from '../support/home.ts'
import { send, sendMessage } from '../support/http.ts'
import { qcc, startQcc, type Finished } from '../support/qcc.ts'
import { eventually, upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789' }
const ENDLESS = { do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } } as const

/** Runs `qcc proxy …` in a home. */
const proxyOf =
  (home: string) =>
  (...args: readonly string[]): Promise<Finished> =>
    qcc(['proxy', ...args], { QCC_HOME: home, ...KEYS })

/** A clock of an upstream that stands still until it goes on. */
function stoppedTime(): { readonly clock: Clock; goesOn(): void } {
  const waiting: (() => void)[] = []
  let stands = true
  const after: Clock['after'] = (ms, run) => {
    if (!stands) return systemClock.after(ms, run)
    waiting.push(run)
    return () => undefined
  }
  const goesOn = (): void => {
    stands = false
    for (const run of waiting) run()
  }
  return { clock: { now: () => systemClock.now(), after }, goesOn }
}

/** What a command printed, checked against its published form. */
const printed = <T>(shape: v.GenericSchema<unknown, T>, { code, stdout, stderr }: Finished): T => {
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error:/)])
  return v.parse(shape, JSON.parse(stdout))
}

test('a daemon lives: start, serve, status, restart with the same flags, stop, and nothing is left', async () => {
  const up = await upstream('one', [{ do: 'serve' }], { key: KEYS.KEY_one })
  const home = await homeWith([up])
  const proxy = proxyOf(home)
  const first = printed(
    proxyStartShape,
    await proxy('start', '-d', '--json', '--profile', 'work', '--log-level', 'debug'),
  )
  expect(first.logFile).toBe(join(home, 'logs', 'proxy.log'))
  expect((await sendMessage(first.url)).isComplete).toBe(true)
  expect(statSync(join(home, 'run.json')).mode & 0o777).toBe(0o600)

  const status = printed(proxyStatusShape, await proxy('status', '--json'))
  expect(status).toMatchObject({
    ...{ url: first.url, pid: first.pid, daemon: true, requests: 1, open: 0, configuration: 1 },
    ...{ profiles: ['work'], only: 'work', stopping: false, configurationFault: null, logFault: null },
  })
  expect(status.endpoints.map(({ name }) => name)).toEqual(['work/one'])

  const second = printed(proxyStartShape, await proxy('restart', '--json'))
  expect(second.pid).not.toBe(first.pid)
  expect(printed(proxyStatusShape, await proxy('status', '--json'))).toMatchObject({
    requests: 0,
    only: 'work',
  })
  expect(readRunFile(home)?.flags).toEqual({ 'log.level': 'debug' })

  const stopped = printed(proxyStopShape, await proxy('stop', '--json'))
  expect(stopped).toEqual({ url: second.url, pid: second.pid, broken: 0 })
  await expect(send(second.url, { method: 'HEAD' })).rejects.toThrow('ECONNREFUSED')
  expect(hasProxy(home)).toBe(false)
  expect(readdirSync(home).filter((name) => name.startsWith('run.json'))).toEqual([])
})

test.each([
  [
    'en',
    /The proxy runs at http/,
    /Address +http.*\nProcess +\d+, in the background/,
    /Stopped\./,
    /No proxy runs/,
  ],
  ['zh', /代理运行于 http/, /地址 +http.*\n进程 +\d+，已在后台运行/, /已停止。/, /没有正在运行的代理/],
])('the commands of a daemon speak %s', async (lang, started, status, stopped, none) => {
  const home = await homeWith([{ name: 'one', url: 'http://127.0.0.1:9' }])
  const said = async (...args: readonly string[]): Promise<readonly [number | null, string]> => {
    const { code, stdout, stderr } = await proxyOf(home)(...args, '--lang', lang)
    expect(stdout + stderr).not.toMatch(/\{\w+\}/)
    return [code, stdout + stderr]
  }
  expect(await said('start', '-d')).toEqual([0, expect.stringMatching(started)])
  expect(await said('status')).toEqual([0, expect.stringMatching(status)])
  expect(await said('stop')).toEqual([0, expect.stringMatching(stopped)])
  for (const command of ['stop', 'status', 'restart']) {
    expect(await said(command)).toEqual([4, expect.stringMatching(none)])
  }
})

test('after a crash the file that is left behind says nothing, and a new proxy starts', async () => {
  const home = await homeWith([])
  const proxy = proxyOf(home)
  const crashed = printed(proxyStartShape, await proxy('start', '-d', '--json'))
  process.kill(crashed.pid, 'SIGKILL')
  await eventually('it is gone', () => !hasProxy(home))
  expect(existsSync(join(home, 'run.json'))).toBe(true)
  expect((await proxy('status')).code).toBe(4)
  expect((await proxy('stop')).code).toBe(4)
  const next = printed(proxyStartShape, await proxy('start', '-d', '--json'))
  expect(printed(proxyStatusShape, await proxy('status', '--json')).pid).toBe(next.pid)
})

test('who answers at the place of a stale file is asked who it is: a stranger, and the proxy of another home, are no proxy', async () => {
  const stranger = createServer((_request, response) => response.end('{"product":"other"}')).listen(
    0,
    '127.0.0.1',
  )
  onTestFinished(() => void stranger.close())
  await new Promise((resolve) => stranger.once('listening', resolve))
  const port = String((stranger.address() as AddressInfo).port)
  const theirs = await homeWith([])
  const other = printed(proxyStartShape, await proxyOf(theirs)('start', '-d', '--json'))

  const home = await homeWith([])
  const stale = { instance: 'gone', pid: other.pid, token: 'x', flags: {}, profile: null, daemon: true }
  for (const url of [`http://127.0.0.1:${port}`, other.url]) {
    writeFileSync(join(home, 'run.json'), JSON.stringify({ ...stale, url }))
    for (const command of ['status', 'stop', 'restart']) expect((await proxyOf(home)(command)).code).toBe(4)
  }
  writeFileSync(join(home, 'run.json'), 'half a fi')
  expect((await proxyOf(home)('status')).code).toBe(4)
  // The file was no hint to kill anybody by.
  expect(printed(proxyStatusShape, await proxyOf(theirs)('status', '--json')).pid).toBe(other.pid)
  writeFileSync(join(home, 'run.json'), '{}')
})

test('a daemon whose port is taken ends with 5 and says by whom, in the words of its log', async () => {
  const home = await homeWith([])
  const other = await homeWith([])
  const { pid, url } = printed(proxyStartShape, await proxyOf(other)('start', '-d', '--json'))
  const port = /:(\d+)$/.exec(url)?.[1] ?? ''
  for (const [lang, words] of [
    ['en', 'ended (exit code 5) before it listened'],
    ['zh', '在开始监听之前就结束了（退出码 5）'],
  ] as const) {
    const { code, stderr } = await proxyOf(home)('start', '-d', '--port', port, '--lang', lang)
    expect([code, stderr]).toEqual([5, expect.stringContaining(words)])
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is taken by the QCC proxy of another home`)
    expect(stderr).toContain(String(pid))
  }
  expect(existsSync(join(home, 'run.json'))).toBe(false)
})

test('a daemon that could neither start nor write its log ends with its code all the same', async () => {
  const home = await homeWith([])
  writeFileSync(join(home, 'logs'), 'a file in the place of the folder')
  const { url } = printed(proxyStartShape, await proxyOf(await homeWith([]))('start', '-d', '--json'))
  const { code, stderr } = await proxyOf(home)('start', '-d', '--port', /:(\d+)$/.exec(url)?.[1] ?? '')
  expect([code, stderr]).toEqual([5, expect.stringMatching(/exit code 5.*left nothing in its log/)])
})

test('of simultaneous starts exactly one wins, and the others are told where it is', async () => {
  const home = await homeWith([])
  const all = await Promise.all(Array.from({ length: 4 }, () => proxyOf(home)('start', '-d')))
  expect(all.map(({ code }) => code).sort()).toEqual([0, 5, 5, 5])
  const url = readRunFile(home)?.url ?? 'none'
  for (const { stderr } of all) expect(stderr).toContain(url)
  const file = join(home, 'logs', 'proxy.log')
  await eventually('what the log gathers is written', () => existsSync(file))
  expect(readFileSync(file, 'utf8').match(/"event":"listening"/g)).toHaveLength(1)
})

test('stop waits for what is open, up to its timeout, and says how many were cut off', async () => {
  const time = stoppedTime()
  const script = [{ do: 'serve', manner: { everyMs: 60 } }, ENDLESS] as const
  const up = await upstream('one', script, { clock: time.clock })
  const home = await homeWith([up])
  const proxy = proxyOf(home)
  const patient = printed(proxyStartShape, await proxy('start', '-d', '--json'))
  const whole = sendMessage(patient.url)
  await eventually('the stream is open', () => up.open === 1)
  const stop = startQcc(['proxy', 'stop'], { QCC_HOME: home })
  await stop.says(/1 open request\(s\) may take 30 s to end\.\n/)
  time.goesOn()
  expect((await stop.finished).stderr).toMatch(/ to end\.\nStopped\.\n$/)
  expect((await whole).isComplete).toBe(true)

  const hurried = printed(proxyStartShape, await proxy('start', '-d', '--json'))
  const broken = sendMessage(hurried.url)
  await eventually('the stream is open', () => up.open === 1)
  const cut = await proxy('stop', '--timeout', '200ms', '--json')
  expect(printed(proxyStopShape, cut).broken).toBe(1)
  const answer = await broken
  expect([answer.isComplete, answer.body.toString().includes('event: error')]).toEqual([false, false])
})

test('a proxy in the foreground is stopped from elsewhere too, and a restart moves it to the background and says so', async () => {
  const home = await homeWith([])
  const first = startQcc(['proxy', 'start'], { QCC_HOME: home })
  await first.says(/listens on/)
  expect((await proxyOf(home)('stop')).code).toBe(0)
  expect(await first.finished).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/Stopped\.\n$/) as string,
  })

  const second = startQcc(['proxy', 'start'], { QCC_HOME: home })
  await second.says(/listens on/)
  expect((await proxyOf(home)('status')).stdout).toContain('in the foreground')
  const restarted = await proxyOf(home)('restart')
  expect([restarted.code, restarted.stderr]).toEqual([
    0,
    expect.stringContaining('now it runs in the background'),
  ])
  expect((await second.finished).code).toBe(0)
  expect((await proxyOf(home)('status')).stdout).toContain('in the background')
})

test('what could not start again is not stopped by a restart', async () => {
  const home = await homeWith([])
  await proxyOf(home)('start', '-d', '--profile', 'work')
  await qcc(['add', 'other'], { QCC_HOME: home })
  await qcc(['remove', 'work', '--yes'], { QCC_HOME: home })
  const { code, stderr } = await proxyOf(home)('restart')
  expect([code, stderr]).toEqual([3, expect.stringContaining('no profile "work"')])
  expect((await proxyOf(home)('status')).code).toBe(0)
})

test('a new key is used by the next request, and no key stands in any file that the program wrote', async () => {
  const old = 'made-up-old-key-0123456789'
  const next = 'made-up-new-key-9876543210'
  const up = await upstream('one', [{ do: 'serve' }])
  const home = await homeWith([])
  const env = { QCC_HOME: home }
  await qcc(['add', 'keyed', '--base-url', up.url, '--api-key-stdin'], env, old)
  await qcc(['default', 'keyed'], env)
  const { url } = printed(
    proxyStartShape,
    await proxyOf(home)('start', '-d', '--json', '--log-level', 'debug'),
  )
  await sendMessage(url)
  await qcc(['set', 'keyed', '--api-key-stdin'], env, next)
  await eventually('it is followed', () =>
    readFileSync(join(home, 'logs', 'proxy.log'), 'utf8').includes('config-followed'),
  )
  await sendMessage(url)
  const sent = up.seen.map(({ headers }) => headers.find(([name]) => name === 'x-api-key')?.[1])
  expect(sent).toEqual([old, next])
  await proxyOf(home)('stop')
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(2)
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name))
    for (const key of [old, next]) expect(bytes.includes(key), `${file.name} holds a key`).toBe(false)
  }
})

test('a proxy that died while it was asked leaves a stop that says so and does not fail', async () => {
  const up = await upstream('one', [ENDLESS])
  const home = await homeWith([up])
  const { url } = printed(proxyStartShape, await proxyOf(home)('start', '-d', '--json'))
  void sendMessage(url).catch(() => undefined)
  await eventually('the stream is open', () => up.open === 1)
  const client = await connectControl(home, systemClock)
  const stopped = client?.stop(60_000)
  await new Promise((resolve) => setTimeout(resolve, 100))
  killProxyOf(home)
  expect(await stopped).toEqual({ broken: null })
})
