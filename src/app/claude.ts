import { homedir } from 'node:os'
import { join } from 'node:path'
import { claudeCode, type ClaudeCode } from '../claude/claude-code.ts'
import { managedFileOf } from '../claude/person.ts'
import { journalFolder } from '../claude/use-journal.ts'
import { holdFile } from '../store/hold-file.ts'
import { systemClock } from './system-clock.ts'

/** What opens the keys of this home is no business of Claude Code, nor of the tools that it runs. */
const OURS_ALONE: readonly string[] = ['QCC_PASSPHRASE', 'QCC_NEW_PASSPHRASE']

/** Claude Code as this process finds it. */
export function claudeHere(home: string): ClaudeCode {
  const { platform } = process
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS_ALONE.includes(name)))
  const places = {
    env,
    platform,
    cwd: process.cwd(),
    userFolder: homedir(),
    managedFile: managedFileOf(platform),
  }
  const lock = join(journalFolder(home), 'lock')
  return claudeCode({ home, places, clock: systemClock, hold: () => holdFile(lock) })
}
