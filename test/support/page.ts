import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import axe from 'axe-core'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { LoginLinkAnswer, LoginLinkRequest } from '../../src/admin/contract/access.ts'
import type { ApiRig } from './api-rig.ts'

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

function foundBrowser(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const files = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return files.find((file) => existsSync(file)) ?? null
}

/** Debian's, where there is none and one may be installed. */
function installedBrowser(): string | null {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return null
  const args = ['install', '--yes', '--no-install-recommends', 'chromium-headless-shell']
  process.stderr.write('no browser found: asking apt for chromium-headless-shell\n')
  return spawnSync('apt-get', args, { timeout: 120_000 }).status === 0 ? foundBrowser() : null
}

/** The program of a browser. Without one such tests are left out, loudly; with CI=true they fail. */
export const browserProgram = foundBrowser() ?? installedBrowser()
if (browserProgram === null) {
  const why = `no browser (${NAMES.join(', ')}) in PATH: the dashboard is not tried in one`
  if (process.env['CI'] === 'true') throw new Error(why)
  process.stderr.write(`${why}\n`)
}

/** What a test waits for on a busy machine. */
const PATIENCE_MS = 10_000

export interface Looks extends Pick<
  BrowserContextOptions,
  'colorScheme' | 'hasTouch' | 'locale' | 'viewport'
> {
  readonly role?: LoginLinkRequest['role']
}

/** A page of the dashboard, logged in. */
export interface Shown {
  readonly page: Page
  /** What it complained of, in its console or by a fault. */
  readonly complaints: readonly string[]
}

/** One browser for all tests of a file; each page of its own context ends with its test. */
export function useBrowser(): (rig: ApiRig, path?: string, looks?: Looks) => Promise<Shown> {
  const running: { browser: Browser | null } = { browser: null }
  beforeAll(async () => {
    if (browserProgram === null) return
    running.browser = await chromium.launch({ executablePath: browserProgram, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await running.browser?.close()
  })
  return async (rig, path = '', { role = 'admin', ...looks } = {}) => {
    const context = await running.browser?.newContext({
      locale: 'en-GB',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...looks,
    })
    if (context === undefined) throw new Error('no browser')
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    const answer = await rig.ask('POST', '/login-link', { role })
    await page.goto((JSON.parse(answer.body.toString()) as LoginLinkAnswer).url)
    if (path !== '') await page.goto(`${rig.url}/_qcc/${path}`)
    await page.waitForSelector('.linked[data-kind="live"]', { state: 'attached' })
    return { page, complaints }
  }
}

/** What axe-core finds that keeps people out, as sentences. */
export async function barriers(page: Page): Promise<readonly string[]> {
  // By the debugger's way in: the page's policy forbids scripts that are not its own.
  const found = await page.evaluate(`${axe.source};axe.run(document, { resultTypes: ['violations'] })`)
  const { violations } = found as { violations: { impact: string; id: string; nodes: { html: string }[] }[] }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}
