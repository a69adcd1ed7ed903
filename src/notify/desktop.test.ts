import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../app/system-clock.ts'
import { programs } from '../secrets/program-output.ts'
import { showOnDesktop, type Desk } from './desktop.ts'

/** What stands in for `notify-send` is a script of a shell. */
const hasShell = process.platform !== 'win32'
if (!hasShell) console.log('skipped: Windows has no shell for a stand-in of notify-send')

const MESSAGE = { title: 'QCC (box): a test', text: 'a < b & c\n-- "it\'s" here' }
const DISPLAY = { DISPLAY: ':99' }

/** A folder with a `notify-send` that writes down what it is given and ends with that code. */
function desktopIn(code: number): { readonly folder: string; readonly shown: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-desktop-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const file = join(folder, 'notify-send')
  writeFileSync(file, `#!/bin/sh\nprintf '%s|' "$@" > "${folder}/shown"\nexit ${String(code)}\n`)
  chmodSync(file, 0o755)
  return { folder, shown: () => readFileSync(join(folder, 'shown'), 'utf8') }
}

const deskWith = (env: Desk['env']): Desk => ({ platform: 'linux', env, run: programs(env, systemClock) })

test.skipIf(!hasShell)('a Linux desktop is given the message, its markup harmless', async () => {
  const { folder, shown } = desktopIn(0)
  const env = { ...DISPLAY, PATH: [folder, process.env['PATH']].join(delimiter) }
  expect(await showOnDesktop(MESSAGE, deskWith(env))).toEqual({ kind: 'sent' })
  expect(shown()).toBe('--app-name=QCC|--|QCC (box): a test|a &lt; b &amp; c\n-- "it\'s" here|')
})

test.skipIf(!hasShell)('where nobody shows it, that is said', async () => {
  const { folder } = desktopIn(3)
  const path = [folder, process.env['PATH']].join(delimiter)
  const found = await Promise.all([
    showOnDesktop(MESSAGE, deskWith({ PATH: path })),
    showOnDesktop(MESSAGE, deskWith({ ...DISPLAY, PATH: join(folder, 'nowhere') })),
    showOnDesktop(MESSAGE, deskWith({ WAYLAND_DISPLAY: 'wayland-0', PATH: path })),
  ])
  expect(found.map((one) => (one.kind === 'failed' ? [one.fault.code, one.againMs] : one.kind))).toEqual([
    ['no-display', null],
    ['no-program', null],
    ['program-failed', null],
  ])
})

test('on macOS and Windows the message is an argument or quoted, never a part of the script', async () => {
  const asked: { readonly program: string; readonly args: readonly string[] }[] = []
  const run: Desk['run'] = async (one) => {
    asked.push(one)
    return { kind: 'ended', code: 0, output: '' }
  }
  await showOnDesktop(MESSAGE, { platform: 'darwin', env: {}, run })
  await showOnDesktop(MESSAGE, { platform: 'win32', env: {}, run })
  const [mac, windows] = asked
  expect([mac?.program, mac?.args.slice(-2)]).toEqual(['osascript', [MESSAGE.title, MESSAGE.text]])
  const script = Buffer.from(windows?.args.at(-1) ?? '', 'base64').toString('utf16le')
  expect(windows?.program).toBe('powershell.exe')
  expect(script).toContain(`CreateTextNode('a < b & c\n-- "it''s" here')`)
})
