import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { qcc, startQcc, temporaryFolder } from '../support/qcc.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

/** What the program says at a terminal, in both languages. */
const WORDS = {
  en: {
    notNumber: /weight: a number is expected here\./,
    again: /Edit it again\?/,
    edited: /The configuration was edited\./,
    notEdited: /error: The text is not valid, so nothing was changed\./,
    stopped: /error: The editor "[^"]*" failed: .* Nothing was changed\./,
    which: /Which setting\?/,
    value: /Value of timeout\.connect/,
    noDuration: /a duration is expected here/,
    changed: /timeout\.connect: 5s \(default\) → 2s\./,
    version: /Which version\?/,
    rolledBack: /Version 1 is in force again\./,
    passphrase: /◆\s+Passphrase\n/,
    once: /Passphrase, once more/,
    differs: /That is not the same\./,
    written: /written to out\.age, encrypted\./,
    replace: /Replace the whole configuration \(version 3\)/,
    cancelled: /error: Cancelled\. Nothing was changed\./,
  },
  zh: {
    notNumber: /weight: 此处应为数字。/,
    again: /再次编辑？/,
    edited: /配置已编辑。/,
    notEdited: /错误：内容无效，因此没有做任何更改。/,
    stopped: /错误：编辑器“[^”]*”出错：.*没有做任何更改。/,
    which: /哪个设置项？/,
    value: /timeout\.connect 的值/,
    noDuration: /此处应为时长/,
    changed: /timeout\.connect：5s（默认） → 2s。/,
    version: /哪个版本？/,
    rolledBack: /版本 1 重新生效。/,
    passphrase: /◆\s+口令\n/,
    once: /再次输入口令/,
    differs: /两次输入不一致。/,
    written: /已加密写入 out\.age。/,
    replace: /替换整个配置（版本 3）/,
    cancelled: /错误：已取消，没有做任何更改。/,
  },
} as const

/** An editor that breaks what is whole and mends what is broken. */
const FICKLE =
  'if grep -q heavy "$1"; then sed -i s/heavy/7/ "$1"; else sed -i "s/weight: 100/weight: heavy/" "$1"; fi\n'
const SLOW = 'echo EDITING\nexec sleep 20\n'
const PASSPHRASE = 'correct horse battery'

const leftovers = (folder: string): readonly string[] =>
  existsSync(join(folder, '.qcc'))
    ? readdirSync(join(folder, '.qcc')).filter((name) => name.startsWith('edit'))
    : []

async function prepared(): Promise<string> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'fickle.sh'), FICKLE)
  writeFileSync(join(folder, 'slow.sh'), SLOW)
  await qcc(['add', 'work', '--base-url', 'https://a.example', '--api-key-env', 'X'], { HOME: folder })
  return folder
}

