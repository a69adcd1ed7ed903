/** The first minutes with QCC at a real terminal: its picker, `init`, `add` and `fc`, in both languages. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'fast-string-width'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { TextKey } from '../../src/i18n/en.ts'
import { CLAUDE_SETTINGS } from '../support/foreign.ts'
import { hashesIn } from '../support/hashes.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { sayIn } from '../support/say.ts'
import { canOpenTerminals, openTerminal, openTerminals, type Terminal } from '../support/terminal.ts'

const KEY = 'made-up-typed-key-0123456789'
/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9'

/** A program named claude that says where it was led to. */
function claudeIn(folder: string): void {
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin', 'claude'), '#!/bin/sh\necho "led to <$ANTHROPIC_BASE_URL>"\n')
  chmodSync(join(folder, 'bin', 'claude'), 0o755)
}

/** A pattern that matches this text alone. */
const literally = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')

/** Frames are whole: no line is too wide, and each line of the question that is open begins with its border. */
function expectWhole(screen: string, columns = 100): void {
  const lines = screen.split('\n')
  for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
  const [from, to] = [
    lines.findLastIndex((line) => line.startsWith('◆')),
    lines.findLastIndex((line) => line.startsWith('└')),
  ]
  for (const line of lines.slice(from + 1, to)) expect(line).toMatch(/^│( {2}|$)/)
}

