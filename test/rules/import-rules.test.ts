// The import table of docs/architecture.md, row by row: for each a file that breaks it and the name of the rule that says so.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureTree, root, type FixtureTree } from './fixture-tree.ts'

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

const all = (
  'core ports errors settings document anthropic engine proxy health queue sender store secrets claude sync notify metrics ' +
  'i18n views admin lab cli app'
).split(' ')
const service = 'core ports engine anthropic errors settings i18n'
const adapter = 'core ports errors settings'
/** Written down a second time on purpose: the table as the page has it, against the configuration. */
const allowed: Readonly<Record<string, string>> = {
  core: '',
  ports: 'core',
  anthropic: 'core',
  errors: 'core settings i18n',
  settings: 'core errors i18n',
  i18n: 'core errors settings',
  document: 'core ports errors settings',
  engine: 'core ports',
  proxy: service,
  health: service,
  queue: service,
  sync: `${service} document`,
  notify: `${service} views`,
  claude: `${service} document`,
  views: `${adapter} i18n document`,
  admin: `${service} document views`,
  sender: adapter,
  store: adapter,
  secrets: adapter,
  metrics: adapter,
  lab: 'core engine anthropic ports',
  cli: 'core ports errors settings i18n document views proxy health queue sync notify claude admin',
  app: all.join(' '),
}
const mayImport = (room: string, other: string) =>
  room === other || (allowed[room] ?? '').split(' ').includes(other)

const pairs = all.flatMap((room) => all.filter((other) => other !== room).map((other) => ({ room, other })))
const value = (target: string) => `import { target } from '${target}'\nexport const used = target`
const type = (target: string) => `import type { Target } from '${target}'\nexport type Used = Target`
const pairFile = (room: string, other: string) => `src/${room}/imports-${other}.ts`

interface Row {
  readonly file: string
  readonly code: string
  readonly rule: string
}
const offending: readonly Row[] = [
  { file: 'src/core/node.ts', code: "import 'node:path'", rule: 'core-is-pure' },
  { file: 'src/core/package.ts', code: "import 'undici'", rule: 'core-is-pure' },
  { file: 'src/ports/node.ts', code: "import 'node:stream'", rule: 'ports-are-types' },
  ...['anthropic', 'engine', 'errors', 'i18n'].map((room) => ({
    file: `src/${room}/socket.ts`,
    code: "import 'node:net'",
    rule: 'no-input-or-output-here',
  })),
  ...['errors', 'settings', 'i18n'].map((room) => ({
    file: `src/${room}/core-value.ts`,
    code: value('../core/target.ts'),
    rule: 'leaves-know-types-of-the-core',
  })),
  ...['proxy', 'health', 'queue', 'sync', 'notify', 'claude', 'admin'].map((room) => ({
    file: `src/cli/value-of-${room}.ts`,
    code: value(`../${room}/target.ts`),
    rule: 'cli-knows-types-of-services',
  })),
  {
    file: 'src/cli/late.ts',
    code: "export const f = () => import('../proxy/target.ts')",
    rule: 'cli-knows-types-of-services',
  },
  { file: 'src/cli/valibot.ts', code: "import 'valibot'", rule: 'commands-know-types-of-shapes' },
  { file: 'src/cli/shape.ts', code: value('./shapes/target.ts'), rule: 'commands-know-types-of-shapes' },
  { file: 'src/cli/app.ts', code: type('../app/target.ts'), rule: 'nobody-imports-app' },
  { file: 'src/proxy/lab.ts', code: value('../lab/target.ts'), rule: 'lab-is-for-app-and-tests' },
  {
    file: 'src/app/test.ts',
    code: value('../../test/support/target.ts'),
    rule: 'sources-never-import-tests',
  },
  { file: 'src/app/beside.ts', code: "import '../core/exempt.test.ts'", rule: 'sources-never-import-tests' },
  { file: 'src/proxy/undici.ts', code: "import 'undici'", rule: 'package-undici' },
  { file: 'src/app/commander.ts', code: "import 'commander'", rule: 'package-commander' },
  { file: 'src/app/clack.ts', code: "import '@clack/prompts'", rule: 'package-clack' },
  { file: 'src/app/width.ts', code: "import 'fast-string-width'", rule: 'package-fast-string-width' },
  { file: 'src/app/tab.ts', code: "import '@bomb.sh/tab'", rule: 'package-tab' },
  { file: 'src/proxy/valibot.ts', code: "import 'valibot'", rule: 'package-valibot' },
  { file: 'src/views/valibot.ts', code: "import 'valibot'", rule: 'commands-know-types-of-shapes' },
  { file: 'src/cli/yaml.ts', code: "import 'yaml'", rule: 'package-yaml' },
  { file: 'src/secrets/age.ts', code: "import 'age-encryption'", rule: 'package-age' },
  { file: 'src/cli/jsonc.ts', code: "import 'jsonc-parser'", rule: 'package-jsonc-parser' },
  { file: 'src/queue/kysely.ts', code: "import 'kysely'", rule: 'package-kysely' },
  { file: 'src/queue/pg.ts', code: "import 'pg'", rule: 'package-pg' },
  { file: 'src/queue/sqlite.ts', code: "import 'node:sqlite'", rule: 'sqlite-belongs-to-store' },
  { file: 'src/app/room.ts', code: "import 'vitest'", rule: 'package-without-a-room' },
  {
    file: 'src/app/timers.ts',
    code: "export const f = () => import('node:timers/promises')",
    rule: 'time-comes-from-the-clock',
  },
  { file: 'src/app/lost.ts', code: "import './not-there.ts'", rule: 'not-found' },
  { file: 'src/app/circle-a.ts', code: "import './circle-b.ts'", rule: 'no-cycles' },
  { file: 'web/admin.ts', code: type('../src/admin/target.ts'), rule: 'web-knows-the-contract-only' },
  { file: 'web/loaded.ts', code: value('../src/admin/contract.ts'), rule: 'web-loads-texts-only' },
  { file: 'web/package.ts', code: "import 'valibot'", rule: 'web-has-packages-of-its-own' },
  { file: 'src/admin/preact.ts', code: "import 'preact'", rule: 'package-without-a-room' },
]
const clean: Readonly<Record<string, string>> = {
  'src/core/exempt.test.ts': "import 'vitest'\nimport '../app/target.ts'",
  'src/ports/stream.ts': "import type { Readable } from 'node:stream'\nexport type Body = Readable",
  'src/sender/undici.ts': "import 'undici'",
  'src/cli/commander.ts': "import 'commander'",
  'src/cli/tab.ts': "import '@bomb.sh/tab'",
  'src/cli/shapes/target.ts': "import 'valibot'\nexport interface Target { a: 1 }\nexport const target = 1",
  'src/cli/shape-type.ts': type('./shapes/target.ts'),
  'src/cli/contract.ts': value('../admin/contract.ts'),
  'src/cli/part-of-contract.ts': value('../admin/contract/part.ts'),
  'src/views/shapes/target.ts': "import 'valibot'\nexport const target = 1",
  'src/admin/contract/part.ts': 'export interface Target { a: 1 }\nexport const target = 1',
  'src/document/valibot.ts': "import 'valibot'",
  'src/store/sqlite.ts': "import 'node:sqlite'",
  'src/proxy/http.ts': "import 'node:http'",
  'src/app/lab.ts': value('../lab/target.ts'),
  'web/contract.ts': type('../src/admin/contract.ts'),
  'web/text.ts': value('../src/i18n/target.ts'),
  'web/page.ts': "import 'preact/hooks'",
  'test/e2e/all.ts': value('../../src/app/target.ts'),
}

