import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Every file and folder below `folder` with the hash of what is in it; compiled code, which is nobody's, is left out. */
export function hashesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((one) => {
    const file = join(one.parentPath, one.name)
    const bytes = one.isFile() ? readFileSync(file) : one.isSymbolicLink() ? readlinkSync(file) : ''
    return [relative(folder, file), createHash('sha256').update(bytes).digest('hex')] as const
  })
  return Object.fromEntries(entries.filter(([name]) => !/^\.qcc\/cache(\/|$)/.test(name)).toSorted())
}
