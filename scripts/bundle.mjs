// Bundles src/app/bin.ts into dist/, the folder that is published: no run-time dependency, one chunk a dynamic import; and
// beside it the dashboard, dist/web/.
// Runs on the repository's Node; `npm run build` gets it there.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { buildWeb } from './build-web.mjs'
import { thirdPartyLicences } from './third-party.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = path.join(root, 'dist')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const documents = ['README.md', 'README.zh-CN.md', 'LICENSE'].filter((name) =>
  existsSync(path.join(root, name)),
)
const thirdParty = 'THIRD-PARTY.txt'
/** For people to read and to begin from; `qcc simulate` runs them. */
const scenarios = readdirSync(path.join(root, 'src/lab/scenarios')).map((name) => `scenarios/${name}`)

/** The share of a chunk from which on its wide signs are left alone. */
const MANY = 0.05

/** @typedef {import('rolldown').OutputChunk} Chunk */

/**
 * commander loads node:child_process for subcommands that are programs of their own. We have none, and loading it cost
 * a tenth of every start.
 * @type {import('rolldown').Plugin}
 */
const withoutChildProcesses = {
  name: 'without-child-processes',
  resolveId: (id, importer = '') =>
    id === 'node:child_process' && importer.includes('/commander/') ? '\0no-child-process' : null,
  load: (id) => (id === '\0no-child-process' ? 'export default {}' : null),
}

/** What the sender takes of undici, and where it lies. */
const undiciParts = { buildConnector: 'core/connect', Client: 'dispatcher/client', Pool: 'dispatcher/pool' }

/**
 * undici without what the sender never uses: fetch, WebSocket, caches and mocks, and HTTP/2, which it switches off.
 * An idle proxy takes 5 MB less without them.
 * @type {import('rolldown').Plugin}
 */
const withUndiciInParts = {
  name: 'with-undici-in-parts',
  resolveId(id, importer = '') {
    if (id === 'undici' && importer.startsWith(root)) return '\0undici'
    return id.endsWith('/client-h2.js') && importer.includes('/undici/') ? '\0no-http2' : null
  },
  load(id) {
    if (id === '\0no-http2') return 'module.exports = null'
    if (id !== '\0undici') return null
    const lines = Object.entries(undiciParts).map(
      ([name, file]) => `export { default as ${name} } from 'undici/lib/${file}.js'`,
    )
    return lines.join('\n')
  },
}

/**
 * Takes Node's own modules by a call. An `import` of one first lists all that it exports, which cost another tenth.
 * @type {import('rolldown').Plugin}
 */
const withBuiltinsTaken = {
  name: 'with-builtins-taken',
  renderChunk: (code) =>
    code.replace(/^import (?:(.+) from )?"(node:[^"]+)";$/gm, (_, wanted, name) => {
      if (wanted === undefined) return ''
      const taken = `process.getBuiltinModule("${name}")`
      const [, whole, parts] = /^(?:(?:\* as )?([^ ,{]+))?(?:, )?(\{.*\})?$/.exec(wanted) ?? []
      const named = parts?.replaceAll(' as ', ': ')
      if (whole === undefined) return `const ${named} = ${taken};`
      return `const ${whole} = ${taken}${named === undefined ? '' : `, ${named} = ${whole}`};`
    }),
}

/**
 * Each file that a start reads costs it half a millisecond: what most commands need is in two of them.
 * @type {import('rolldown').CodeSplittingGroup[]}
 */
const groups = [
  {
    name: 'shared',
    priority: 1,
    test: /\/src\/(errors\/|core\/(config\/|nearest|notify\/notice\.ts|queue\/item\.ts)|cli\/(apply|checked|missing|names|refusal|report|table|wanted)\.ts|views\/(endpoint-view|lasted|pair-lines)\.ts|i18n\/say\.ts)/,
  },
  // Most commands want the document, and neither what happened nor what is kept.
  {
    name: 'store',
    priority: 1,
    test: /\/src\/store\/(?!(open-)?(queue|history)|requests|samples|sealed-parts)/,
  },
  { name: 'depot', test: /\/src\/store\// },
]

async function bundle() {
  const build = await rolldown({
    cwd: root,
    input: { qcc: 'src/app/bin.ts' },
    platform: 'node',
    tsconfig: false,
    // Its other form takes its own parts by a `require` that no bundler sees.
    resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
    transform: {
      target: 'node22.19',
      define: {
        __QCC_VERSION__: JSON.stringify(manifest.version),
        // undici's own name for being built as Node builds it in: with one parser of HTTP, not three.
        esbuildDetection: '"1"',
      },
    },
    plugins: [withoutChildProcesses, withUndiciInParts, withBuiltinsTaken],
    onLog(level, log, defaultHandler) {
      defaultHandler(level === 'warn' ? 'error' : level, log)
    },
  })
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: 'qcc.mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
    codeSplitting: { groups },
    comments: false,
  })
  await build.close()
  return output.filter((item) => item.type === 'chunk')
}