describe('the import rules', () => {
  let tree: FixtureTree
  let violations: Violation[] = []

  beforeAll(async () => {
    const target = 'export interface Target { a: 1 }\nexport const target = 1'
    const files = [
      ...[...all.map((room) => `src/${room}`), 'test/support'].map((folder) => [
        `${folder}/target.ts`,
        target,
      ]),
      ...pairs.map(({ room, other }) => [pairFile(room, other), type(`../${other}/target.ts`)]),
      ...offending.map(({ file, code }) => [file, code]),
      ['src/admin/contract.ts', target],
      ['src/app/circle-b.ts', "import './circle-a.ts'"],
    ]
    tree = await fixtureTree({ ...clean, ...(Object.fromEntries(files) as Record<string, string>) })
    const cruiser = `${root}/node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`
    const args = [
      cruiser,
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
      'src',
      'test',
      'web',
    ]
    // It ends with the number of faults, as it should here.
    const ended = (await promisify(execFile)(process.execPath, args, {
      cwd: tree.folder,
      maxBuffer: 1e8,
    }).catch((error: unknown) => error)) as { stdout: string }
    violations = (JSON.parse(ended.stdout) as { summary: { violations: Violation[] } }).summary.violations
  }, 60_000)
  afterAll(() => tree.remove())

  const rulesFor = (file: string) =>
    violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)

  it.each(pairs.filter(({ room, other }) => !mayImport(room, other)))(
    '$room may not import $other',
    ({ room, other }) => {
      expect(rulesFor(pairFile(room, other))).toContain(`room-${room}`)
    },
  )
  it.each(pairs.filter(({ room, other }) => mayImport(room, other)))(
    '$room may import types of $other',
    ({ room, other }) => {
      expect(rulesFor(pairFile(room, other))).toEqual([])
    },
  )
  it.each(offending)('$rule flags $file: $code', ({ file, rule }) => {
    expect(rulesFor(file)).toContain(rule)
  })
  it.each(Object.keys(clean))('%s is left alone', (file) => {
    expect(rulesFor(file)).toEqual([])
  })
})
