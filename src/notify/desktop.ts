/**
 * A notification on the desktop of whoever runs the proxy. Sources, read in
 * November 2026: https://specifications.freedesktop.org/notification-spec (markup
 * of the body), `man notify-send`, `man osascript` (run handlers take arguments),
 * https://learn.microsoft.com/uwp/api/windows.ui.notifications.toastnotificationmanager.
 */
import { failed, SENT, type Delivery } from './delivery.ts'
import type { Message } from './letters.ts'

/** Runs a program of the system to its end. */
export type RunProgram = (asked: {
  readonly program: string
  readonly args: readonly string[]
  readonly timeoutMs: number
}) => Promise<
  | { readonly kind: 'ended'; readonly code: number; readonly output: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'silent' }
>

/** Whose desktop it is. */
export interface Desk {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly run: RunProgram
}

const TIMEOUT_MS = 10_000

export async function showOnDesktop({ text, title }: Message, desk: Desk): Promise<Delivery> {
  const { env, platform, run } = desk
  const isLinux = platform !== 'darwin' && platform !== 'win32'
  if (isLinux && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return failed('no-display')
  const { args, program } = commandFor(platform, title, text)
  const ended = await run({ program, args, timeoutMs: TIMEOUT_MS })
  if (ended.kind === 'missing') return failed('no-program', { program })
  if (ended.kind === 'silent') return failed('slow', { host: program, seconds: TIMEOUT_MS / 1_000 })
  return ended.code === 0 ? SENT : failed('program-failed', { program, code: ended.code })
}

function commandFor(
  platform: NodeJS.Platform,
  title: string,
  text: string,
): { readonly program: string; readonly args: readonly string[] } {
  if (platform === 'darwin') {
    const script = [
      'on run argv',
      'display notification (item 2 of argv) with title (item 1 of argv)',
      'end run',
    ]
    return { program: 'osascript', args: [...script.flatMap((line) => ['-e', line]), title, text] }
  }
  if (platform === 'win32') {
    const script = Buffer.from(toast(title, text), 'utf16le').toString('base64')
    return { program: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-EncodedCommand', script] }
  }
  const body = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return { program: 'notify-send', args: ['--app-name=QCC', '--', title, body] }
}

/** A toast needs the name of a program that Windows knows; PowerShell is one. */
const APP = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'

function toast(title: string, text: string): string {
  const quoted = (value: string): string => `'${value.replaceAll(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
  const manager = '[Windows.UI.Notifications.ToastNotificationManager]'
  return [
    "$ErrorActionPreference = 'Stop'",
    '$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]',
    `$xml = ${manager}::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)`,
    "$lines = $xml.GetElementsByTagName('text')",
    `$null = $lines.Item(0).AppendChild($xml.CreateTextNode(${quoted(title)}))`,
    `$null = $lines.Item(1).AppendChild($xml.CreateTextNode(${quoted(text)}))`,
    `${manager}::CreateToastNotifier(${quoted(APP)}).Show([Windows.UI.Notifications.ToastNotification]::new($xml))`,
  ].join('\n')
}
