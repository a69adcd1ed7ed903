// What a new user does with the mouse: two endpoints, two tiers, a message, an upstream that fails, and back again.
import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startApiRig } from '../support/api-rig.ts'
import { sendMessage } from '../support/http.ts'
import { browserProgram, useBrowser } from '../support/page.ts'
import { upstream } from '../support/rig.ts'

const KEY = 'made-up-key-0123456789'

const dialog = (page: Page) => page.getByRole('dialog')
const goTo = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages' }).getByText(name).click()

async function addProfile(page: Page, lane: string, name: string): Promise<void> {
  await page
    .getByRole('region', { name: lane })
    .getByRole('button', { name: /Add a profile/ })
    .click()
  await dialog(page).getByLabel('Name').fill(name)
  await dialog(page).getByRole('button', { name: 'OK' }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

async function addEndpoint(page: Page, profile: string, name: string, url: string): Promise<void> {
  await page.getByRole('button', { name: `Add an endpoint: ${profile}` }).click()
  await dialog(page).getByLabel('Name').fill(name)
  await dialog(page).getByLabel('Base URL').fill(url)
  await dialog(page).getByLabel('The key itself').fill(KEY)
  await dialog(page).getByRole('button', { name: 'OK' }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review and save' }).click()
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

const said = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const outcome = page.locator('.card .state').first()
  await outcome.waitFor()
  await page.locator('article .timeline').waitFor()
  return outcome.innerText()
}

describe.skipIf(browserProgram === null)('a first visit', () => {
  const open = useBrowser()

  test('from nothing to two tiers, a failover that explains itself, and a rollback', async () => {
    const [one, two] = [await upstream('one', [{ do: 'serve' }]), await upstream('two', [{ do: 'serve' }])]
    const settings = { 'proxy.port': 0, 'health.mode': 'passive' }
    const rig = await startApiRig([], { document: { profiles: [], settings } })
    const { complaints, page } = await open(rig)

    await goTo(page, 'Configuration')
    await addProfile(page, 'Primary', 'main')
    await addEndpoint(page, 'main', 'one', one.url)
    await addProfile(page, 'Without a tier', 'spare')
    await addEndpoint(page, 'spare', 'two', two.url)
    const from = page.getByRole('button', { name: 'Move spare', exact: true })
    await from.dragTo(page.getByRole('region', { name: 'Secondary' }).locator('.profiles'))
    await page.getByRole('region', { name: 'Secondary' }).getByText('spare', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Review and save' }).click()
    await dialog(page).getByText('+ profiles.main:').waitFor()
    expect(await page.content()).not.toContain(KEY)
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved as version 2.').waitFor()
    expect(readFileSync(join(rig.home, 'qcc.db')).includes(KEY)).toBe(false)

    // A proxy looks for a new version four times a second.
    await expect.poll(() => rig.events.some(({ event }) => event === 'config-followed')).toBe(true)
    await goTo(page, 'Try it')
    expect(await said(page)).toMatch(/^main\/one answered/)
    await one.down()
    expect(await said(page)).toMatch(/^spare\/two answered/)
    const way = await page.locator('article .timeline').innerText()
    expect(way).toMatch(/main\/one was asked[^]*cannot be reached[^]*spare\/two was asked/)

    // Left only once requests, one after another, have found nobody there.
    const hasSwitched = () => rig.events.some((one) => one.event === 'switch' && one.cause === 'failover')
    for (let sent = 0; !hasSwitched() && sent < 20; sent++) await sendMessage(rig.url)
    await goTo(page, 'History')
    const first = page.locator('.switches > li', { hasText: 'failover' })
    await first.waitFor()
    expect(await first.innerText()).toMatch(/Primary \(main\) → Secondary \(spare\)[^]*failover[^]*main\/one/)

    await goTo(page, 'Configuration')
    await page.getByRole('button', { name: 'Edit: spare/two' }).click()
    await dialog(page).getByLabel('Weight').fill('7')
    await dialog(page).getByRole('button', { name: 'OK' }).click()
    await save(page)
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByRole('link', { name: /Version 2/ }).click()
    await page.getByRole('button', { name: 'Roll back' }).click()
    await dialog(page).getByText('profiles.spare.endpoints.two.weight: 7 → 100').waitFor()
    await dialog(page).getByRole('button', { name: 'Roll back' }).click()
    await page.getByText('The content of version 2 is in force again, as version 4.').waitFor()
    expect(complaints).toEqual([])
  })
})
