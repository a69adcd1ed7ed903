// What no linter looks at: names and places of files, the share of comments, the lock file, the changelog.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const kebabCase =
  /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|d|config))*\.(ts|tsx|css|html|mjs|js|cjs|json|conf|cfg|yaml|yml|sql|sse|txt|md)$/
const bannedName = /(^|-)(utils?|helpers?|common|managers?|misc|index)([.-]|$)/
const rooms = new Set(
  (
    'core ports errors settings document anthropic engine proxy health queue sender store secrets claude sync notify metrics ' +
    'i18n views admin lab cli app'
  ).split(' '),
)
const commentShare = { min: 0.12, max: 0.25, fromLines: 2000 }
/** @type {string[]} */
const faults = []

/** @param {string} name */
const read = (name) => readFileSync(path.join(root, name), 'utf8')

/** @param {string} folder @returns {string[]} paths from the root, with forward slashes */
function filesIn(folder) {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesIn(name) : [name]
  })
}

const present = new Set(readdirSync(root))
const code = ['src', 'web', 'test', 'bench', 'scripts']
  .filter((folder) => present.has(folder))
  .flatMap(filesIn)
const sources = code.filter(
  (name) => name.startsWith('src/') && name.endsWith('.ts') && !name.endsWith('.test.ts'),
)

for (const name of code) {
  const parts = name.split('/')
  if (!kebabCase.test(parts.at(-1) ?? '')) faults.push(`${name}: file names are kebab-case`)
  // The one name that every server of web pages knows.
  if (name !== 'web/index.html' && parts.some((part) => bannedName.test(part)))
    faults.push(`${name}: name a file for the one thing inside`)
  if (parts[0] === 'src' && (parts.length < 3 || !rooms.has(parts[1] ?? ''))) {
    faults.push(`${name}: not a folder of docs/architecture.md`)
  }
  if (!/\.(ts|tsx|mjs)$/.test(name)) continue
  for (const [index, line] of read(name).split('\n').entries()) {
    if (/^\s*(\/\/|\/?\*)\s*[-=*#~]{4,}/.test(line)) faults.push(`${name}:${index + 1}: no banner comments`)
    if (
      /(?:es|ox)lint-disable(?!.* -- \S)|@ts-(?:ignore|nocheck)/.test(line) &&
      name !== 'scripts/check-layout.mjs'
    ) {
      faults.push(
        `${name}:${index + 1}: a rule is switched off for a stated reason (\` -- why\`), types never`,
      )
    }
  }
}

let lines = 0
let comments = 0
for (const name of sources) {
  let inBlock = false
  for (const line of read(name)
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '')) {
    const opens = line.startsWith('/*')
    lines += 1
    if (inBlock || opens || line.startsWith('//')) comments += 1
    inBlock = (inBlock || opens) && !line.includes('*/')
  }
}
const share = lines === 0 ? 0 : comments / lines
process.stdout.write(
  `src: ${lines} lines in ${sources.length} files, ${(share * 100).toFixed(1)} % comments\n`,
)
if (lines > commentShare.fromLines && (share < commentShare.min || share > commentShare.max)) {
  faults.push(`comments are ${(share * 100).toFixed(1)} % of src; 12-25 % is the aim`)
}

/** @type {{ packages: Record<string, { hasInstallScript?: boolean, resolved?: string, optionalDependencies?: object }> }} */
const lock = JSON.parse(read('package-lock.json'))
for (const [name, entry] of Object.entries(lock.packages)) {
  if (entry.hasInstallScript) faults.push(`${name} has an install script: npm 12 blocks it`)
  if (entry.resolved !== undefined)
    faults.push(`${name} names a registry in the lock: omit-lockfile-registry-resolved`)
  // Some registries lack binaries of other platforms; npm then leaves them out without a word and \`npm ci\` fails there.
  for (const platform of Object.keys(entry.optionalDependencies ?? {})) {
    if (
      lock.packages[`node_modules/${platform}`] === undefined &&
      lock.packages[`${name}/node_modules/${platform}`] === undefined
    ) {
      faults.push(`${name || 'the root'} wants ${platform}, which the lock does not have`)
    }
  }
}

const { version } = JSON.parse(read('package.json'))
if (
  !present.has('CHANGELOG.md') ||
  !['Unreleased', version].some((title) => read('CHANGELOG.md').includes(`## ${title}`))
) {
  faults.push(`CHANGELOG.md has no section "Unreleased" or "${version}"`)
}

for (const fault of faults) process.stderr.write(`${fault}\n`)
process.exitCode = faults.length > 0 ? 1 : 0
