import stringWidth from 'fast-string-width'
import { describe, expect, test } from 'vitest'
import { VENDORS } from '../../src/core/vendors/list.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

const KEY = 'made-up-vendor-key-0123456789'
/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9'

test('the list names each vendor, and with --json where each fact comes from', async () => {
  const { code, stdout } = await qcc(['fc', '--list', '--json'])
  const list = JSON.parse(stdout) as { readonly vendors: readonly { readonly id: string }[] }
  expect([code, faultsAgainst('vendors', list)]).toEqual([0, []])
  expect(list.vendors.map(({ id }) => id)).toEqual(VENDORS.map(({ id }) => id))
  expect(list.vendors[6]).toMatchObject({
    id: 'deepseek',
    baseUrl: {
      value: 'https://api.deepseek.com/anthropic',
      confirmed: true,
      source: expect.any(String) as string,
    },
  })
  for (const lang of ['en', 'zh']) {
    const table = await qcc(['fc', '--list', '--lang', lang])
    for (const line of table.stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(100)
  }
})

test('without a terminal nothing is asked, and what to do instead is said', async () => {
  const { code, stderr } = await qcc(['fc', 'glm'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('qcc add NAME --vendor glm --api-key-stdin')])
  expect(await qcc(['fc', 'glmm'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('"glm"') as string,
  })
})

test('add --vendor takes what the list says, and what is given beside it wins', async () => {
  const env = { HOME: temporaryFolder() }
  const added = await qcc(['add', 'moon', '--vendor', 'kimi', '--api-key-stdin', '--json'], env, KEY)
  expect(added.code).toBe(0)
  expect(added.stderr).toMatch(/Base URL: not confirmed by the vendor itself, taken from https:/)
  expect(JSON.parse(added.stdout)).toMatchObject({
    profile: {
      endpoints: [
        {
          baseUrl: 'https://api.moonshot.ai/anthropic',
          auth: 'bearer',
          models: { 'claude-*haiku*': 'kimi-k2.5', 'claude-*opus*': 'kimi-k3', 'claude-*': 'kimi-k3' },
          attribution: false,
        },
      ],
    },
  })
  const target = ['--vendor', 'kimi', '--base-url', NOBODY, '--auth', 'both', '--attribution', 'on']
  const args = [...target, '--model', 'claude-*=mine', '--deny-beta', 'context-1m-*', '--api-key-env', 'HERE']
  const own = await qcc(['endpoint', 'add', 'moon', '-n', 'own', ...args, '--json'], env)
  expect(own.stderr).not.toContain('not confirmed')
  expect(JSON.parse(own.stdout)).toMatchObject({
    endpoint: {
      ...{ baseUrl: NOBODY, auth: 'both', attribution: true, deniedBetas: ['context-1m-*'] },
      models: { 'claude-*': 'mine', 'claude-*opus*': 'kimi-k3' },
    },
  })
  expect((await qcc(['add', 'other', '--vendor', 'relay', '--api-key-stdin'], env, KEY)).code).toBe(2)
  expect((await qcc(['set', 'moon', '--vendor', 'kimi'], env)).code).toBe(2)
})

const WORDS = {
  en: {
    which: /Which vendor\?/,
    relay: /another relay/,
    name: /Name of the profile/,
    taken: /The name "kimi" is taken\./,
    baseUrl: /Base URL of its/,
    key: /Key \(not shown\)/,
    header: /Header that carries the key/,
    large: /asks of Opus and Sonnet/,
    small: /asks of Haiku/,
    betas: /Beta features that it refuses/,
    failed: /kimi-2\/main: failed/,
    save: /Save it all the same\?/,
    passed: /relay\/main: passed/,
    attribution: /say in each request which client asks\?/,
    added: /Added the profile "(kimi-2|relay)" with the endpoint/,
    cancelled: /error: Cancelled\. Nothing was changed\./,
  },
  zh: {
    which: /哪一家供应商？/,
    relay: /其他中转/,
    name: /配置档的名称/,
    taken: /名称“kimi”已/,
    baseUrl: /兼容 API 的基础 URL/,
    key: /密钥（不显示）/,
    header: /携带密钥的请求头/,
    large: /要 Opus 和 Sonnet 时/,
    small: /要 Haiku 时/,
    betas: /它拒绝哪些 beta 功能/,
    failed: /kimi-2\/main：未通过/,
    save: /仍然保存吗？/,
    passed: /relay\/main：通过/,
    attribution: /说明客户端身份吗？/,
    added: /已添加配置档“(kimi-2|relay)”及其端点/,
    cancelled: /错误：已取消，没有做任何更改。/,
  },
} as const

describe.runIf(canOpenTerminals())('at a terminal', () => {
  const isWhole = (screen: string): boolean =>
    screen
      .split('\n')
      .every((line) => stringWidth(line) <= 100 && !/\S.*[│◆◇└]/.test(line.replace(/^[│◆◇└▲■]/, '')))

  describe.each(['en', 'zh'] as const)('in %s', (lang) => {
    const words = WORDS[lang]

    test('fc asks only for what is not confirmed, says that a check fails, and saves it all the same', async () => {
      const folder = temporaryFolder()
      await qcc(['add', 'kimi'], { HOME: folder })
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc fc kimi')
      await terminal.shows(words.name)
      await terminal.presses('BSpace', 'BSpace', 'Enter')
      expect(isWhole(await terminal.shows(words.taken))).toBe(true)
      await terminal.types('-2')
      await terminal.presses('Enter')
      await terminal.shows(words.baseUrl)
      await terminal.shows(/api\.moonshot\.ai\/anthropic/)
      await terminal.presses('C-u')
      await terminal.enters(NOBODY)
      await terminal.shows(words.key)
      await terminal.types(KEY)
      expect(isWhole(await terminal.shows(/[•▪]{5}/))).toBe(true)
      await terminal.presses('Enter')
      await terminal.shows(words.header)
      await terminal.presses('Enter')
      await terminal.shows(words.large)
      await terminal.presses('Enter')
      await terminal.shows(words.small)
      await terminal.presses('Enter')
      await terminal.shows(words.betas)
      await terminal.enters('context-1m-*, other')
      expect(isWhole(await terminal.shows(words.save))).toBe(true)
      await terminal.shows(words.failed)
      await terminal.presses('Enter')
      const { code, screen } = await terminal.ends()
      expect([code, words.added.test(screen), screen.includes(KEY)]).toEqual([0, true, false])
      const { stdout } = await qcc(['show', 'kimi-2', '--json'], { HOME: folder })
      expect(JSON.parse(stdout)).toMatchObject({
        profile: {
          endpoints: [
            {
              ...{
                baseUrl: NOBODY,
                auth: 'bearer',
                attribution: false,
                deniedBetas: ['context-1m-*', 'other'],
              },
              models: { 'claude-*haiku*': 'kimi-k2.5', 'claude-*': 'kimi-k3' },
            },
          ],
        },
      })
    })

    test('fc offers the vendors, and a relay that answers is saved without a further question', async () => {
      const folder = temporaryFolder()
      const one = await upstream('one', [{ do: 'serve' }], { key: KEY })
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc fc')
      await terminal.shows(words.which)
      await terminal.presses('Up')
      expect(isWhole(await terminal.shows(words.relay))).toBe(true)
      await terminal.presses('Enter')
      await terminal.shows(words.name)
      await terminal.presses('Enter')
      await terminal.shows(words.baseUrl)
      await terminal.enters(one.url)
      await terminal.shows(words.key)
      await terminal.enters(KEY)
      for (const question of [words.header, words.large, words.small, words.betas, words.attribution]) {
        await terminal.shows(question)
        await terminal.presses('Enter')
      }
      const { code, screen } = await terminal.ends()
      expect([code, words.passed.test(screen), words.added.test(screen)]).toEqual([0, true, true])
      expect(isWhole(screen)).toBe(true)
    })

    test.each([
      ['C-c', 0],
      ['Escape', 1],
      ['C-c', 2],
      ['C-c', 4],
      ['C-c', 6],
    ])('%s at question %d leaves everything as it was', async (key, at) => {
      const folder = temporaryFolder()
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc fc kimi-code')
      const questions = [
        words.name,
        words.baseUrl,
        words.key,
        words.header,
        words.large,
        words.small,
        words.betas,
      ]
      for (const question of questions.slice(0, at)) {
        await terminal.shows(question)
        if (question === words.key) await terminal.types(KEY)
        await terminal.presses('Enter')
      }
      await terminal.shows(questions[at] ?? /never/)
      await terminal.presses(key)
      const { code, screen } = await terminal.ends()
      expect([code, words.cancelled.test(screen), screen.includes(KEY)]).toEqual([130, true, false])
      const status = await qcc(['status', '--json'], { HOME: folder })
      expect(JSON.parse(status.stdout)).toMatchObject({
        configuration: 0,
        protection: { kind: 'nothing-stored' },
      })
    })
  })
})
