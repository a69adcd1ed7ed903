import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Say } from '../cli/texts.ts'
import type { ForeignProgram } from '../core/foreign/found.ts'
import { AppError } from '../errors/app-error.ts'
import type { ForeignFile, ForeignFiles } from '../ports/foreign-files.ts'
import { foreignRows } from '../store/foreign-rows.ts'

/** As this process finds them. */
export function foreignFilesHere(say: Say): ForeignFiles {
  const folder = homedir()
  const claude = (process.env['CLAUDE_CONFIG_DIR'] ?? '') || join(folder, '.claude')
  const places: Readonly<Record<ForeignProgram, readonly string[]>> = {
    claude: [join(claude, 'settings.json')],
    fastcc: [join(folder, '.fastcc', 'cache.json'), join(folder, '.qcc', 'priority.json')],
    ccr: [
      join(folder, '.claude-code-router', 'config.sqlite'),
      join(folder, '.claude-code-router', 'config.json'),
    ],
    'cc-switch': [join(folder, '.cc-switch', 'cc-switch.db'), join(folder, '.cc-switch', 'config.json')],
  }
  return {
    placesOf: (program) => places[program],
    read: (file) => {
      try {
        return readForeign(file)
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        if (code === 'ENOENT') return null
        throw new AppError('failed', say('import.unreadable', { file, why: message }))
      }
    },
  }
}

/** With which every database of SQLite begins. Source: https://www.sqlite.org/fileformat.html. */
const SQLITE = 'SQLite format 3\0'

function readForeign(file: string): ForeignFile {
  const head = Buffer.alloc(SQLITE.length)
  const opened = openSync(file, 'r')
  try {
    readSync(opened, head)
  } finally {
    closeSync(opened)
  }
  return head.toString('latin1') === SQLITE
    ? { kind: 'tables', tables: foreignRows(file, ['providers', 'app_config']) }
    : { kind: 'text', text: readFileSync(file, 'utf8') }
}
