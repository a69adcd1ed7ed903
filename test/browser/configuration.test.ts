// The configuration in a real browser: forms, order by keyboard, two tabs, what is not valid.
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/core/config/document.ts'
import { startApiRig, type ApiRig } from '../support/api-rig.ts'
import { barriers, browserProgram, useBrowser } from '../support/page.ts'

const dialog = (page: Page) => page.getByRole('dialog')

/** Two endpoints that nobody asks anything, in the profile "work". */
const targets = ['one', 'two'].map((name) => ({ name, url: `http://127.0.0.1:9/${name}` }))
const start = () => startApiRig(targets)

async function storedIn(rig: ApiRig): Promise<Document> {
  const answer = await rig.ask('GET', '/configuration')
  return (JSON.parse(answer.body.toString()) as { document: Document }).document
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review and save' }).click()
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

describe.skipIf(browserProgram === null)('the configuration', () => {
  const open = useBrowser()

  test('a setting is filled in, looked at, saved, and put back', async () => {
    const rig = await start()
    const { complaints, page } = await open(rig, 'configuration/settings')
    await page.getByLabel('Find a setting').fill('cooldown')
    const field = page.getByLabel('tier.cooldown')
    const isHeldBack = () =>
      page.evaluate<boolean>(`!dispatchEvent(new Event('beforeunload', { cancelable: true }))`)
    expect(await isHeldBack()).toBe(false)
    await field.fill('soon')
    await page.getByRole('link', { name: 'Configuration changes that are not saved yet' }).waitFor()
    expect(await isHeldBack()).toBe(true)
    await page.getByRole('button', { name: 'Review and save' }).hover()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Review and save' }).click()
    await dialog(page).getByText('This cannot be saved').waitFor()
    expect(await dialog(page).innerText()).toContain('settings.tier.cooldown')
    await dialog(page).getByRole('button', { name: 'Go on editing' }).click()
    await field.fill('90')
    await page.getByRole('button', { name: 'Review and save' }).click()
    await dialog(page).getByText('+ settings.tier.cooldown: 90s').waitFor()
    await dialog(page).getByLabel('Why').fill('a try')
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved as version 2.').waitFor()
    expect((await storedIn(rig)).settings['tier.cooldown']).toBe(90)
    expect(await isHeldBack()).toBe(false)
    await page.getByRole('button', { name: 'Back to 300' }).click()
    await save(page)
    expect((await storedIn(rig)).settings['tier.cooldown']).toBeUndefined()
    await page.getByLabel('Find a setting').fill('notify')
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await page.getByText('No channel is set up.').waitFor()
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByText('a try').waitFor()
    expect(complaints).toEqual([])
  })

  test('the keyboard moves a profile through the tiers and an endpoint in its profile, and keeps the focus', async () => {
    const rig = await start()
    const { page } = await open(rig, 'configuration')
    const handle = page.getByRole('button', { name: 'Move work', exact: true })
    await handle.focus()
    for (const lane of ['Fallback', 'Secondary', 'Primary']) {
      await page.keyboard.press('ArrowUp')
      await page.getByRole('region', { name: lane }).getByText('work', { exact: true }).waitFor()
      await page.locator('[aria-label="Move work"]:focus').waitFor()
    }
    expect(await page.locator('[aria-live="assertive"]').innerText()).toBe('work: Primary, place 1 of 1')
    await page.getByRole('button', { name: 'Move work/two' }).focus()
    await page.keyboard.press('ArrowUp')
    await save(page)
    const { profiles, tiers } = await storedIn(rig)
    expect([tiers, profiles[0]?.endpoints.map(({ name }) => name)]).toEqual([
      { primary: ['work'] },
      ['two', 'one'],
    ])
  })

  test('a finger moves an endpoint in its profile, and the profile into a tier', async () => {
    const rig = await start()
    const looks = { viewport: { width: 380, height: 800 }, hasTouch: true }
    const { complaints, page } = await open(rig, 'configuration', looks)
    const devtools = await page.context().newCDPSession(page)
    const touch = (type: string, points: readonly { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points } as never)
    const drag = async (name: string, to: Locator, part: number) => {
      const [from, over] = [
        await page.getByRole('button', { name, exact: true }).boundingBox(),
        await to.boundingBox(),
      ]
      if (from === null || over === null) throw new Error(`${name} is not there`)
      const [x, y] = [from.x + from.width / 2, from.y + from.height / 2]
      await touch('touchStart', [{ x, y }])
      await touch('touchMove', [{ x, y: y - 8 }])
      await touch('touchMove', [{ x, y: over.y + over.height * part }])
      await touch('touchEnd', [])
    }
    await drag('Move work/two', page.locator('.entry', { hasText: 'one' }).first(), 0.2)
    await drag('Move work', page.getByRole('region', { name: 'Secondary' }), 0.8)
    await page.getByRole('region', { name: 'Secondary' }).getByText('work', { exact: true }).waitFor()
    await save(page)
    const { profiles, tiers } = await storedIn(rig)
    expect([tiers, profiles[0]?.endpoints.map(({ name }) => name)]).toEqual([
      { secondary: ['work'] },
      ['two', 'one'],
    ])
    expect(complaints).toEqual([])
  })

  test('who edits an old version is refused, sees both sides, and can go on top of the other', async () => {
    const rig = await start()
    const [mine, theirs] = [await open(rig, 'configuration'), await open(rig, 'configuration')]
    for (const [{ page }, weight] of [
      [mine, '7'],
      [theirs, '8'],
    ] as const) {
      await page.getByRole('button', { name: `Edit: work/${page === mine.page ? 'one' : 'two'}` }).click()
      await dialog(page).getByLabel('Weight').fill(weight)
      await dialog(page).getByRole('button', { name: 'OK' }).click()
    }
    await save(theirs.page)
    const { page } = mine
    await page.getByText('Somebody else has stored version 2').waitFor()
    await page.getByRole('button', { name: 'Review and save' }).click()
    await dialog(page).getByText('Nothing was saved').waitFor()
    const told = await dialog(page).innerText()
    expect(told).toMatch(
      /Their changes[^]*endpoints\.two\.weight: 100 → 8[^]*Your changes[^]*endpoints\.one\.weight: 100 → 7/,
    )
    await dialog(page).getByRole('button', { name: 'Make mine on top of theirs' }).click()
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved as version 3.').waitFor()
    expect((await storedIn(rig)).profiles[0]?.endpoints.map(({ weight }) => weight)).toEqual([7, 8])
    expect([mine.complaints, theirs.complaints]).toEqual([[], []])
  })

  test('a fault is told at its field, and what others reuse does not go', async () => {
    const rig = await start()
    const { page } = await open(rig, 'configuration')
    await page.getByRole('button', { name: 'Edit: work/one' }).click()
    await dialog(page).getByLabel('Base URL').fill('ftp://nowhere')
    await dialog(page).getByRole('button', { name: 'OK' }).click()
    await dialog(page).locator('.fault').waitFor()
    expect(await dialog(page).getByLabel('Base URL').getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Escape')
    await page
      .getByRole('region', { name: 'Without a tier' })
      .getByRole('button', { name: /Add a profile/ })
      .click()
    await dialog(page).getByLabel('Name').fill('other')
    await dialog(page).getByRole('button', { name: 'OK' }).click()
    await page.getByRole('button', { name: 'Add an endpoint: other' }).click()
    await dialog(page).getByLabel('Reuses').selectOption('work/one')
    await dialog(page).getByLabel('Name').fill('again')
    await dialog(page).getByRole('button', { name: 'OK' }).click()
    await page.getByText('reuses work/one').waitFor()
    await page.getByRole('button', { name: 'Edit: work/one' }).click()
    await dialog(page).getByRole('button', { name: 'Remove work/one' }).click()
    await dialog(page).getByText('other endpoints reuse it: other/again').waitFor()
  })

  test('a viewer sees it and can change nothing', async () => {
    const rig = await start()
    const { complaints, page } = await open(rig, 'configuration', { role: 'viewer' })
    await page.getByText('http://127.0.0.1:9/one').waitFor()
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    await page.getByRole('link', { name: 'Settings' }).click()
    expect(await page.getByLabel('failover.auto').isDisabled()).toBe(true)
    expect(complaints).toEqual([])
  })
})
