// Builds the dashboard (web/) into dist/web/, and each of its files a second and third time compressed, so that the proxy
// need not. Nothing is done while the sources are the ones of the last time.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = path.join(root, 'dist', 'web')
const stamp = path.join(root, 'node_modules', '.cache', 'qcc-web.json')
/** What a browser may have to load before the first page is whole, in bytes of gzip. */
const MOST_AT_FIRST = 60_000

/** @typedef {import('vite').Rolldown.OutputChunk} Chunk */
/** @typedef {{ inputs: string, files: string[], modules: string[], atFirst: number }} Built */

/** Builds where something has changed. @returns {Promise<Built>} files as names in `dist` */
export async function buildWeb() {
  const inputs = inputsNow()
  const known = knownBuild()
  if (known?.inputs === inputs && known.files.every((name) => existsSync(path.join(root, 'dist', name)))) {
    return known
  }
  rmSync(out, { recursive: true, force: true })
  const output = await bundled()
  const files = output.map(({ fileName }) => fileName)
  const compressed = files.flatMap((name) => compress(name))
  const built = {
    inputs,
    files: [...files, ...compressed].map((name) => `web/${name}`),
    modules: output.flatMap((item) => (item.type === 'chunk' ? item.moduleIds : [])),
    atFirst: weightAtFirst(output),
  }
  process.stdout.write(
    `web: ${(built.atFirst / 1000).toFixed(1)} of ${MOST_AT_FIRST / 1000} kB gzipped at first\n`,
  )
  if (built.atFirst > MOST_AT_FIRST)
    throw new Error('the dashboard is too heavy: load lazily what the first page does not need')
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, JSON.stringify(built))
  return built
}

async function bundled() {
  const result = await build({
    configFile: false,
    root: path.join(root, 'web'),
    base: '/_qcc/',
    logLevel: 'warn',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  })
  if (!('output' in result)) throw new Error('vite watches instead of building')
  return result.output
}

/** Of all that goes into it, in one word. */
function inputsNow() {
  const hash = createHash('sha256')
  const texts = ['en', 'zh'].flatMap((lang) => filesIn(`src/i18n/${lang}`))
  for (const name of [
    ...filesIn('web'),
    ...texts,
    'src/views/lasted.ts',
    'package-lock.json',
    'scripts/build-web.mjs',
  ].sort()) {
    hash.update(`${name}\0`).update(readFileSync(path.join(root, name)))
  }
  return hash.digest('hex')
}

/** @param {string} folder @returns {string[]} paths from the root, with forward slashes */
function filesIn(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesIn(name) : [name]
  })
}

/** @returns {Built | undefined} */
function knownBuild() {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} name @returns {string[]} what is there besides it */
function compress(name) {
  const bytes = readFileSync(path.join(out, name))
  writeFileSync(path.join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  writeFileSync(path.join(out, `${name}.br`), brotliCompressSync(bytes, { params: quality }))
  return [`${name}.gz`, `${name}.br`]
}

/**
 * The page, what it loads at once, its styles, the larger of the two languages, and the chart of the first page.
 * @param {readonly (Chunk | import('vite').Rolldown.OutputAsset)[]} output
 */
function weightAtFirst(output) {
  const chunks = output.filter((item) => item.type === 'chunk')
  const entry = chunks.find((chunk) => chunk.isEntry)
  const chart = chunks.find((chunk) => chunk.name === 'plot')
  const wanted = new Set(['index.html'])
  for (const name of [entry?.fileName, chart?.fileName]) if (name !== undefined) wanted.add(name)
  for (const name of wanted) {
    const chunk = chunks.find(({ fileName }) => fileName === name)
    for (const next of chunk?.imports ?? []) wanted.add(next)
  }
  for (const item of output) if (item.fileName.endsWith('.css')) wanted.add(item.fileName)
  const weigh = (/** @type {string} */ name) =>
    gzipSync(readFileSync(path.join(out, name)), { level: 9 }).length
  const languages = chunks
    .filter(({ name }) => name === 'en' || name === 'zh')
    .map(({ fileName }) => weigh(fileName))
  return [...wanted].reduce((sum, name) => sum + weigh(name), 0) + Math.max(0, ...languages)
}