/** What a bundle must not have, one sentence each. @param {Chunk[]} chunks */
function faultsOf(chunks) {
  const own = new Set(chunks.map((chunk) => chunk.fileName))
  const entry = chunks.find((chunk) => chunk.isEntry)
  const faults = []
  // An old Node must get as far as the guard: a static import would be resolved, and fail, before its first line.
  if (entry === undefined || entry.imports.length > 0 || entry.moduleIds.length !== 1) {
    faults.push('qcc.mjs must be src/app/bin.ts alone, without static imports')
  }
  for (const chunk of loadedAtStart(entry, chunks)) {
    const lab = chunk.moduleIds.find((id) => path.relative(root, id).startsWith(path.join('src', 'lab')))
    if (lab !== undefined) faults.push(`every command loads ${path.relative(root, lab)}: import it lazily`)
  }
  for (const chunk of chunks) {
    const required = [...chunk.code.matchAll(/\b(?:__)?require\((["'])([^"']+)\1\)/g)].map(
      (match) => match[2] ?? '',
    )
    for (const name of [...chunk.imports, ...chunk.dynamicImports, ...required]) {
      if (!own.has(name) && !isBuiltin(name)) faults.push(`${chunk.fileName} needs ${name} at run time`)
    }
    if (chunk.code.includes(root)) faults.push(`${chunk.fileName} holds the path of this folder`)
  }
  return faults
}

/**
 * The chunks that every start loads: what the guard goes on to, and what that imports statically.
 * @param {Chunk | undefined} entry @param {Chunk[]} chunks
 */
function loadedAtStart(entry, chunks) {
  const names = new Set(entry?.dynamicImports)
  for (const name of names) {
    for (const next of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) names.add(next)
  }
  return chunks.filter((chunk) => names.has(chunk.fileName))
}

function publishedManifest() {
  return {
    name: 'qcc',
    version: manifest.version,
    description: 'Local failover proxy and profile switcher for Claude Code',
    keywords: ['claude', 'claude-code', 'anthropic', 'proxy', 'failover', 'load-balancer', 'cli'],
    license: manifest.license,
    type: 'module',
    bin: { qcc: 'qcc.mjs' },
    files: ['qcc.mjs', 'chunks', 'web', 'scenarios', thirdParty, ...documents],
    engines: { node: '>=22.19.0' },
  }
}

/**
 * One sign beyond Latin-1 makes V8 keep the whole source of a chunk at two bytes a sign. Chinese texts are made of them.
 * @param {string} code
 */
function withFewSignsEscaped(code) {
  const wide = /[^\0-\xff]/g
  if ((code.match(wide)?.length ?? 0) > MANY * code.length) return code
  return code.replace(wide, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Replaces what is there file by file, so that a program started from the same sources keeps its chunks. @param {Chunk[]} chunks @param {import('./build-web.mjs').Built} web */
function write(chunks, web) {
  mkdirSync(path.join(dist, 'chunks'), { recursive: true })
  for (const chunk of chunks) {
    const line = chunk.isEntry && !chunk.code.startsWith('#!') ? '#!/usr/bin/env node\n' : ''
    writeFileSync(path.join(dist, chunk.fileName), line + withFewSignsEscaped(chunk.code))
  }
  chmodSync(path.join(dist, 'qcc.mjs'), 0o755)
  writeFileSync(path.join(dist, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`)
  writeFileSync(
    path.join(dist, thirdParty),
    thirdPartyLicences([...chunks.flatMap((chunk) => chunk.moduleIds), ...web.modules]),
  )
  mkdirSync(path.join(dist, 'scenarios'), { recursive: true })
  for (const name of scenarios) copyFileSync(path.join(root, 'src/lab', name), path.join(dist, name))
  for (const name of documents) copyFileSync(path.join(root, name), path.join(dist, name))
  const kept = new Set([
    ...chunks.map((chunk) => chunk.fileName),
    ...web.files,
    'package.json',
    thirdParty,
    ...scenarios,
    ...documents,
  ])
  for (const file of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const name = path.relative(dist, path.join(file.parentPath, file.name))
    if (file.isFile() && !kept.has(name.replaceAll(path.sep, '/'))) rmSync(path.join(dist, name))
  }
}

const chunks = await bundle()
const faults = faultsOf(chunks)
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exitCode = 1
} else {
  write(chunks, await buildWeb())
}
