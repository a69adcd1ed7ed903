// The dashboard in a real browser, in front of a real proxy whose endpoints do as they are told.
import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/core/config/document.ts'
import type { Act } from '../../src/lab/act.ts'
import { startApiRig, type ApiRig } from '../support/api-rig.ts'
import { workDocument } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { barriers, browserProgram, useBrowser } from '../support/page.ts'
import { idOf, upstream } from '../support/rig.ts'

const SERVE: Act = { do: 'serve' }
const LIMITED: Act = { do: 'status', status: 429, headers: { 'retry-after': '3600' } }
const NO_KEY: Act = { do: 'status', status: 401 }
const NARROW = { viewport: { width: 380, height: 800 } } as const

type Targets = Parameters<typeof workDocument>[0]

/** The first endpoint is the primary tier, the second the next one. */
function tiered(targets: Targets): Document {
  const { profiles, settings } = workDocument(targets, { 'health.mode': 'passive' })
  const [one, two] = profiles[0]?.endpoints ?? []
  return {
    profiles: [one, two].flatMap((each, at) =>
      each === undefined ? [] : [{ name: ['main', 'spare'][at] ?? '', endpoints: [each] }],
    ),
    tiers: { primary: ['main'], secondary: ['spare'] },
    settings,
  }
}

async function tieredRig(first: Act = SERVE) {
  const [one, two] = [await upstream('one', [first]), await upstream('two', [SERVE])]
  return { one, two, rig: await startApiRig([one, two], { document: tiered([one, two]) }) }
}

const sentId = async (rig: ApiRig): Promise<string> =>
  String((await sendMessage(rig.url)).headers['x-qcc-request-id'])

describe.skipIf(browserProgram === null)('the dashboard', () => {
  const open = useBrowser()

  test('shows a failover within a second, why it was, and lets a person decide otherwise', async () => {
    const { one, rig } = await tieredRig()
    const { complaints, page } = await open(rig)
    await page.waitForSelector('section[aria-label="Primary"][data-active="true"]')
    await page.evaluate(`new MutationObserver(() => {
      if (document.querySelector('section[aria-label="Secondary"][data-active="true"]')) window.seenAt ??= Date.now()
    }).observe(document.body, { subtree: true, attributes: true, childList: true })`)
    one.play(NO_KEY)
    // A tier is left when several requests in a row have found nobody there.
    const switched = () => rig.events.find(({ event }) => event === 'switch')?.at
    for (let sent = 0; switched() === undefined && sent < 10; sent++) await sendMessage(rig.url)
    await page.waitForSelector('section[aria-label="Secondary"][data-active="true"]')
    expect((await page.evaluate<number>('window.seenAt')) - (switched() ?? 0)).toBeLessThan(1_000)
    const primary = page.locator('section[aria-label="Primary"]')
    expect(await primary.locator('.state').first().innerText()).toMatch(/benched: key not accepted, back in/)
    await page.waitForSelector('text=/Last switch: primary → secondary, failover/')

    await primary.getByRole('button', { name: /Put first/ }).click()
    await page.getByLabel('Why').fill('a try')
    await page.getByRole('dialog').getByRole('button', { name: 'Put first' }).click()
    await page.waitForSelector('text=/“main” is asked first/')
    await page.getByRole('button', { name: 'Let the tiers decide' }).click()
    await page.waitForSelector('text=/The tiers decide again/')
    expect(complaints).toEqual([])
  })

  test('lists requests as they end, and shows the way of one', async () => {
    const { rig } = await tieredRig(LIMITED)
    const first = await sentId(rig)
    const { complaints, page } = await open(rig, 'requests')
    await page.waitForSelector('.listed-row')
    const id = await sentId(rig)
    const row = page.locator('.listed-row').first()
    await page.waitForSelector(`.listed-row a[href*="${id}"]`)
    expect(await row.innerText()).toContain('spare/two')
    await page.locator(`.listed-row a[href*="${first}"]`).click()
    const detail = page.locator('article.detail')
    await detail.locator('.timeline').waitFor()
    const told = await detail.innerText()
    expect(told).toMatch(/main\/one was asked/)
    expect(told).toMatch(/rate limit reached/)
    expect(told).toMatch(/spare\/two was asked/)
    expect(told).toMatch(/could have served, too/)
    await detail.getByText(/without secrets/).click()
    await detail.getByText('content-type: application/json').waitFor()
    await detail.getByRole('button', { name: /Copy/ }).click()
    await page.waitForSelector('.toast')
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('spare/two')
    await page.getByLabel('Ended').selectOption('broken')
    await page.waitForSelector('text=/No request is on record that fits/')
    expect(complaints).toEqual([])
  })

  test('tests, drains and disables an endpoint, for admins alone', async () => {
    const { rig } = await tieredRig()
    const path = `endpoints/${idOf('one')}`
    const { complaints, page } = await open(rig, path)
    await page.getByRole('button', { name: 'Test now' }).click()
    await page
      .getByRole('dialog')
      .getByText(/^passed|^unclear|^failed/)
      .waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Drain' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click()
    await page.getByRole('button', { name: 'Give it sessions again' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Give it sessions again' }).click()
    await page.getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('button', { name: 'Enable' }).waitFor()
    await page.waitForSelector('.endpoint-head .state:has-text("disabled")')
    expect(complaints).toEqual([])
    const viewer = await open(rig, path, { role: 'viewer' })
    await viewer.page.waitForSelector('.dots')
    expect(await viewer.page.getByRole('button', { name: /Test now|Drain|Enable/ }).count()).toBe(0)
  })

  test('says since when it is stale, and goes on by itself', async () => {
    const { one, rig, two } = await tieredRig()
    const { page } = await open(rig)
    await rig.stop()
    await page.waitForSelector('.banner:has-text("Stale since")')
    await startApiRig([one, two], {
      home: rig.home,
      flags: { 'proxy.port': Number(new URL(rig.url).port) },
    })
    await page.waitForSelector('.linked[data-kind="live"]')
    expect(await page.locator('.banner').innerText()).toBe('')
  })

  test('says how to come in again when the login is over', async () => {
    const { rig } = await tieredRig()
    const { page } = await open(rig)
    await page.context().clearCookies()
    await page.reload()
    await page.waitForSelector('text=/qcc dashboard/')
  })

  // Every look is tried in test/long.
  test('keeps nobody out, also on a narrow screen, in the dark, and in Chinese', async () => {
    const { rig } = await tieredRig(LIMITED)
    const id = await sentId(rig)
    const { complaints, page } = await open(rig, '', { locale: 'zh-CN', colorScheme: 'dark', ...NARROW })
    const pages = [
      ['', '.u-wrap'],
      ['requests', '.listed-row'],
      [`requests/${id}`, '.timeline'],
      [`endpoints/${idOf('one')}`, '.u-wrap'],
    ] as const
    for (const [path, whole] of pages) {
      await page.goto(`${rig.url}/_qcc/${path}`)
      await page.waitForSelector(whole)
      expect([path, await barriers(page)]).toEqual([path, []])
      const beyond = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(beyond, path).toBeLessThanOrEqual(0)
      expect(await page.locator('main').innerText()).toMatch(/\p{Script=Han}/u)
    }
    expect(complaints).toEqual([])
  })
})
