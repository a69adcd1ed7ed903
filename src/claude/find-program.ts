import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, extname, isAbsolute, join, resolve, sep } from 'node:path'
import type { Places } from './person.ts'

/** How Claude Code is started. */
export interface Program {
  readonly file: string
  /** What stands before its own arguments. */
  readonly before: readonly string[]
}

/** The program of that name on the path, or of that path; null when it is not there, or nothing that could be run. */
export function findProgram(command: string, places: Places): Program | null {
  for (const file of candidates(command, places)) {
    const program = programAt(file, places.platform)
    if (program !== null) return program
  }
  return null
}

/** Where Claude Code's own installers put it; the second is reached by an alias of the shell only. */
const USUAL = [
  ['.local', 'bin'],
  ['.claude', 'local'],
] as const

function candidates(command: string, { cwd, env, platform, userFolder }: Places): readonly string[] {
  if (command.startsWith('~/')) return [join(userFolder, command.slice(2))]
  if (isAbsolute(command) || command.includes('/') || command.includes(sep)) return [resolve(cwd, command)]
  const onPath = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const folders = [...onPath, ...USUAL.map((parts) => join(userFolder, ...parts))]
  const endings = platform === 'win32' && extname(command) === '' ? ['.exe', '.cmd'] : ['']
  return folders.flatMap((folder) => endings.map((ending) => resolve(cwd, folder, command + ending)))
}

function programAt(file: string, platform: NodeJS.Platform): Program | null {
  if (!isRunnable(file)) return null
  const ending = extname(file).toLowerCase()
  if (platform === 'win32' && ending === '.cmd') return behindShim(dirname(file))
  if (['.js', '.cjs', '.mjs'].includes(ending)) return { file: process.execPath, before: [file] }
  return { file, before: [] }
}

/**
 * On Windows npm puts a batch file on the path. Only a shell could run it, and
 * would read the arguments its own way; so what it runs is run instead.
 */
function behindShim(folder: string): Program | null {
  const root = join(folder, 'node_modules', '@anthropic-ai', 'claude-code')
  const bin = binOf(join(root, 'package.json'))
  return bin === null ? null : programAt(join(root, bin), 'win32')
}

function binOf(packageFile: string): string | null {
  try {
    const { bin } = JSON.parse(readFileSync(packageFile, 'utf8')) as { bin?: { claude?: unknown } | null }
    return typeof bin?.claude === 'string' ? bin.claude : null
  } catch {
    return null
  }
}

function isRunnable(file: string): boolean {
  try {
    if (!statSync(file).isFile()) return false
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
