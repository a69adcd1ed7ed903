import { copyFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')
const configuration = [
  'package.json',
  'tsconfig.json',
  'web/tsconfig.json',
  'eslint.config.js',
  '.oxlintrc.json',
  '.dependency-cruiser.mjs',
]

export interface FixtureTree {
  folder: string
  remove(): Promise<void>
}

/** A folder outside the repository with its rules, its packages and these files: rules are tried on it, never on src. */
export async function fixtureTree(files: Readonly<Record<string, string>>): Promise<FixtureTree> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'qcc-rules-')))
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  await mkdir(path.join(folder, 'web'))
  for (const name of configuration) await copyFile(path.join(root, name), path.join(folder, name))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
