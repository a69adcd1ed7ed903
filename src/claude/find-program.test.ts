import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findProgram } from './find-program.ts'
import type { Places } from './person.ts'

function folderWith(files: readonly string[], packages: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-find-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  for (const name of [...files, ...Object.keys(packages)]) {
    const file = join(folder, name)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, JSON.stringify(packages[name] ?? ''))
    chmodSync(file, name.startsWith('plain') ? 0o644 : 0o755)
  }
  return folder
}

const places = (folder: string, more: Partial<Places> = {}): Places => ({
  ...{ env: {}, cwd: folder, userFolder: join(folder, 'me'), platform: 'linux', managedFile: '' },
  ...more,
})
const onPath = (...folders: readonly string[]) => ({ env: { PATH: folders.join(delimiter) } })

test('the first on the path is taken, and what cannot be run is passed by', () => {
  const folder = folderWith(['plain/claude', 'a/claude', 'b/claude', 'folder/claude/x'])
  const path = ['plain', 'folder', 'nowhere', 'a', 'b'].map((name) => join(folder, name))
  expect(findProgram('claude', places(folder, onPath(...path)))).toEqual({
    ...{ file: join(folder, 'a', 'claude'), before: [] },
  })
})

test.each(['.local/bin/claude', '.claude/local/claude'])(
  '%s is found although it is not on the path',
  (at) => {
    const folder = folderWith([`me/${at}`])
    expect(findProgram('claude', places(folder, onPath('')))?.file).toBe(join(folder, 'me', at))
  },
)

test.each([
  ['./tool', 'tool'],
  ['sub/tool', 'sub/tool'],
  ['~/tool', 'me/tool'],
])('%s is a file and not looked for on the path', (command, file) => {
  const folder = folderWith(['tool', 'sub/tool', 'me/tool', 'path/tool'])
  const found = findProgram(command, places(folder, onPath(join(folder, 'path'))))
  expect(found?.file).toBe(join(folder, file))
})

test('a script is run by this Node', () => {
  const folder = folderWith(['cli.js'])
  expect(findProgram('./cli.js', places(folder))).toEqual({
    ...{ file: process.execPath, before: [join(folder, 'cli.js')] },
  })
})

test('what is nowhere is not found', () => {
  expect(findProgram('claude', places(folderWith([])))).toBeNull()
  expect(findProgram('./claude', places(folderWith([])))).toBeNull()
})

const PACKAGE = 'node_modules/@anthropic-ai/claude-code'

test.each([
  ['bin/claude.exe', (root: string) => ({ file: join(root, 'bin/claude.exe'), before: [] })],
  ['cli.js', (root: string) => ({ file: process.execPath, before: [join(root, 'cli.js')] })],
])('on Windows the batch file of npm is not run, but what it runs: %s', (bin, program) => {
  const packages = { [`${PACKAGE}/package.json`]: { bin: { claude: bin } } }
  const folder = folderWith(['claude.cmd', `${PACKAGE}/${bin}`], packages)
  const found = findProgram('claude', places(folder, { ...onPath(folder), platform: 'win32' }))
  expect(found).toEqual(program(join(folder, PACKAGE)))
})

test('on Windows a program wins over a batch file, and a batch file of unknown kind is not run', () => {
  const both = folderWith(['claude.cmd', 'claude.exe'])
  const windows = (folder: string): Places => places(folder, { ...onPath(folder), platform: 'win32' })
  expect(findProgram('claude', windows(both))?.file).toBe(join(both, 'claude.exe'))
  expect(findProgram('claude', windows(folderWith(['claude.cmd'])))).toBeNull()
})
