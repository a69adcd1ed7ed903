// Every rule of .oxlintrc.json with something that breaks it, and the compiler's faults in every kind of file. All rows are
// looked at in one go, each as a file of its own.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import tseslint from 'typescript-eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureTree, root, type FixtureTree } from './fixture-tree.ts'

/** The rule that has to fire, and code on which it does. */
const RULES: readonly (readonly [rule: string, code: string])[] = [
  ['await-thenable', 'export const f = async () => await 1'],
  ['no-array-delete', 'export const f = (a: number[]) => { delete a[0] }'],
  ['no-base-to-string', 'export const f = (a: object) => String(a)'],
  ['no-duplicate-type-constituents', 'export type A = 1 | 2 | 1'],
  ['no-floating-promises', 'export const f = () => { Promise.resolve(1) }'],
  ['no-for-in-array', 'export const f = (a: number[]) => { for (const i in a) String(i) }'],
  ['no-implied-eval', "export const f = () => setTimeout('f()', 1)"],
  ['no-misused-promises', 'export const f = (a: Promise<1>) => (a ? 1 : 2)'],
  ['no-misused-promises', 'export const f = (a: 1[]) => { a.forEach(async () => { await 1 }) }'],
  ['no-redundant-type-constituents', 'export type A = string | unknown'],
  ['no-unnecessary-type-assertion', 'export const f = (a: string) => a as string'],
  ['no-unsafe-argument', "export const f = (a: (b: 1) => 1) => a(JSON.parse('1'))"],
  ['no-unsafe-assignment', "export const f = () => { const a = JSON.parse('1'); String(a) }"],
  ['no-unsafe-call', "export const f = () => { JSON.parse('1')() }"],
  ['no-unsafe-enum-comparison', 'declare enum A { B = 1 }\nexport const f = (a: A, b: number) => a === b'],
  ['no-unsafe-member-access', "export const f = () => { JSON.parse('1').a }"],
  ['no-unsafe-return', "export const f = () => JSON.parse('1')"],
  ['no-unsafe-unary-minus', 'export const f = (a: string) => -a'],
  ['only-throw-error', "export const f = () => { throw 'a' }"],
  ['prefer-promise-reject-errors', "export const f = () => Promise.reject('a')"],
  ['restrict-plus-operands', "export const f = (a: { b: 1 }) => a + 'b'"],
  ['restrict-template-expressions', 'export const f = (a: URL) => `${a}`'],
  [
    'switch-exhaustiveness-check',
    "export function f(a: 'x' | 'y') {\nswitch (a) {\ncase 'x':\nreturn 1\n}\nreturn 2\n}",
  ],
  [
    'switch-exhaustiveness-check',
    "export function f(a: 'x' | 'y') {\nswitch (a) {\ncase 'x':\nreturn 1\ndefault:\nreturn 2\n}\n}",
  ],
  [
    'switch-exhaustiveness-check',
    'export function f(a: number) {\nswitch (a) {\ncase 1:\nreturn 1\n}\nreturn 2\n}',
  ],
  ['unbound-method', 'class A { b() { return this } }\nexport const f = new A().b'],
]

