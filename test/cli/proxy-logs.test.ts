import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { homeWith } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { qcc, startQcc } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789' }

/** A home whose proxy has served one request, refused another, and is gone. */
async function homeWithLog(): Promise<{ readonly home: string; readonly ids: readonly string[] }> {
  const up = await upstream('one', [{ do: 'serve' }, { do: 'status', status: 500 }])
  const home = await homeWith([up], { 'log.level': 'debug' })
  const running = startQcc(['proxy', 'start'], { QCC_HOME: home, ...KEYS })
  const url = (await running.says(/listens on (http:\/\/\S+)/))[1] ?? ''
  const answers = [await sendMessage(url), await sendMessage(url)]
  running.child.kill('SIGTERM')
  await running.finished
  return { home, ids: answers.map(({ headers }) => String(headers['x-qcc-request-id'])) }
}

const logs = (home: string, ...args: readonly string[]) => qcc(['proxy', 'logs', ...args], { QCC_HOME: home })

test('the log is read without a proxy: for a person in either language, for a program as it stands', async () => {
  const { home, ids } = await homeWithLog()
  const readable = await logs(home)
  expect([readable.code, readable.stderr]).toEqual([0, ''])
  const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d'
  expect(
    readable.stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(new RegExp(`^${time} `), '')),
  ).toMatchObject([
    expect.stringMatching(/^info {2}QCC .* serves 1 endpoint\(s\): work\/one$/),
    expect.stringMatching(/^debug work\/one: first content after \d+ ms/),
    expect.stringMatching(/^debug work\/one: ok after \d+ ms/),
    expect.stringMatching(/^info {2}200 POST \/v1\/messages · served · work\/one/),
    expect.stringMatching(/^warn {2}work\/one: unavailable/),
    expect.stringMatching(/^info {2}kept in the queue: all-out/),
    expect.stringMatching(/^info {2}500 POST \/v1\/messages · passed · work\/one/),
    expect.stringMatching(/^info {2}stopping: 0 request\(s\) open/),
    expect.stringMatching(/^info {2}stopped; 0 request\(s\) were cut off/),
  ])
  const chinese = await logs(home, '--lang', 'zh', '-n', '2')
  expect(chinese.stdout).toMatch(/正在停止：.*\n.*已停止；/)
  const lines = (await logs(home, '--json')).stdout.trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    ...['listening', 'commit', 'attempt', 'answer', 'attempt', 'parked', 'answer', 'stopping', 'stopped'],
  ])

  const one = await logs(home, '--json', '--request', (ids[1] ?? '').slice(0, 8))
  expect(one.stdout.trim().split('\n')).toHaveLength(3)
  expect(one.stdout).not.toContain(ids[0])
  const warnings = await logs(home, '--level', 'warn')
  expect(warnings.stdout).toMatch(/^\S+ \S+ warn {2}work\/one: unavailable[^\n]*\n$/)
  expect((await logs(home, '-n', '0')).stdout).toBe('')
  const nothing = await logs(home, '--request', 'ffffffff-none')
  expect([nothing.code, nothing.stdout, nothing.stderr]).toEqual([
    0,
    '',
    expect.stringContaining('No such line'),
  ])
})

test('-f goes on with what is written, through rotations, and ends at Ctrl-C', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const home = await homeWith([up], { 'log.file-size': 1_024, 'log.files': 3 })
  const following = startQcc(['proxy', 'logs', '-f', '--json', '-n', '0'], { QCC_HOME: home })
  const running = startQcc(['proxy', 'start'], { QCC_HOME: home, ...KEYS })
  const url = (await running.says(/listens on (http:\/\/\S+)/))[1] ?? ''
  const ids: string[] = []
  for (let i = 0; i < 20; i++) {
    ids.push(String((await sendMessage(url)).headers['x-qcc-request-id']))
    await following.says(new RegExp(ids.at(-1) ?? ''))
  }
  following.child.kill('SIGINT')
  const { code, stdout } = await following.finished
  expect(code).toBe(0)
  const seen = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; request?: string })
  expect(seen.filter(({ event }) => event === 'answer').map(({ request }) => request)).toEqual(ids)
})

test('a reader of -f that goes away ends it, without a word', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const home = await homeWith([up])
  const running = startQcc(['proxy', 'start'], { QCC_HOME: home, ...KEYS })
  const url = (await running.says(/listens on (http:\/\/\S+)/))[1] ?? ''
  const following = startQcc(['proxy', 'logs', '-f'], { QCC_HOME: home })
  await following.says(/listens on/)
  following.child.stdout?.destroy()
  await sendMessage(url)
  expect(await following.finished).toMatchObject({ code: 0, stderr: '' })
})

test('a log that cannot be read is an error that names it', async () => {
  const home = await homeWith([])
  writeFileSync(join(home, 'logs'), '')
  const { code, stderr } = await logs(home)
  expect([code, stderr]).toEqual([1, expect.stringMatching(/The log in .*logs cannot be read: ENOTDIR/)])
})
