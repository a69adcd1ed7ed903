// Types and lint of one part of the code: `tsc` and `eslint` over the same program. On their own each of them reads all files
// and finds out what type everything has, which is most of their time.
import { ESLint } from 'eslint'
import ts from 'typescript'
import path from 'node:path'

/** Between them everything that `tsc`, `tsc -p web` and `eslint .` look at; the two big ones take as long as each other. */
const parts = {
  sources: { types: 'tsconfig.json', lint: 'src', leftOut: ['**/*.test.ts'] },
  web: { types: 'web/tsconfig.json', lint: 'web', leftOut: [] },
  rest: { types: 'tsconfig.json', lint: '.', leftOut: ['web/', 'src/**/*.ts', '!src/**/*.test.ts'] },
}

const root = process.cwd()
const [, , wanted] = process.argv
const part = wanted === 'sources' || wanted === 'web' ? wanted : 'rest'

/** @param {string} file */
function partOf(file) {
  const name = path.relative(root, file).replaceAll(path.sep, '/')
  if (name.startsWith('web/')) return 'web'
  return /^src\/(?!.*\.test\.ts$)/.test(name) ? 'sources' : 'rest'
}

const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
const configuration = ts.getParsedCommandLineOfConfigFile(parts[part].types, {}, host)
const files = (configuration?.fileNames ?? []).filter((file) => partOf(file) === part)
const program = ts.createProgram(files, configuration?.options ?? {})

/** @returns {readonly ts.Diagnostic[]} what `tsc` would say of these files */
function typeFaults() {
  const ofFiles = files.flatMap((file) => {
    const source = program.getSourceFile(file)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  })
  const ofAll = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()]
  return [...(configuration?.errors ?? []), ...ofAll, ...ofFiles]
}

/** @returns {Promise<string>} what `eslint` says of these files; empty when all is well */
async function lintFaults() {
  const { leftOut, lint } = parts[part]
  const folders = new Set(files.map((file) => path.relative(root, file).split(path.sep)[0]))
  const shared = {
    files: [...folders].map((name) => (name?.endsWith('.ts') ? name : `${name}/**/*.{ts,tsx}`)),
    languageOptions: { parserOptions: { projectService: false, programs: [program] } },
  }
  const eslint = new ESLint({ overrideConfig: [{ ignores: leftOut }, shared] })
  const formatter = await eslint.loadFormatter()
  return formatter.format(await eslint.lintFiles([lint]))
}

const types = ts.formatDiagnostics(typeFaults(), {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
})
const lint = await lintFaults()
process.stdout.write(types + lint)
process.exitCode = files.length === 0 || types + lint !== '' ? 1 : 0
