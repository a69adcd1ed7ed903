import { homedir } from 'node:os'
import { join } from 'node:path'
import { claudeCode, type ClaudeCode } from '../claude/claude-code.ts'
import { managedFileOf } from '../claude/person.ts'
import { journalFolder } from '../claude/use-journal.ts'
import { withoutOwnSecrets } from '../core/own-secrets.ts'
import { holdFile } from '../store/hold-file.ts'
import { systemClock } from './system-clock.ts'

/** Claude Code as this process finds it. */
export function claudeHere(home: string): ClaudeCode {
  const { platform } = process
  const places = {
    env: withoutOwnSecrets(process.env),
    platform,
    cwd: process.cwd(),
    userFolder: homedir(),
    managedFile: managedFileOf(platform),
  }
  const lock = join(journalFolder(home), 'lock')
  return claudeCode({ home, places, clock: systemClock, hold: () => holdFile(lock) })
}
