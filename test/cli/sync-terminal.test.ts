import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashes } from '../support/claude-run.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { canOpenTerminals, openTerminal, type Terminal } from '../support/terminal.ts'

/** What the program asks at a terminal, in both languages. */
const WORDS = {
  en: {
    where: /Where does the configuration meet/,
    passphrase: /◆\s+Passphrase for what travels/,
    again: /Passphrase, once more/,
    keys: /Let the stored keys travel too/,
    folder: /Which folder\?/,
    done: /Sync is set up: folder/,
    which: /settings\.timeout\.idle: which one holds\?/,
    here: 'here: 10',
    cancelled: /Cancelled\. Nothing was changed/,
  },
  zh: {
    where: /配置在哪里与其他机器汇合/,
    passphrase: /◆\s+传输内容的口令/,
    again: /再次输入口令/,
    keys: /已保存的密钥也用口令加密/,
    folder: /哪个文件夹？/,
    done: /已设置同步：folder/,
    which: /settings\.timeout\.idle：采用哪一个/,
    here: '10',
    cancelled: /已取消，没有做任何更改/,
  },
} as const
const PASSPHRASE = 'correct horse battery'

/** Everything that was stored; what the program keeps for its own speed is left out. */
const stored = (folder: string): readonly string[] =>
  hashes(join(folder, '.qcc')).filter((line) => !/\.qcc\/(cache\/|qcc\.db-)/.test(line))

/** Answers what `qcc sync setup` asks, up to the question `last`, which is left open. */
async function answered(terminal: Terminal, lang: 'en' | 'zh', last: number): Promise<void> {
  const words = WORDS[lang]
  const steps: readonly (readonly [RegExp, () => Promise<void>])[] = [
    [words.where, () => terminal.presses('Down', 'Enter')],
    [words.passphrase, () => terminal.enters(PASSPHRASE)],
    [words.again, () => terminal.enters(PASSPHRASE)],
    [words.keys, () => terminal.presses('Enter')],
    [words.folder, () => terminal.presses('Enter')],
  ]
  for (const [at, [question, answer]] of steps.entries()) {
    await terminal.shows(question)
    if (at === last) return
    await answer()
  }
}

describe.runIf(canOpenTerminals()).each(['en', 'zh'] as const)('sync at a terminal, in %s', (lang) => {
  const words = WORDS[lang]

  test(
    'its questions set it up, no passphrase is shown, Ctrl-C changes nothing, and a conflict is decided',
    { timeout: 90_000 },
    async () => {
      const folder = temporaryFolder()
      mkdirSync(join(folder, 'Dropbox'))
      await qcc(['config', 'set', 'timeout.idle', '10s'], { HOME: folder })
      const terminal = await openTerminal(folder, lang)
      const before = stored(folder)
      for (const question of [0, 2, 4]) {
        await terminal.enters('qcc sync setup')
        await answered(terminal, lang, question)
        await terminal.presses('C-c')
        const { code, screen } = await terminal.ends()
        expect([code, words.cancelled.test(screen), screen.includes(PASSPHRASE)]).toEqual([130, true, false])
        expect(stored(folder)).toEqual(before)
        await terminal.clears()
      }
      await terminal.enters('qcc sync setup')
      await answered(terminal, lang, 5)
      expect(await terminal.ends()).toMatchObject({
        code: 0,
        screen: expect.stringMatching(words.done) as string,
      })
      await terminal.clears()

      const env = { HOME: folder, QCC_HOME: join(folder, 'other'), QCC_PASSPHRASE: PASSPHRASE }
      await qcc(['config', 'set', 'timeout.idle', '20s'], env)
      await qcc(['sync', 'setup', 'folder', join(folder, 'Dropbox', 'qcc')], env)
      expect((await qcc(['sync'], env)).code).toBe(0)

      await terminal.enters('qcc sync')
      const asked = await terminal.shows(words.which)
      expect([asked.includes(words.here), asked.includes('20')]).toEqual([true, true])
      await terminal.presses('Down', 'Enter')
      const { code, screen } = await terminal.ends()
      expect([code, screen.includes(PASSPHRASE)]).toEqual([0, false])
      const { stdout } = await qcc(['config', 'get', 'timeout.idle', '--json'], { HOME: folder })
      expect(stdout).toContain('"value": 20')
    },
  )
})
