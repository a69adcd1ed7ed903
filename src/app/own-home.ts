import { existsSync, lstatSync, readdirSync, realpathSync, rmdirSync, rmSync, unlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve, sep } from 'node:path'
import type { OwnHome } from '../cli/own-home.ts'

/** Made first and removed last, so that what was interrupted is still seen to be a home. */
const DATABASE = 'qcc.db'

/** What a QCC puts into its home. Whatever else lies there is somebody else's. */
const OWN: readonly RegExp[] = [
  /^(qcc|history|queue)\.db/,
  /^run\.(json|lock)/,
  /^rekey\.lock/,
  /^key(\.[0-9a-f]+)?$/,
  /^client-token/,
  /^(cache|claude|claude-settings|key-store|logs|sync)$/,
  /^edit-/,
]

/** What there is to be removed. A folder without the database in it is no home, whatever its name. */
export function lookAtOwnHome(home: string): OwnHome {
  if (!existsSync(join(home, DATABASE))) return { kind: 'none' }
  const folder = realpathSync(home)
  // Names such as `cache` and `logs` need not be ours there.
  if (isAtOrAbove(folder, homedir())) return { kind: 'shared' }
  return { kind: 'own', left: readdirSync(folder).filter((name) => !isOwn(name)) }
}

function isAtOrAbove(folder: string, other: string): boolean {
  const real = existsSync(other) ? realpathSync(other) : resolve(other)
  return real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

const isOwn = (name: string): boolean => OWN.some((pattern) => pattern.test(name))

/** Removes what is QCC's own in a home, and the home if nothing else was in it; returns what is still there. */
export function removeOwnHome(home: string): readonly string[] {
  const folder = realpathSync(home)
  const own = readdirSync(folder).filter(isOwn)
  for (const name of own.filter((one) => one !== DATABASE)) remove(join(folder, name))
  remove(join(folder, DATABASE))
  const left = readdirSync(folder)
  if (left.length > 0) return left
  const isLink = lstatSync(home).isSymbolicLink()
  rmdirSync(folder)
  if (isLink) unlinkSync(home)
  return left
}

const remove = (path: string): void => {
  rmSync(path, { recursive: true, force: true })
}