describe.runIf(canOpenTerminals()).each(['en', 'zh'] as const)('at a terminal, in %s', (lang) => {
  const say = sayIn(lang)
  /** As it is asked: what stands before the first bracket, in one line. */
  const asks = (key: TextKey, values: Readonly<Record<string, string>> = {}): RegExp => {
    const [text = ''] = say(key, values).split(/[(（\n]/)
    return new RegExp(`◆ +${literally(text.trim().slice(0, 36))}`)
  }

  test(
    'the picker counts down, stops, and takes keys; nothing breaks in 40 columns',
    { timeout: 30_000 },
    async () => {
      const folder = temporaryFolder()
      claudeIn(folder)
      const profiles = Array.from({ length: 12 }, (_, at) => ({
        ...{ name: `profile-${String(at)}`, description: '备用的配置档，只在紧急情况下使用，平时不要用它' },
        endpoints: [{ id: `0000000${at.toString(16)}`, name: 'a', baseUrl: NOBODY, credential: 'env:X' }],
      }))
      const tiers = { primary: ['profile-1'], fallback: ['profile-0'] }
      const settings = { 'proxy.port': 0, 'health.mode': 'passive' }
      writeFileSync(join(folder, 'all.json'), JSON.stringify({ profiles, tiers, settings }))
      const imported = await qcc(['config', 'import', join(folder, 'all.json'), '--yes'], { HOME: folder })
      expect(imported.code, imported.stderr).toBe(0)
      onTestFinished(async () => void (await qcc(['proxy', 'stop'], { HOME: folder })))
      const size = { columns: 40, rows: 14 }
      const terminals = await openTerminals(folder, lang, 6, size)
      const [idle, arrow, digit, escape, cancel, last] = terminals as [
        Terminal,
        Terminal,
        Terminal,
        Terminal,
        Terminal,
        Terminal,
      ]
      await digit.enters('qcc proxy start -d 2>/dev/null')
      await digit.ends()
      await digit.clears()

      await Promise.all(terminals.map((terminal) => terminal.enters('qcc')))
      const [before = ''] = say('picker.counts').split('{label}')
      const counting = new RegExp(`^└ +${literally(before).replace('\\{seconds\\}', '[123]')}`, 'm')
      await Promise.all([
        arrow.shows(asks('picker.which')).then(() => arrow.presses('Down')),
        digit.shows(asks('picker.which')).then(() => digit.presses('3')),
        escape.shows(asks('picker.which')).then(() => escape.presses('Escape')),
        cancel.shows(asks('picker.which')).then(() => cancel.presses('C-c')),
        last.shows(asks('picker.which')).then(() => last.presses('Up')),
        idle.shows(counting).then((screen) => {
          expectWhole(screen, size.columns)
          expect(screen).toMatch(new RegExp(`● 1 ${say('picker.automatic')} +profile-1 → prof`))
        }),
      ])

      /** Where it was led to, whatever the width of the terminal made of it. */
      const path = async (terminal: Terminal): Promise<string | undefined> =>
        /led to <http:\/\/127\.0\.0\.1:\d+([^>]*)>/.exec(
          (await terminal.ends()).screen.replaceAll('\n', ''),
        )?.[1]
      expect(await path(idle)).toBe('')
      expect(await path(digit)).toBe('/p/profile-1')
      expect(await escape.ends()).toMatchObject({ code: 0 })
      expect((await escape.screen()).replaceAll('\n', '')).toContain(say('picker.left').slice(0, 12))
      expect(await cancel.ends()).toMatchObject({ code: 130 })
      // The time of these is over, had no key stopped it.
      for (const terminal of [arrow, last]) {
        const screen = await terminal.screen()
        expect(screen).toMatch(new RegExp(`^└ +${say('picker.keys').slice(0, 5)}`, 'm'))
        expectWhole(screen, size.columns)
      }
      expect(await last.screen()).toMatch(/● {3}profile-11 /)
      await Promise.all([arrow, last].map((terminal) => terminal.presses('Enter')))
      expect(await path(arrow)).toBe('/p/profile-0')
      expect(await path(last)).toBe('/p/profile-11')
      for (const terminal of terminals) expect(await terminal.hasCursor()).toBe(true)
    },
  )

  test('init asks for what is missing, hides the key, and asks nothing again', async () => {
    const folder = temporaryFolder()
    claudeIn(folder)
    const terminal = await openTerminal(folder, lang)
    // Without a profile it offers `init`; without a claude it would say so first.
    await terminal.enters('qcc')
    await terminal.shows(asks('picker.asks-init'))
    await terminal.presses('Enter')
    expectWhole(await terminal.shows(asks('init.asks-storage')))
    await terminal.presses('Enter')
    expectWhole(await terminal.shows(asks('keys.ask-protection')))
    await terminal.presses('Enter')
    expectWhole(await terminal.shows(asks('init.asks-first')))
    await terminal.presses('Down', 'Enter')
    await terminal.shows(asks('vendor.asks-name'))
    await terminal.enters('work')
    await terminal.shows(asks('prompt.base-url'))
    await terminal.enters('https://api.example.com')
    await terminal.shows(asks('prompt.key'))
    await terminal.types(KEY)
    expectWhole(await terminal.shows(/[•▪]{5}/))
    await terminal.presses('Enter')
    await terminal.shows(asks('prompt.auth'))
    await terminal.presses('Enter')
    const { code, screen } = await terminal.ends()
    expect([code, screen]).toEqual([0, expect.stringContaining(say('init.next').slice(0, 20))])
    expect(await terminal.everything()).not.toContain(KEY)

    await terminal.clears()
    await terminal.enters('qcc init')
    const again = await terminal.ends()
    expect(again.screen).toContain(say('change.none', { version: 1 }))
    expect(again.screen).not.toContain('◆')
    expect(readFileSync(join(folder, '.qcc', 'qcc.db')).includes(KEY)).toBe(false)
  })

  test('a missing Claude Code is said before anything is counted', async () => {
    const folder = temporaryFolder()
    await qcc(['add', 'work', '--base-url', NOBODY, '--api-key-env', 'X'], { HOME: folder })
    await qcc(['config', 'set', 'claude.command', 'no-such-claude'], { HOME: folder })
    const terminal = await openTerminal(folder, lang)
    await terminal.enters('qcc')
    const { code, screen } = await terminal.ends()
    expect([code, screen]).toEqual([1, expect.stringContaining('no-such-claude')])
    expect(screen).not.toContain('◆')
  })

  interface Walk {
    readonly command: string
    readonly steps: readonly Step[]
  }
  const isInit = ({ command }: Walk): boolean => command.startsWith('qcc init')
  type Step = readonly [asked: RegExp, answer: (terminal: Terminal) => Promise<void>]
  const enter = (terminal: Terminal): Promise<void> => terminal.presses('Enter')
  const press =
    (...keys: readonly string[]) =>
    (terminal: Terminal): Promise<void> =>
      terminal.presses(...keys)
  const line =
    (text: string) =>
    (terminal: Terminal): Promise<void> =>
      terminal.enters(text)
  const target: readonly Step[] = [
    [asks('prompt.base-url'), line(NOBODY)],
    [asks('prompt.key'), line(KEY)],
    [asks('prompt.auth'), enter],
  ]
  const relay: readonly Step[] = [
    [asks('vendor.asks-name'), enter],
    [asks('vendor.asks-base-url'), line(NOBODY)],
    [asks('prompt.key'), line(KEY)],
    [asks('prompt.auth'), enter],
    [asks('vendor.asks-large'), enter],
    [asks('vendor.asks-small'), enter],
    [asks('vendor.asks-betas'), enter],
    [asks('vendor.asks-attribution'), enter],
    [asks('vendor.asks-save'), enter],
  ]
  const storage: Step = [asks('init.asks-storage'), enter]
  const protection: Step = [asks('keys.ask-protection'), enter]
  const refused: Step = [asks('import.asks', { count: '1' }), press('Right', 'Enter')]
  /** Each command with all that it asks, and how many of the questions were left in another walk already. */
  const WALKS: readonly (readonly [command: string, steps: readonly Step[], from: number])[] = [
    ['qcc add', [[asks('prompt.name'), line('work')], ...target], 0],
    ['qcc fc', [[asks('vendor.which'), press('Up', 'Enter')], ...relay], 0],
    [
      'qcc init',
      [
        storage,
        protection,
        refused,
        [asks('init.asks-first'), enter],
        [asks('vendor.which'), press('Up', 'Enter')],
      ],
      0,
    ],
    [
      'qcc init',
      [
        storage,
        protection,
        refused,
        [asks('init.asks-first'), press('Down', 'Enter')],
        [asks('vendor.asks-name'), line('work')],
        ...target,
      ],
      4,
    ],
    [
      'qcc init',
      [
        [asks('init.asks-storage'), press('Down', 'Enter')],
        [asks('sync.asks-passphrase'), line('correct horse battery')],
        [asks('config.passphrase-again'), line('correct horse battery')],
        [asks('sync.setup.asks-keys'), enter],
        [asks('sync.setup.asks-folder'), enter],
      ],
      1,
    ],
    [
      'qcc init --storage git --place "$HOME/remote.git"',
      [
        [asks('sync.asks-passphrase'), line('correct horse battery')],
        [asks('config.passphrase-again'), line('correct horse battery')],
        [asks('sync.setup.asks-keys'), enter],
        protection,
      ],
      3,
    ],
  ]

  test('Ctrl-C at any question leaves every file as it was', { timeout: 60_000 }, async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, '.claude'))
    writeFileSync(join(folder, '.claude', 'settings.json'), CLAUDE_SETTINGS)
    spawnSync('git', ['init', '--quiet', '--bare', join(folder, 'remote.git')])
    await qcc(['add', 'before', '--base-url', NOBODY, '--api-key-stdin'], { HOME: folder }, KEY)
    const todo = WALKS.flatMap(([command, steps, from]): readonly Walk[] =>
      steps.slice(from).map((_, at) => ({ command, steps: steps.slice(0, from + at + 1) })),
    )
    const walk = async (terminal: Terminal, home: string, walks: Walk[]): Promise<void> => {
      for (let next = walks.shift(); next !== undefined; next = walks.shift()) {
        const { command, steps } = next
        await terminal.enters(`QCC_HOME=${home} ${command}`)
        for (const [at, [asked, answer]] of steps.entries()) {
          expectWhole(await terminal.shows(asked))
          if (at < steps.length - 1) await answer(terminal)
        }
        await terminal.presses('C-c')
        expect((await terminal.ends()).code, `${command}, question ${String(steps.length)}`).toBe(130)
        expect(await terminal.everything()).not.toContain(KEY)
        await terminal.clears()
      }
    }
    const terminals = await openTerminals(folder, lang, 4)
    const before = hashesIn(folder)
    const [fresh, used] = [todo.filter(isInit), todo.filter((one) => !isInit(one))]
    // Each makes its own home, where the others have one that is used.
    await Promise.all(terminals.map((terminal, at) => walk(terminal, `.home-${String(at)}`, fresh)))
    expect(hashesIn(folder)).toEqual(before)
    await Promise.all(terminals.map((terminal) => walk(terminal, '.qcc', used)))
    expect(hashesIn(folder)).toEqual(before)
  })
})
