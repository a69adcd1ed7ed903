// The parts of scripts/check-code.mjs leave nothing out: each file with faults is told by one of them, with the faults of the
// compiler and those of the linter, rules that need types among them.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureTree, root, type FixtureTree } from './fixture-tree.ts'

interface Faulty {
  readonly part: 'sources' | 'web' | 'rest'
  readonly code: string
  readonly faults: readonly string[]
}

const typed = (part: Faulty['part']): Faulty => ({
  part,
  code: 'const a: string = 1\nexport const f = () => { Promise.resolve(a) }',
  faults: ['error TS2322', '@typescript-eslint/no-floating-promises'],
})
const FILES: Readonly<Record<string, Faulty>> = {
  'src/proxy/faulty.ts': typed('sources'),
  'src/proxy/faulty.test.ts': typed('rest'),
  'test/e2e/faulty.ts': typed('rest'),
  'web/faulty.tsx': typed('web'),
  'faulty.config.ts': typed('rest'),
  'scripts/faulty.mjs': {
    ...{ part: 'rest', code: 'export const f = () => Math.none() == 1', faults: ['error TS2339', 'eqeqeq'] },
  },
  '.faulty.mjs': { part: 'rest', code: 'export const f = (a) => a == 1', faults: ['eqeqeq'] },
}

let tree: FixtureTree
beforeAll(async () => {
  const codes = Object.entries(FILES).map(([name, { code }]) => [name, code] as const)
  const webTypes = readFileSync(path.join(root, 'web/tsconfig.json'), 'utf8')
  tree = await fixtureTree({ ...Object.fromEntries(codes), 'web/tsconfig.json': webTypes })
})
afterAll(() => tree.remove())

test.each(['sources', 'web', 'rest'] as const)(
  '%s: every fault of its files is told, and none of the others',
  (part) => {
    const args = [path.join(root, 'scripts/check-code.mjs'), part]
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: tree.folder, encoding: 'utf8' })
    expect(status, stdout).toBe(1)
    const told = Object.keys(FILES).filter((name) => stdout.includes(path.join(tree.folder, name)))
    const own = Object.entries(FILES).filter(([, one]) => one.part === part)
    expect(told).toEqual(own.map(([name]) => name))
    const faults = own.flatMap(([, one]) => one.faults)
    for (const fault of new Set(faults)) {
      const times = faults.filter((one) => one === fault).length
      expect(stdout.split(fault).length - 1, fault).toBe(times)
    }
  },
  120_000,
)
