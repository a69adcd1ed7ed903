import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeWith } from '../support/home.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, startQcc, temporaryFolder } from '../support/qcc.ts'
import { HIDDEN, robot, SECRET } from '../support/robots.ts'

/** Everything that lies in a folder, as text. */
const contents = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

test('channels are set up by references or piped in, and a test message arrives at each', async () => {
  const [slack, feishu] = [await robot('slack'), await robot('feishu', true)]
  const env = { QCC_HOME: await homeWith([]), SLACK_URL: slack.url }
  const nowhere = await qcc(['notify', 'test'], env)
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('No channel is set up')])
  await qcc(['notify', 'config', '--slack', 'env:SLACK_URL'], env)
  await qcc(['notify', 'config', '--feishu', '-'], env, `${feishu.url}\n`)
  const unsigned = await qcc(['notify', 'test', 'feishu'], env)
  expect([unsigned.code, unsigned.stdout]).toEqual([
    1,
    expect.stringMatching(/^feishu: .*does not accept the signature: 19021.*--feishu-secret/),
  ])
  const shown = await qcc(['notify', 'config', '--feishu-secret', '-', '--json'], env, SECRET)
  expect([shown.code, faultsAgainst('notify-config', JSON.parse(shown.stdout))]).toEqual([0, []])
  const done = await qcc(['notify', 'test'], env)
  expect([done.code, done.stdout, done.stderr]).toEqual([0, 'slack: it arrived.\nfeishu: it arrived.\n', ''])
  expect([slack.taken.length, feishu.taken.length]).toEqual([1, 1])
  // What was piped in is kept encrypted, and shown by its reference alone.
  expect(contents(env.QCC_HOME)).not.toMatch(new RegExp(`${HIDDEN}|${SECRET}`))
  expect(shown.stdout).toMatch(/"secret:[\w-]+"/)
}, 30_000)

test('a URL on the command line is refused, and not repeated', async () => {
  const env = { QCC_HOME: await homeWith([]) }
  const url = `https://hooks.slack.com/services/T0/B0/${HIDDEN}`
  const { code, stderr, stdout } = await qcc(['notify', 'config', '--slack', url], env)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^.*--slack takes no URL or secret itself/)
  expect(stderr).not.toContain(HIDDEN)
  expect((await qcc(['notify', 'test', 'pigeon'], env)).code).toBe(2)
  const two = await qcc(['notify', 'config', '--slack', '-', '--wecom', '-'], env, url)
  expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('Only one "-"')])
  const typo = await qcc(['notify', 'config', '--slack', '-'], env, `https//hooks.slack.com/${HIDDEN}`)
  expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining('no URL that begins with http')])
  expect(typo.stderr).not.toContain(HIDDEN)
})

test('a running proxy sends it with its own environment, also what was set up a moment ago', async () => {
  const hook = await robot('webhook', true)
  const env = { QCC_HOME: await homeWith([]) }
  const proxy = startQcc(['proxy', 'start'], { ...env, HOOK: hook.url, TOKEN: SECRET })
  await proxy.says(/http:\/\/127\.0\.0\.1:\d+/)
  const references = ['--webhook', 'env:HOOK', '--webhook-secret', 'env:TOKEN']
  await qcc(['notify', 'config', ...references], env)
  const { code, stdout } = await qcc(['notify', 'test', '--json'], env)
  const said = JSON.parse(stdout) as { readonly byProxy: boolean; readonly channels: unknown }
  expect([code, said.byProxy, faultsAgainst('notify-test', said)]).toEqual([0, true, []])
  expect(hook.taken.flatMap((one) => faultsAgainst('notice', one))).toEqual([])
  // Without the proxy nobody has that variable.
  proxy.child.kill('SIGTERM')
  await proxy.finished
  const alone = await qcc(['notify', 'test', '--json'], env)
  expect([alone.code, JSON.parse(alone.stdout)]).toMatchObject([
    1,
    { byProxy: false, channels: [{ sent: false, fault: { code: 'no-secret' } }] },
  ])
}, 30_000)

const isLinux = process.platform === 'linux'
if (!isLinux) console.log('skipped: the stand-in for a desktop is notify-send, of Linux')

test.skipIf(!isLinux)('a desktop shows it where there is one', async () => {
  const folder = temporaryFolder()
  const program = join(folder, 'notify-send')
  writeFileSync(program, `#!/bin/sh\nprintf '%s|' "$@" > "${folder}/shown"\n`)
  chmodSync(program, 0o755)
  const env = { QCC_HOME: await homeWith([]), PATH: `${folder}:${process.env['PATH'] ?? ''}` }
  await qcc(['notify', 'config', '--desktop', 'on'], env)
  expect((await qcc(['notify', 'test'], { ...env, DISPLAY: ':99' })).code).toBe(0)
  expect(readFileSync(join(folder, 'shown'), 'utf8')).toMatch(/^--app-name=QCC\|--\|QCC \(.+\): a test\|/)
  const none = await qcc(['notify', 'test', 'desktop', '--lang', 'zh'], env)
  expect([none.code, none.stdout]).toEqual([1, expect.stringContaining('没有桌面')])
})
