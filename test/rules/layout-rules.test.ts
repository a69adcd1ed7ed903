// scripts/check-layout.mjs on small trees, each with one fault; the tree without a fault passes.
import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './fixture-tree.ts'

const sound = {
  'package.json': '{ "version": "0.1.0" }',
  'package-lock.json': '{ "packages": { "": {}, "node_modules/a": { "version": "1.0.0" } } }',
  'CHANGELOG.md': '# Changelog\n\n## Unreleased\n',
  'src/core/sticky-key.ts': '// Why.\nexport const a = 1\n',
}
const lockWith = (entry: string) => ({
  'package-lock.json': `{ "packages": { "node_modules/a": ${entry} } }`,
})
const source = (text: string) => ({ 'src/core/a.ts': text })

const faults: readonly [string, Readonly<Record<string, string>>, string][] = [
  ['a name that is not kebab-case', { 'src/core/stickyKey.ts': '' }, 'kebab-case'],
  ['a drawer of a file', { 'src/core/retry-utils.ts': '' }, 'one thing inside'],
  ['a drawer of a folder', { 'src/core/helpers/a.ts': '' }, 'one thing inside'],
  ['an index', { 'src/core/index.ts': '' }, 'one thing inside'],
  ['an unknown folder', { 'src/stuff/a.ts': '' }, 'docs/architecture.md'],
  ['a loose file', { 'src/loose.ts': '' }, 'docs/architecture.md'],
  ['a banner', source('// ======== part two ========'), 'banner'],
  [
    'a rule switched off without a reason',
    source('// eslint-' + 'disable-next-line complexity'),
    'stated reason',
  ],
  [
    'a typed rule switched off without a reason',
    source('// oxlint-' + 'disable-next-line typescript/unbound-method'),
    'stated reason',
  ],
  ['types switched off', source('// @ts' + '-ignore -- because'), 'stated reason'],
  ['too few comments', source('export const a = 1\n'.repeat(2_001)), 'is the aim'],
  ['too many comments', source('// why\n'.repeat(2_001)), 'is the aim'],
  ['an install script', lockWith('{ "hasInstallScript": true }'), 'install script'],
  ['a registry in the lock', lockWith('{ "resolved": "https://registry.example/a.tgz" }'), 'registry'],
  [
    'a platform lost from the lock',
    lockWith('{ "optionalDependencies": { "a-win32-x64": "1.0.0" } }'),
    'a-win32-x64',
  ],
  ['no changelog section', { 'CHANGELOG.md': '# Changelog\n' }, 'CHANGELOG'],
]

async function checkLayout(
  files: Readonly<Record<string, string>>,
): Promise<{ status: number | null; stderr: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'qcc-layout-'))
  try {
    // The check looks at the tree it stands in.
    await cp(path.join(root, 'scripts/check-layout.mjs'), path.join(folder, 'scripts/check-layout.mjs'))
    for (const [name, text] of Object.entries({ ...sound, ...files })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
      await writeFile(path.join(folder, name), text)
    }
    return spawnSync(process.execPath, ['scripts/check-layout.mjs'], { cwd: folder, encoding: 'utf8' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('the layout check', () => {
  it('passes a sound tree', async () => {
    expect(await checkLayout({})).toMatchObject({ status: 0, stderr: '' })
  })
  it.each(faults)('reports %s', async (_, files, sentence) => {
    const { status, stderr } = await checkLayout(files)
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(sentence)])
    expect(status).toBe(1)
  })
})