const twoFaults = 'export const a: string = 1\nexport const f = () => { Promise.resolve(a) }'
const TWO = ['TS2322', 'no-floating-promises']
/** Files of every kind, and what is found in them. */
const PLACES: Readonly<Record<string, { code: string; found: readonly string[] }>> = {
  'src/proxy/faulty.ts': { code: twoFaults, found: TWO },
  'src/proxy/faulty.test.ts': { code: twoFaults, found: TWO },
  'test/e2e/faulty.ts': { code: twoFaults, found: TWO },
  'bench/faulty.ts': { code: twoFaults, found: TWO },
  'web/faulty.tsx': { code: twoFaults, found: TWO },
  'faulty.config.ts': { code: twoFaults, found: TWO },
  // Plain JavaScript: its types, and none of the rules.
  'scripts/faulty.mjs': {
    code: 'export const f = () => { Promise.resolve(Math.none()) }',
    found: ['TS2339'],
  },
  'src/proxy/syntax.ts': { code: 'export const = 1', found: ['', 'TS1134'] },
  'src/proxy/unused-why.ts': {
    code: '// @ts-expect-error -- nothing\nexport const a = 1',
    found: ['TS2578'],
  },
  'src/proxy/switched-off.ts': {
    code: '// oxlint-disable-next-line typescript/no-floating-promises -- nothing\nexport const a = 1',
    found: [''],
  },
  'src/proxy/not-a-module.ts': { code: "export { a } from './nowhere.ts'", found: ['TS2307'] },
  'src/proxy/index.ts': {
    code: 'export const f = (a: Record<string, 1>) => a.b\nexport const g = (a: 1[]): 1 => a[0]',
    found: ['TS2322', 'TS4111'],
  },
  'web/node.ts': { code: "import { none } from 'node:fs'\nexport type A = typeof none", found: ['TS2305'] },
}

/** Right code, also where it comes close to a rule. */
const CLEAN: Readonly<Record<string, string>> = {
  'src/proxy/clean.ts':
    'export const f = async (a: number, b: boolean) => { await Promise.resolve(`${a} ${b}`) }\nexport const g = () => void f(1, true)',
  'src/proxy/clean-port.ts': 'export const port: { ask: () => Promise<1> } = { ask: async () => 1 }',
  'web/clean.tsx': 'export const Page = () => <p>{document.title}</p>',
  'scripts/clean.mjs': "export const f = () => JSON.parse('1').a",
}

interface Said {
  readonly diagnostics: readonly { filename: string; code?: string }[]
}

describe('types and the rules that need them', () => {
  let tree: FixtureTree
  const found = new Map<string, string[]>()
  const nameOf = (index: number) => `src/proxy/row-${index}.ts`

  beforeAll(async () => {
    const rows = RULES.map(([, code], index) => [nameOf(index), code] as const)
    const places = Object.entries(PLACES).map(([name, { code }]) => [name, code] as const)
    tree = await fixtureTree({ ...Object.fromEntries([...rows, ...places]), ...CLEAN })
    const args = [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--format=json']
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: tree.folder, encoding: 'utf8' })
    expect(status, stdout).toBe(1)
    for (const { filename, code = '' } of (JSON.parse(stdout) as Said).diagnostics) {
      const name = filename.replaceAll('\\', '/')
      found.set(name, [...(found.get(name) ?? []), code.replace(/^typescript\((.*)\)$/, '$1')].sort())
    }
  }, 60_000)
  afterAll(() => tree.remove())

  it.each(RULES.map(([rule, code], index) => ({ rule, code, name: nameOf(index) })))(
    '$rule flags: $code',
    ({ rule, name }) => {
      expect(found.get(name)).toContain(rule)
    },
  )
  it.each(Object.entries(PLACES))('the faults of %s are found', (name, place) => {
    expect(new Set(found.get(name))).toEqual(new Set(place.found))
  })
  it.each(Object.keys(CLEAN))('%s is left alone', (name) => {
    expect(found.get(name) ?? []).toEqual([])
  })

  it('has a row for every rule that typescript-eslint recommends and that needs types', () => {
    const rulesOf = (configs: typeof tseslint.configs.recommended) =>
      configs.flatMap(({ rules = {} }) => Object.keys(rules).filter((rule) => rule.startsWith('@')))
    const untyped = new Set(rulesOf(tseslint.configs.recommended))
    const needed = rulesOf(tseslint.configs.recommendedTypeChecked)
      .filter((rule) => !untyped.has(rule))
      .map((rule) => rule.replace('@typescript-eslint/', ''))
      // An implementation of an asynchronous port need not have anything to wait for.
      .filter((rule) => rule !== 'require-await')
    expect(needed.length).toBeGreaterThan(20)
    const shown = new Set(RULES.map(([rule]) => rule))
    expect(needed.filter((rule) => !shown.has(rule))).toEqual([])
  })
})
