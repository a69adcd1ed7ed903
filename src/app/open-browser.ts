import { spawn } from 'node:child_process'
import { withoutOwnSecrets } from '../core/own-secrets.ts'
import { systemClock } from './system-clock.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What opens an address in the person's browser; null where nothing can show one. */
function opener(env: Env): readonly string[] | null {
  if (process.platform === 'darwin') return ['open']
  // `start` is a word of the command interpreter, and takes its first argument in quotes for a title.
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '""']
  const hasDisplay = Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])
  return hasDisplay ? ['xdg-open'] : null
}

/** It ends within this time, unless it became the browser itself. */
const PATIENCE_MS = 2_000

/** Opens a browser; resolves to whether one was, as far as is known. */
export async function openBrowser(url: string, env: Env): Promise<boolean> {
  const [program, ...args] = opener(env) ?? []
  if (program === undefined) return false
  return new Promise((resolve) => {
    const child = spawn(program, [...args, url], {
      ...{ env: withoutOwnSecrets(env), detached: true, stdio: 'ignore', windowsHide: true },
      // Quoted by Node, the empty title would be none.
      windowsVerbatimArguments: true,
    })
    const cancel = systemClock.after(PATIENCE_MS, () => {
      // It may be the browser: from here on it lives without this process.
      child.unref()
      resolve(true)
    })
    child.on('error', () => {
      cancel()
      resolve(false)
    })
    child.on('exit', (code) => {
      cancel()
      resolve(code === 0)
    })
  })
}
