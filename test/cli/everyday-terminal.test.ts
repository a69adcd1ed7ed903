import stringWidth from 'fast-string-width'
import { describe, expect, test } from 'vitest'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

const KEY = 'made-up-typed-key-0123456789'

/** What the program says at a terminal, in both languages. */
const WORDS = {
  en: {
    baseUrl: /Base URL of the endpoint/,
    noScheme: /begins with http/,
    key: /Key \(not shown\)/,
    header: /Header that carries the key/,
    added: /Added the profile "work" with the endpoint work\/example/,
    addedEmpty: /Added the profile "empty", without an endpoint yet/,
    cancelled: /error: Cancelled\. Nothing was changed\./,
    remove: /Remove the profile "work" with its 2 endpoint\(s\)\?/,
    removed: /Removed the profile "work"\./,
    which: /"work" has several endpoints\. Which one\?/,
    whichProfile: /Which profile\?/,
    disabled: /The endpoint work\/second does not take part any more\./,
    reused: /Added the endpoint spare\/work, which reuses work\/second\./,
  },
  zh: {
    baseUrl: /端点的基础 URL/,
    noScheme: /以 http:\/\/ 或 https:\/\/ 开头/,
    key: /密钥（不显示）/,
    header: /携带密钥的请求头/,
    added: /已添加配置档“work”及其端点 work\/example/,
    addedEmpty: /已添加配置档“empty”，暂无端点/,
    cancelled: /错误：已取消，没有做任何更改。/,
    remove: /要删除配置档“work”及其 2 个端点吗？/,
    removed: /已删除配置档“work”。/,
    which: /“work”有多个端点，选哪一个？/,
    whichProfile: /哪一个配置档？/,
    disabled: /端点 work\/second 不再参与服务。/,
    reused: /已添加端点 spare\/work，它复用 work\/second。/,
  },
} as const

describe.runIf(canOpenTerminals())('at a terminal', () => {
  const json = async (folder: string, args: readonly string[]) =>
    JSON.parse((await qcc([...args, '--json'], { HOME: folder })).stdout) as Record<string, unknown>
  /** Every frame that clack draws begins at the left edge, and nothing is wider than the terminal. */
  const isWhole = (screen: string): boolean =>
    screen
      .split('\n')
      .every((line) => stringWidth(line) <= 100 && !/\S.*[│◆◇└]/.test(line.replace(/^[│◆◇└▲■]/, '')))

  describe.each(['en', 'zh'] as const)('in %s', (lang) => {
    const words = WORDS[lang]

    test('add asks for what is missing, hides the key, and stores what was answered', async () => {
      const folder = temporaryFolder()
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc add work')
      await terminal.shows(words.baseUrl)
      await terminal.enters('example.com')
      expect(isWhole(await terminal.shows(words.noScheme))).toBe(true)
      await terminal.presses('C-u')
      await terminal.enters('https://api.example.com/v1')
      await terminal.shows(words.key)
      await terminal.types(KEY)
      expect(isWhole(await terminal.shows(/[•▪]{5}/))).toBe(true)
      await terminal.presses('Enter')
      await terminal.shows(words.header)
      await terminal.presses('Down', 'Enter')
      const { code, screen } = await terminal.ends()
      expect(code).toBe(0)
      expect(screen).toMatch(words.added)
      expect(screen).not.toContain(KEY)
      expect(isWhole(screen)).toBe(true)
      const credential: unknown = expect.stringMatching(/^secret:/)
      expect(await json(folder, ['endpoint', 'list', 'work'])).toMatchObject({
        version: 1,
        endpoints: [{ baseUrl: 'https://api.example.com', auth: 'bearer', credential }],
      })
    })

    test('add takes an empty base URL for "later"', async () => {
      const folder = temporaryFolder()
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc add empty')
      await terminal.shows(words.baseUrl)
      await terminal.presses('Enter')
      const { code, screen } = await terminal.ends()
      expect([code, words.addedEmpty.test(screen)]).toEqual([0, true])
    })

    test.each(['C-c', 'Escape'])('%s leaves everything as it was', async (key) => {
      const folder = temporaryFolder()
      await qcc(['add', 'before'], { HOME: folder })
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc add work --base-url https://api.example.com')
      await terminal.shows(words.key)
      await terminal.types(KEY)
      await terminal.shows(/[•▪]{5}/)
      await terminal.presses(key)
      const { code, screen } = await terminal.ends()
      expect([code, words.cancelled.test(screen)]).toEqual([130, true])
      expect(screen).not.toContain(KEY)
      expect(await json(folder, ['status'])).toMatchObject({
        configuration: 1,
        protection: { kind: 'nothing-stored' },
      })
    })

    test('what is not named is chosen', async () => {
      const folder = temporaryFolder()
      const target = ['--base-url', 'https://api.example.com', '--api-key-env', 'X']
      await qcc(['add', 'spare'], { HOME: folder })
      await qcc(['add', 'work', ...target], { HOME: folder })
      await qcc(['endpoint', 'add', 'work', '-n', 'second', ...target], { HOME: folder })
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc endpoint disable')
      await terminal.shows(words.whichProfile)
      await terminal.presses('Down', 'Enter')
      await terminal.shows(words.which)
      await terminal.presses('Down', 'Enter')
      const { code, screen } = await terminal.ends()
      expect([code, words.disabled.test(screen), isWhole(screen)]).toEqual([0, true, true])
    })

    test('remove asks, and takes Enter for no; endpoint add -f asks which', async () => {
      const folder = temporaryFolder()
      const target = ['--base-url', 'https://api.example.com', '--api-key-env', 'X']
      for (const args of [
        ['add', 'work', '-d', '白天用的配置', ...target],
        ['endpoint', 'add', 'work', '-n', 'second', ...target],
        ['add', 'spare', '-d', 'in case of need'],
      ]) {
        await qcc(args, { HOME: folder })
      }
      const terminal = await openTerminal(folder, lang)
      await terminal.enters('qcc remove work')
      await terminal.shows(words.remove)
      await terminal.presses('Enter')
      const refused = await terminal.ends()
      expect([refused.code, words.cancelled.test(refused.screen)]).toEqual([130, true])

      await terminal.clears()
      await terminal.enters('qcc endpoint add spare -f work')
      expect(isWhole(await terminal.shows(words.which))).toBe(true)
      await terminal.presses('Down', 'Enter')
      const added = await terminal.ends()
      expect([added.code, words.reused.test(added.screen)]).toEqual([0, true])

      await terminal.clears()
      await terminal.enters('qcc list')
      const lines = (await terminal.ends()).screen.trim().split('\n').slice(1, 4)
      const starts = lines.map((line) =>
        stringWidth(line.slice(0, line.search(/DESCRIPTION|说明|白天|in case/))),
      )
      expect(new Set(starts).size).toBe(1)

      await terminal.clears()
      await terminal.enters('qcc endpoint remove spare work -y && qcc remove work')
      await terminal.shows(words.remove)
      await terminal.presses('Left', 'Enter')
      const removed = await terminal.ends()
      expect([removed.code, words.removed.test(removed.screen)]).toEqual([0, true])
    })
  })
})
