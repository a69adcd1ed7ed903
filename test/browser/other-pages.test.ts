// The queue, health and a try in a real browser; and all of these pages for everybody.
import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { startApiRig } from '../support/api-rig.ts'
import { sendMessage } from '../support/http.ts'
import { barriers, browserProgram, useBrowser } from '../support/page.ts'
import { upstream } from '../support/rig.ts'

const NO_KEY: Act = { do: 'status', status: 401 }
const SERVE: Act = { do: 'serve' }

/** One endpoint, which has refused its key, so that a request is kept. */
async function withKept() {
  const one = await upstream('one', [NO_KEY])
  const rig = await startApiRig([one])
  await sendMessage(rig.url)
  return { one, rig }
}

describe.skipIf(browserProgram === null)('other pages', () => {
  const open = useBrowser()

  test('a kept request is shown with what was asked, sent now, and cleared', async () => {
    const { one, rig } = await withKept()
    const { complaints, page } = await open(rig, 'queue')
    await page.getByRole('link', { name: /ago/ }).click()
    const detail = page.locator('article.item-detail')
    await detail.getByRole('button', { name: 'Show what was asked' }).click()
    await detail.getByText('What was asked').waitFor()
    expect(await detail.locator('pre').first().innerText()).toContain('claude-opus-5-5')
    one.play(SERVE)
    await page.getByRole('button', { name: 'Send all now' }).click()
    await page.locator('.toast').waitFor()
    await page.goto(`${rig.url}/_qcc/queue`)
    await page.getByRole('button', { name: 'Clear' }).click()
    await page
      .getByRole('dialog')
      .getByLabel(/^waiting/)
      .check()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Removed 1 requests').waitFor()
    await page.getByText('Nothing is kept.').waitFor()
    expect(complaints).toEqual([])
  })

  test('a try that nobody serves says so', async () => {
    const { rig } = await withKept()
    const { complaints, page } = await open(rig, 'try')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.locator('article .timeline').waitFor()
    expect(await page.locator('.card .state').first().innerText()).toMatch(/refused|Nobody served it/)
    expect(complaints).toEqual([])
  })

  test('all endpoints are checked when asked, and how is changed beside it', async () => {
    const one = await upstream('one', [SERVE])
    const rig = await startApiRig([one])
    const { complaints, page } = await open(rig, 'health')
    await page.getByRole('button', { name: 'Check all now' }).click()
    await page.getByText('1 endpoint(s) checked.').waitFor()
    await page.getByLabel('health.daily-tokens').fill('500')
    await page.getByRole('button', { name: 'Review and save' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('.figure', { hasText: 'Budget' }).getByText('500').waitFor()
    expect(complaints).toEqual([])
  })

  test.each([
    ['en-GB', 'light', { width: 1280, height: 900 }],
    ['zh-CN', 'dark', { width: 380, height: 800 }],
  ] as const)('keep nobody out: %s, %s, %o', async (locale, colorScheme, viewport) => {
    const { rig } = await withKept()
    const { complaints, page } = await open(rig, '', { locale, colorScheme, viewport })
    const paths = ['history', 'queue', 'health', 'configuration', 'configuration/settings', 'try']
    for (const path of [...paths, 'configuration/versions?version=1']) {
      await page.goto(`${rig.url}/_qcc/${path}`)
      await page.locator('main .card').first().waitFor()
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
      expect([path, await barriers(page)]).toEqual([path, []])
      const beyond = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(beyond, path).toBeLessThanOrEqual(0)
      expect(await page.locator('h1').innerText()).toMatch(locale === 'zh-CN' ? /\p{Script=Han}/u : /^[A-Z]/)
    }
    expect(complaints).toEqual([])
  })
})
