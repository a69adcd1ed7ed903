// Builds the dashboard (web/) into dist/web/, and each of its files a second and third time compressed, so that the proxy
// need not. Nothing is done while the sources are the ones of the last time.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
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

/**
 * The texts without those that no page asks for: most of what the tables of the command line have. A page
 * asks by a whole name, or by the beginning of one that it completes (`state.${kind}`).
 * @type {import('vite').Plugin}
 */
const withTextsThatAreAskedFor = {
  name: 'with-texts-that-are-asked-for',
  async load(id) {
    if (!/\/web\/texts\/[a-z-]+\.ts$/.test(id.replaceAll(path.sep, '/'))) return null
    /** @type {[string, Record<string, string>][]} */
    const [[name, texts] = ['none', {}]] = Object.entries(await import(pathToFileURL(id).href))
    const pages = filesIn('web')
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(path.join(root, file), 'utf8'))
      .join('\n')
    const beginnings = new Set([...pages.matchAll(/`([a-z-]+\.[a-z-]*)\$\{/g)].map((match) => match[1] ?? ''))
    const isAskedFor = (/** @type {string} */ key) =>
      pages.includes(`'${key}'`) || [...beginnings].some((beginning) => key.startsWith(beginning))
    const asked = Object.fromEntries(Object.entries(texts).filter(([key]) => isAskedFor(key)))
    return `export const ${name} = ${JSON.stringify(asked)}`
  },
}

async function bundled() {
  const result = await build({
    configFile: false,
    root: path.join(root, 'web'),
    base: '/_qcc/',
    logLevel: 'warn',
    publicDir: false,
    plugins: [withTextsThatAreAskedFor],
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
    ...filesIn('src/core/config'),
    'src/core/model.ts',
    'src/views/lasted.ts',
    'src/views/size-text.ts',
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
 * The page, what it loads at once, with its styles; the chart of the first page; the larger of the two languages.
 * @param {readonly (Chunk | import('vite').Rolldown.OutputAsset)[]} output
 */
function weightAtFirst(output) {
  const chunks = output.filter((item) => item.type === 'chunk')
  const named = (/** @type {string} */ name) => chunks.find(({ fileName }) => fileName === name)
  const wanted = new Set(['index.html'])
  for (const { fileName, isEntry, name } of chunks) if (isEntry || name === 'plot') wanted.add(fileName)
  for (const name of wanted) {
    const { imports = [], viteMetadata } = named(name) ?? {}
    for (const next of [...imports, ...(viteMetadata?.importedCss ?? [])]) wanted.add(next)
  }
  const weigh = (/** @type {string} */ name) =>
    gzipSync(readFileSync(path.join(out, name)), { level: 9 }).length
  const languages = chunks
    .filter(({ name }) => name === 'en' || name === 'zh')
    .map(({ fileName }) => weigh(fileName))
  return [...wanted].reduce((sum, name) => sum + weigh(name), 0) + Math.max(0, ...languages)
}
