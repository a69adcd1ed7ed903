import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { readRunFile } from '../../src/app/run-file.ts'
import { hasProxy, homeWith } from '../support/home.ts'
import { jsonOf, listenTo, opened, type Browser } from '../support/browser.ts'
import { send } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder, type Finished } from '../support/qcc.ts'
import { eventually } from '../support/rig.ts'

/** A home, and a program in the place of what opens browsers: it notes what it is to open, and ends with `code`. */
async function homeWithBrowser(code = 0) {
  const home = await homeWith([])
  const bin = join(temporaryFolder(), 'bin')
  const opens = join(bin, 'opened')
  mkdirSync(bin)
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\necho "$1$QCC_PASSPHRASE" >> '${opens}'\nexit ${String(code)}\n`,
    )
    chmodSync(join(bin, name), 0o755)
  }
  const path = [bin, process.env['PATH'] ?? ''].join(delimiter)
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = { DISPLAY: ':1' }) =>
    qcc(['dashboard', ...args], { QCC_HOME: home, PATH: path, QCC_PASSPHRASE: 'not for browsers', ...env })
  const wasOpened = () => (existsSync(opens) ? readFileSync(opens, 'utf8').trim().split('\n') : [])
  return { home, run, wasOpened }
}

const saidBy = ({ stdout }: Finished): unknown => JSON.parse(stdout)
const statusFor = async (browser: Browser) => (await browser.ask('/status')).status

test('without a proxy one is started and said; the browser opens the link that is printed, which logs in as admin', async () => {
  const { home, run, wasOpened } = await homeWithBrowser()
  const { code, stderr, stdout } = await run([])
  expect([code, hasProxy(home)]).toEqual([0, true])
  expect(stderr).toMatch(/started in the background \(process \d+\).*\n.*opens in your browser/)
  expect(wasOpened()).toEqual([stdout.trim()])
  const browser = await opened(stdout.trim())
  expect(jsonOf(await browser.ask('/session'))).toMatchObject({ role: 'admin', share: null })

  const again = await run([])
  expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('started in the background')])
  expect(wasOpened()).toEqual([stdout.trim(), again.stdout.trim()])
})

test.runIf(process.platform === 'linux')(
  'where no browser can be opened, or none is wanted, the link is told to be opened by hand',
  async () => {
    const { run, wasOpened } = await homeWithBrowser()
    for (const finished of [await run([], {}), await run(['--no-open']), await run(['--json'])]) {
      expect([finished.code, finished.stderr]).toEqual([0, expect.stringContaining('Open this link')])
    }
    expect(wasOpened()).toEqual([])
    const broken = await homeWithBrowser(3)
    expect((await broken.run([])).stderr).toContain('Open this link')
  },
)

test('a login survives a restart of the proxy; its link does not', async () => {
  const { home, run } = await homeWithBrowser()
  // Cookies are of one port.
  await qcc(['config', 'set', 'proxy.port', '0'], { QCC_HOME: home })
  const browser = await opened((await run(['--no-open'])).stdout.trim())
  const unused = (await run(['--no-open'])).stdout.trim()
  const { port } = new URL(readRunFile(home)?.url ?? '')
  await qcc(['config', 'set', 'proxy.port', port], { QCC_HOME: home })
  expect((await qcc(['proxy', 'restart'], { QCC_HOME: home })).code).toBe(0)
  expect(await statusFor(browser)).toBe(200)
  expect((await send(unused, { method: 'GET' })).status).toBe(401)
})

test('a link is shared, listed and revoked; neither it nor any cookie stands in the home', async () => {
  const { home, run } = await homeWithBrowser()
  const made = await run(['--share', '24h', '--json'])
  const link = saidBy(made) as { url: string; share: string; until: number }
  expect(faultsAgainst('dashboard-link', link)).toEqual([])
  expect(link).toMatchObject({ role: 'viewer', opened: false })
  expect(link.until - Date.now()).toBeGreaterThan(23 * 3_600_000)
  expect(made.stderr).toContain('Only this machine can open it')
  const [one, two] = [await opened(link.url), await opened(link.url)]
  expect(jsonOf(await one.ask('/session'))).toMatchObject({ role: 'viewer', share: link.share })

  const listed = saidBy(await run(['--shares', '--json']))
  expect(faultsAgainst('dashboard-shares', listed)).toEqual([])
  expect(listed).toMatchObject({ shares: [{ id: link.share, until: link.until, logins: 2 }] })
  expect((await run(['--shares'])).stdout).toMatch(new RegExp(`\\n${link.share} .* 2\\n$`))

  const stream = listenTo(new URL(link.url).origin, { cookie: one.cookie })
  await eventually('it listens', () => stream.heard.length > 0)
  const revoked = await run(['--revoke', link.share.slice(0, 4), '--json'])
  expect(faultsAgainst('dashboard-revoke', saidBy(revoked))).toEqual([])
  expect(saidBy(revoked)).toEqual({ revoked: link.share, logins: 2 })
  expect([await statusFor(one), await statusFor(two)]).toEqual([401, 401])
  expect((await send(link.url, { method: 'GET' })).status).toBe(401)
  expect((await run(['--shares'])).stderr).toContain('No link is shared')

  await qcc(['proxy', 'stop'], { QCC_HOME: home })
  const [, token = ''] = link.url.split('token=')
  const secrets = [token, ...[one, two].map(({ cookie }) => cookie.split('=')[1] ?? '')]
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(3)
  for (const { name, parentPath } of files) {
    const file = join(parentPath, name)
    // The process that ends renames what it keeps of its code.
    if (!existsSync(file)) continue
    const text = readFileSync(file, 'latin1')
    for (const secret of secrets) expect([name, text.includes(secret)]).toEqual([name, false])
  }
})

test('every browser can be logged out at once', async () => {
  const { run } = await homeWithBrowser()
  const link = async () => opened((await run(['--no-open'])).stdout.trim())
  const [one, two] = [await link(), await link()]
  const out = saidBy(await run(['--log-out', '--json']))
  expect(faultsAgainst('dashboard-log-out', out)).toEqual([])
  expect(out).toEqual({ loggedOut: 2 })
  expect([await statusFor(one), await statusFor(two)]).toEqual([401, 401])
})

test.each([
  [['--share', '30'], 2, 'from 1m to 90d'],
  [['--share', '91d'], 2, 'from 1m to 90d'],
  [['--share', 'long'], 2, 'from 1m to 90d'],
  [['--shares', '--revoke', 'x'], 2, 'cannot be used together'],
  [['--revoke', 'x'], 3, 'qcc dashboard --shares'],
  [['--revoke', ''], 3, 'qcc dashboard --shares'],
])('qcc dashboard %j ends with %d, and no proxy is started for it', async (args, code, said) => {
  const { home, run } = await homeWithBrowser()
  const finished = await run(args)
  expect([finished.code, finished.stderr]).toEqual([code, expect.stringContaining(said)])
  expect(hasProxy(home)).toBe(false)
})
