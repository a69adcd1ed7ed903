import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeClientToken } from '../secrets/client-token.ts'
import { toldError } from './told-error.ts'

/**
 * The client token of this home's own programs, which a proxy beyond loopback
 * takes as it takes those that people made. It is in a file that only its owner
 * may read, and stays the same from one start to the next: whoever was given it
 * lives through a restart. Made where there is none; a file without a token in
 * it is written anew.
 */
export function ownToken(home: string): string {
  const file = join(home, 'client-token')
  const kept = keptIn(file)
  if (kept !== null) {
    tighten(file)
    return kept
  }
  const { token } = makeClientToken()
  try {
    // A file that is there would keep the mode that it has.
    rmSync(file, { force: true })
    writeFileSync(file, `${token}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw toldError('failed', 'proxy.no-own-token', { file, why: (error as Error).message }, error)
  }
  return token
}

function keptIn(file: string): string | null {
  try {
    return /^qcc_[\w-]{43}$/.exec(readFileSync(file, 'utf8').trim())?.[0] ?? null
  } catch {
    // Whatever keeps it from being read, writing it anew tells.
    return null
  }
}

/** As when it was copied from somewhere that knows no owners. */
function tighten(file: string): void {
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return
  try {
    chmodSync(file, 0o600)
  } catch {
    // Not the owner: it is as open as its owner left it.
  }
}
