// Every rule of eslint.config.js with something that breaks it: a rule lost in an edit of the configuration (a later block
// replaces an earlier one's options) turns its row red. All rows are linted in one go, each as a file of its own.
import { ESLint } from 'eslint'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureTree, type FixtureTree } from './fixture-tree.ts'

interface Row {
  readonly where: string
  readonly code: string
  /** The rule that has to fire; for the rules with many selectors and names also a part of the message. */
  readonly rule: string
  readonly says?: string
}

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

const syntax = 'no-restricted-syntax'
const anywhere: readonly Row[] = [
  { where: 'src/proxy', code: lines(301, (n) => `export const a${n} = ${n}`), rule: 'max-lines' },
  {
    where: 'src/proxy',
    code: `export function long(): void {\n${lines(60, (n) => `String(${n})`)}\n}`,
    rule: 'max-lines-per-function',
  },
  {
    where: 'src/proxy',
    code: `export function f(a: number): number {\n${lines(12, (n) => `if (a === ${n}) return ${n}`)}\nreturn 0\n}`,
    rule: 'complexity',
  },
  {
    where: 'src/proxy',
    code: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1, g: 1) => [a, b, c, d, e, g]',
    rule: 'max-params',
  },
  {
    where: 'src/proxy',
    code: 'export const f = (a: any) => String(a)',
    rule: '@typescript-eslint/no-explicit-any',
  },
  { where: 'src/proxy', code: 'export default 1', rule: syntax, says: 'No default exports' },
  {
    where: 'src/proxy',
    code: 'const a = 1\nexport { a as default }',
    rule: syntax,
    says: 'No default exports',
  },
  { where: 'src/proxy', code: 'export enum Colour { Red }', rule: syntax, says: 'No enums' },
  { where: 'src/proxy', code: "export * from './target.ts'", rule: syntax, says: 'No barrel files' },
  { where: 'src/proxy', code: "export { target } from './target.ts'", rule: syntax, says: 'No barrel files' },
  ...[
    'export interface IThing { a: 1 }',
    'export type IThing = 1',
    'interface a { b: 1 }',
    'type A_b = 1',
  ].map((code) => ({ where: 'src/proxy', code, rule: syntax, says: 'PascalCase' })),
  { where: 'src/proxy', code: 'export const f = () => { try { f() } catch {} }', rule: 'no-empty' },
  { where: 'src/proxy', code: '// ' + 'TODO later\nexport const a = 1', rule: 'no-warning-comments' },
  { where: 'test/e2e', code: 'export default 1', rule: syntax, says: 'No default exports' },
  {
    where: 'bench',
    code: 'export const f = (a: any) => String(a)',
    rule: '@typescript-eslint/no-explicit-any',
  },
]

const clockBans: readonly Omit<Row, 'where'>[] = [
  { code: 'export const f = () => Date.now()', rule: 'no-restricted-properties' },
  { code: 'export const f = () => performance.now()', rule: 'no-restricted-properties' },
  { code: 'export const f = () => process.hrtime()', rule: 'no-restricted-properties' },
  { code: 'export const f = () => Math.random()', rule: 'no-restricted-properties' },
  { code: 'export const f = () => AbortSignal.timeout(1)', rule: 'no-restricted-properties' },
  { code: 'export const f = () => globalThis.setTimeout(f, 1)', rule: 'no-restricted-properties' },
  { code: 'export const f = () => new Date()', rule: syntax, says: 'reads the clock' },
  { code: 'export const f = () => Date()', rule: syntax, says: 'reads the clock' },
  { code: 'export const f = () => setTimeout(f, 1)', rule: 'no-restricted-globals' },
  { code: 'export const f = () => setInterval(f, 1)', rule: 'no-restricted-globals' },
  { code: 'export const f = () => setImmediate(f)', rule: 'no-restricted-globals' },
  {
    code: "import { setTimeout } from 'node:timers/promises'\nexport const f = setTimeout",
    rule: 'no-restricted-imports',
  },
  { code: 'let a = 1\nexport const f = () => a++', rule: syntax, says: 'module-level' },
  { code: 'export let a = 1\na = 2', rule: syntax, says: 'module-level' },
]
const clockRooms = ['src/core', 'src/proxy', 'src/lab', 'src/app']

const coreBans: readonly Omit<Row, 'where'>[] = [
  { code: 'export class A {}', rule: syntax, says: 'data and functions' },
  { code: 'export const a = class {}', rule: syntax, says: 'data and functions' },
  { code: 'export const f = () => { throw new Error() }', rule: syntax, says: 'does not throw' },
  { code: 'export const f = async () => 1', rule: syntax, says: 'synchronous' },
  { code: 'await 1\nexport const a = 1', rule: syntax, says: 'synchronous' },
  { code: "export const f = () => import('./target.ts')", rule: syntax, says: 'imports nothing' },
  { code: "export const f = () => fetch('http://localhost')", rule: 'no-restricted-globals' },
  { code: 'export const a = process.pid', rule: 'no-restricted-globals' },
  { code: 'export const f = () => { console.log(1) }', rule: 'no-restricted-globals' },
  { code: 'export const f = () => crypto.randomUUID()', rule: 'no-restricted-globals' },
  { code: 'export const f = () => globalThis', rule: 'no-restricted-globals' },
  {
    code: "import { readFileSync } from 'node:fs'\nexport const f = readFileSync",
    rule: 'no-restricted-imports',
  },
  { code: "import { request } from 'undici'\nexport const f = request", rule: 'no-restricted-imports' },
]