describe.runIf(canOpenTerminals()).each(['en', 'zh'] as const)('config at a terminal, in %s', (lang) => {
  const words = WORDS[lang]
  const newest = async (folder: string): Promise<unknown> =>
    (
      JSON.parse((await qcc(['config', 'versions', '--json'], { HOME: folder })).stdout) as {
        versions: unknown[]
      }
    ).versions[0]

  test('edit offers to mend what is not valid, and saves it then', async () => {
    const folder = await prepared()
    const terminal = await openTerminal(folder, lang)
    await terminal.enters("EDITOR='sh fickle.sh' qcc config edit")
    await terminal.shows(words.again)
    expect(await terminal.screen()).toMatch(words.notNumber)
    await terminal.presses('Enter')
    const { code, screen } = await terminal.ends()
    expect([code, words.edited.test(screen)]).toEqual([0, true])
    expect((await qcc(['config', 'export'], { HOME: folder })).stdout).toContain('weight: 7\n')
    expect(leftovers(folder)).toEqual([])
  })

  test('edit changes nothing for whoever gives up', async () => {
    const folder = await prepared()
    const terminal = await openTerminal(folder, lang)
    await terminal.enters("EDITOR='sh fickle.sh' qcc config edit")
    await terminal.shows(words.again)
    await terminal.presses('Right', 'Enter')
    const { code, screen } = await terminal.ends()
    expect([code, words.notEdited.test(screen)]).toEqual([1, true])
    await terminal.clears()
    await terminal.enters("EDITOR='sh fickle.sh' qcc config edit")
    await terminal.shows(words.again)
    await terminal.presses('C-c')
    expect((await terminal.ends()).code).toBe(130)
    expect(await newest(folder)).toMatchObject({ number: 1 })
    expect(leftovers(folder)).toEqual([])
  })

  test('Ctrl-C is for the editor, and leaves nothing behind', async () => {
    const folder = await prepared()
    const terminal = await openTerminal(folder, lang)
    await terminal.enters("EDITOR='sh slow.sh' qcc config edit")
    await terminal.shows(/^EDITING$/m)
    expect(leftovers(folder)).toHaveLength(1)
    await terminal.presses('C-c')
    const { code, screen } = await terminal.ends()
    expect([code, words.stopped.test(screen)]).toEqual([1, true])
    expect(leftovers(folder)).toEqual([])
  })

  test('set asks for setting and value, rollback for the version', async () => {
    const folder = await prepared()
    const terminal = await openTerminal(folder, lang)
    await terminal.enters('qcc config set')
    await terminal.shows(words.which)
    await terminal.presses('C-c')
    expect((await terminal.ends()).code).toBe(130)

    await terminal.clears()
    await terminal.enters('qcc config set timeout.connect')
    await terminal.shows(words.value)
    await terminal.presses('C-u')
    await terminal.enters('soon')
    await terminal.shows(words.noDuration)
    await terminal.presses('C-u')
    await terminal.enters('2s')
    const set = await terminal.ends()
    expect([set.code, words.changed.test(set.screen)]).toEqual([0, true])

    await terminal.clears()
    await terminal.enters('qcc config rollback')
    await terminal.shows(words.version)
    await terminal.presses('Enter')
    const back = await terminal.ends()
    expect([back.code, words.rolledBack.test(back.screen)]).toEqual([0, true])
  })

  test('export asks twice for a passphrase, import once, and whether', { timeout: 60_000 }, async () => {
    const folder = await prepared()
    const terminal = await openTerminal(folder, lang)
    await terminal.enters('qcc config export out.age --with-secrets')
    await terminal.shows(words.passphrase)
    await terminal.enters(PASSPHRASE)
    await terminal.shows(words.once)
    await terminal.enters('correct horse')
    await terminal.shows(words.differs)
    await terminal.enters(PASSPHRASE)
    const exported = await terminal.ends()
    expect([exported.code, words.written.test(exported.screen)]).toEqual([0, true])
    expect(exported.screen + readFileSync(join(folder, 'out.age'), 'utf8')).not.toContain(PASSPHRASE)

    for (const level of ['warn', 'error']) await qcc(['config', 'set', 'log.level', level], { HOME: folder })
    await terminal.clears()
    await terminal.enters('qcc config import out.age')
    await terminal.shows(words.passphrase)
    await terminal.enters(PASSPHRASE)
    await terminal.shows(words.replace)
    await terminal.presses('Enter')
    const refused = await terminal.ends()
    expect([refused.code, words.cancelled.test(refused.screen)]).toEqual([130, true])
    expect(refused.screen).toContain('- settings.log.level: error')
    expect(await newest(folder)).toMatchObject({ number: 3 })
  })
})

test('a signal that ends the program ends its editor and takes the file away', async () => {
  const folder = await prepared()
  const running = startQcc(['config', 'edit'], { HOME: folder, EDITOR: `sh ${join(folder, 'slow.sh')}` })
  await running.says(/EDITING/)
  expect(leftovers(folder)).toHaveLength(1)
  running.child.kill('SIGTERM')
  const { code, stderr } = await running.finished
  expect([code, stderr]).toEqual([1, expect.stringMatching(/failed: SIGTERM\. Nothing was changed\.\n$/)])
  expect(leftovers(folder)).toEqual([])
})
