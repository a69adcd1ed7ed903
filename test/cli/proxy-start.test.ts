import { createServer } from 'node:http'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { send, sendMessage } from '../support/http.ts'
import { documentFile, qcc, startQcc, temporaryFolder } from '../support/qcc.ts'
import { eventually, upstream } from '../support/rig.ts'

const LISTENS = /listens on (http:\/\/\S+)/
const KEYS = { KEY_one: 'made-up-one', KEY_two: 'made-up-two' }

test('a proxy serves over a failing endpoint, says what happened, and stops on SIGTERM', async () => {
  const one = await upstream('one', [{ do: 'status', status: 529 }], { key: KEYS.KEY_one })
  const overloaded = { do: 'status', status: 529 } as const
  const two = await upstream('two', [overloaded, overloaded, { do: 'serve' }], { key: KEYS.KEY_two })
  const running = startQcc(['proxy', 'start', '--document', documentFile([one, two]), '--port', '0'], KEYS)
  const url = (await running.says(LISTENS))[1] ?? ''

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
  const start = async () => {
    const running = startQcc(['proxy', 'start', '--document', documentFile([up]), '--port', '0'], KEYS)
    const url = (await running.says(LISTENS))[1] ?? ''
    const answer = sendMessage(url)
    await eventually('the stream is open', () => up.open === 1)
    running.child.kill('SIGTERM')
    await running.says(/open requests may finish for 30 s/)
    return { answer, running }
  }
  const patient = await start()
  expect((await patient.answer).isComplete).toBe(true)
  expect((await patient.running.finished).stderr).toMatch(/Stopped\.\n$/)

  const hurried = await start()
  hurried.running.child.kill('SIGINT')
  await hurried.answer.catch(() => undefined)
  expect(await hurried.running.finished).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/1 request\(s\)/) as string,
  })
})

test('--json gives one object a line on stdout', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const running = startQcc(
    ['proxy', 'start', '--document', documentFile([up]), '--port', '0', '--json'],
    KEYS,
  )
  const url = (await running.says(/"url":"(http:[^"]+)"/))[1] ?? ''
  await sendMessage(url)
  await running.says(/"event":"answer"/)
  running.child.kill('SIGTERM')
  const lines = (await running.finished).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string })
  expect(lines.map(({ event }) => event)).toEqual(['listening', 'commit', 'attempt', 'answer'])
})

test('no key reaches what the program prints', async () => {
  const up = await upstream('one', [{ do: 'status', status: 401 }])
  const running = startQcc(
    ['proxy', 'start', '--document', documentFile([up]), '--port', '0', '--json'],
    KEYS,
  )
  const url = (await running.says(/"url":"(http:[^"]+)"/))[1] ?? ''
  await sendMessage(url)
  running.child.kill('SIGTERM')
  const { stdout, stderr } = await running.finished
  expect(up.seen[0]?.headers).toContainEqual(['x-api-key', KEYS.KEY_one])
  expect(stdout + stderr).not.toContain(KEYS.KEY_one)
})

test('a port that another QCC has is named with its process, in both languages, and the exit code is 5', async () => {
  const document = documentFile([])
  const running = startQcc(['proxy', 'start', '--document', document, '--port', '0'])
  const port = /:(\d+)$/.exec((await running.says(/listens on (http:\S+)/))[1] ?? '')?.[1] ?? ''
  for (const [lang, words] of [
    ['en', 'a running QCC proxy'],
    ['zh', '正在运行的 QCC 代理'],
  ] as const) {
    const second = await qcc(['proxy', 'start', '--document', document, '--port', port, '--lang', lang])
    expect(second.code).toBe(5)
    expect(second.stderr).toContain(words)
    expect(second.stderr).toContain(String(running.child.pid))
  }
})

test.runIf(process.platform === 'linux')(
  'a port that another program has is named with that program',
  async () => {
    const server = createServer((_request, response) => response.end('something else')).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const port = String((server.address() as AddressInfo).port)
    const { code, stderr } = await qcc(['proxy', 'start', '--document', documentFile([]), '--port', port])
    expect(code).toBe(5)
    expect(stderr).toContain(`(process ${String(process.pid)})`)
  },
)

test('without an endpoint that could serve, the proxy says so at its start', async () => {
  const running = startQcc(['proxy', 'start', '--document', documentFile([]), '--port', '0'])
  await running.says(/no endpoint that could serve/)
})

test.each([
  [['proxy', 'start'], 2, /option "--document <file>" is missing/],
  [['proxy', 'start', '--document', '/nowhere/at/all.json'], 3, /cannot be read: ENOENT/],
  [
    ['proxy', 'start', '--port', '70000', '--document', 'x'],
    2,
    /"70000" does not fit --port <port>: a port is a whole number/,
  ],
  [['proxy', 'strat'], 2, /no command "strat"\.\nDid you mean "start"/],
  [['demo', '--onec'], 2, /no option "--onec" here\.\nDid you mean "--once"/],
  [['--lang', 'fr', 'demo'], 2, /the languages are en and zh/],
])('%j is refused with exit code %i and a sentence', async (args, code, sentence) => {
  const finished = await qcc(args)
  expect(finished.stderr).toMatch(sentence)
  expect([finished.code, finished.stdout]).toEqual([code, ''])
})

test('a host that is not loopback is refused, and so is a document with a fault; both say what to do', async () => {
  const outside = await qcc(['proxy', 'start', '--document', documentFile([]), '--host', '0.0.0.0'])
  expect([outside.code, outside.stderr]).toEqual([2, expect.stringContaining('use 127.0.0.1')])
  const file = join(temporaryFolder(), 'bad.json')
  writeFileSync(
    file,
    '{"profiles":[{"name":"work","endpoints":[{"name":"one","baseUrl":"ftp://x","credential":"sk-ant-1"}]}]}',
  )
  const faulty = await qcc(['proxy', 'start', '--document', file])
  expect(faulty.code).toBe(1)
  expect(faulty.stderr).toContain('profiles.0.endpoints.0.baseUrl: a base URL is http:// or https://')
  expect(faulty.stderr).toContain('profiles.0.endpoints.0.credential: a credential is a reference')
  expect(faulty.stderr).not.toContain('sk-ant-1')
})