const rows: readonly Row[] = [
  ...anywhere,
  ...clockRooms.flatMap((where) => clockBans.map((ban) => ({ where, ...ban }))),
  ...coreBans.map((ban) => ({ where: 'src/core', ...ban })),
  { where: 'web', code: 'export const a = process.pid', rule: 'no-restricted-globals' },
  { where: 'web', code: 'let a = 1\nexport const f = () => a++', rule: syntax, says: 'module-level' },
  { where: 'web', code: 'export default 1', rule: syntax, says: 'No default exports' },
]

// A test beside the sources is under the same bans, except that it may import what it tests with.
const testRows: readonly Row[] = [
  {
    where: 'src/core',
    code: "import { vi } from 'vitest'\nvi.useFakeTimers()",
    rule: syntax,
    says: 'no mocks',
  },
  { where: 'src/core', code: 'export const f = async () => 1', rule: syntax, says: 'synchronous' },
  {
    where: 'src/core',
    code: "import { readFileSync } from 'node:fs'\nreadFileSync('a')",
    rule: 'no-restricted-imports',
  },
  { where: 'src/core', code: 'export const f = () => Date.now()', rule: 'no-restricted-properties' },
  { where: 'src/proxy', code: 'export const f = () => setTimeout(f, 1)', rule: 'no-restricted-globals' },
]

// Files that are not TypeScript, or of no folder.
const EQUAL = 'export const f = (a) => a == 1'
const OTHERS: Readonly<Record<string, string>> = {
  'scripts/equal.mjs': EQUAL,
  '.equal.mjs': EQUAL,
  'equal.config.js': EQUAL,
  'equal.config.ts': 'export const f = (a: 1) => a == 1',
}

const longTable = `import { describe } from 'vitest'\ndescribe('a', () => {\n${lines(70, (n) => `String(${n})`)}\n})`
/** Right code, also where it comes close to a rule: a configuration that flags everything would pass the rows above. */
const clean: Readonly<Record<string, string>> = {
  'src/core/clean.ts':
    "import { target } from './target.ts'\nexport const f = (now: number) => new Date(now + target)",
  'src/core/clean.test.ts': longTable,
  'src/proxy/clean.ts':
    'export async function f(): Promise<void> {\nlet a = 1\na += 1\nawait Promise.resolve(a)\nthrow new Error(String(a))\n}',
  'src/app/system-clock.ts': 'export const f = () => setTimeout(() => Date.now() + Math.random(), 1)',
  'src/proxy/clean-names.ts': 'export interface Idle { id: IP }\nexport type IP = 1',
  'src/i18n/en/profile.ts': lines(301, (n) => `export const a${n} = ${n}`),
  'test/e2e/clean.ts':
    'let a = Date.now()\nexport const f = () => setTimeout(() => { a = performance.now() }, a)',
  'bench/clean.ts': 'export const f = () => Date.now()',
  'web/clean.tsx': 'export const Page = () => <p>{Date.now()}</p>',
  'clean.config.js': 'export default {}',
}

const fileOf = (row: Row, index: number, suffix: string) => `${row.where}/row-${index}${suffix}`

describe('the lint rules', () => {
  let tree: FixtureTree
  const found = new Map<string, { rule: string | null; message: string }[]>()

  beforeAll(async () => {
    const target = {
      'src/core/target.ts': 'export const target = 1',
      'src/proxy/target.ts': 'export const target = 1',
    }
    const offending = [
      ...rows.map((row, index) => [fileOf(row, index, '.ts'), row.code]),
      ...testRows.map((row, index) => [fileOf(row, index, '.test.ts'), row.code]),
    ]
    tree = await fixtureTree({
      ...target,
      ...clean,
      ...OTHERS,
      ...(Object.fromEntries(offending) as Record<string, string>),
    })
    const results = await new ESLint({ cwd: tree.folder }).lintFiles(['.'])
    for (const result of results) {
      const name = path.relative(tree.folder, result.filePath).replaceAll(path.sep, '/')
      found.set(
        name,
        result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message })),
      )
    }
  }, 60_000)
  afterAll(() => tree.remove())

  const expectRule = (name: string, row: Row) => {
    const said = found
      .get(name)
      ?.some(({ rule, message }) => rule === row.rule && message.includes(row.says ?? ''))
    expect(said, `${row.rule} on ${name}; found ${JSON.stringify(found.get(name))}`).toBe(true)
  }

  it.each(rows.map((row, index) => ({ ...row, name: fileOf(row, index, '.ts') })))(
    '$rule $says flags in $where: $code',
    (row) => {
      expectRule(row.name, row)
    },
  )
  it.each(testRows.map((row, index) => ({ ...row, name: fileOf(row, index, '.test.ts') })))(
    '$rule $says flags in a test of $where: $code',
    (row) => {
      expectRule(row.name, row)
    },
  )
  it.each(Object.keys(OTHERS))('eqeqeq flags in %s', (name) => {
    expect(found.get(name)).toMatchObject([{ rule: 'eqeqeq' }])
  })
  it.each(Object.keys(clean))('%s is left alone', (name) => {
    expect(found.get(name)).toEqual([])
  })
})
