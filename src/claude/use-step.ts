/** One step from one state of a settings file to another, and what becomes of a step that was interrupted. */
import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import {
  bytesOf,
  putInPlace,
  removeEmpty,
  removeFile,
  writeDraft,
  type FileOperations,
} from './file-operations.ts'
import { findSettings, type FoundSettings, type SettingsRefusal } from './settings-file.ts'
import { holdsAll } from './undone.ts'
import { hashOf, keepJournal, type Journal, type Pending, type Settled } from './use-journal.ts'

/** Where journals are, and how files are reached. */
export interface Journals {
  readonly files: FileOperations
  readonly folder: string
}

export interface Step {
  readonly what: 'use' | 'undo'
  readonly found: FoundSettings
  readonly settled: Settled | null
  /** The bytes to come; null for no file. */
  readonly after: Buffer | null
  readonly next: Settled | null
}

/** Of a file that we make; it holds a credential. */
const NEW_MODE = 0o600

/** Makes a step, or takes it back and says why. */
export function take(journals: Journals, step: Step): SettingsRefusal | null {
  const { after, found, next, settled, what } = step
  const { file, missingFolders: madeFolders, target } = found
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.qcc`)
  const hashes = { before: hashOrNull(found.bytes), after: hashOrNull(after) }
  const pending: Pending = { what, target, draft, ...hashes, madeFolders, next }
  const journal = { file, settled, pending }
  const refused = (why: SettingsRefusal['why']): SettingsRefusal => ({ kind: 'refused', file, why })
  try {
    keepJournal(journals.files, journals.folder, journal)
    if (hashes.before !== hashes.after && !replaced(journals.files, step, draft)) {
      conclude(journals, journal, pending)
      return refused({ kind: 'changed-meanwhile' })
    }
  } catch (error) {
    tryToConclude(journals, journal, pending)
    return refused({ kind: 'not-written', why: (error as Error).message })
  }
  conclude(journals, journal, pending)
  const now = findSettings(journals.files, file)
  if (now.kind === 'found' && hashOrNull(now.bytes) === hashes.after) return null
  return refused({ kind: 'changed-meanwhile' })
}

/** What keeps files from being written may keep a journal from it, too; then the next start concludes. */
function tryToConclude(journals: Journals, journal: Journal, pending: Pending): void {
  try {
    conclude(journals, journal, pending)
  } catch {
    // The journal in force is the one before, or has the step as begun.
  }
}

/** Whether the bytes are there now: not when somebody else has written since they were read. */
function replaced(files: FileOperations, { after, found }: Step, draft: string): boolean {
  const { missingFolders, owner, target } = found
  for (const folder of missingFolders.toReversed()) files.mkdirSync(folder, { mode: 0o700 })
  if (after !== null) writeDraft(files, draft, after, { mode: owner?.mode ?? NEW_MODE, owner })
  if (hashOrNull(bytesOf(files, target)) !== hashOrNull(found.bytes)) return false
  if (after === null) removeFile(files, target)
  else putInPlace(files, draft, target)
  return true
}

/**
 * Ends a step that was begun, by what is in the file: it is finished where the
 * new bytes are there, else taken back. Where somebody else has written since,
 * the variables tell.
 */
export function conclude(
  { files, folder }: Journals,
  { file, settled }: Journal,
  pending: Pending,
): 'finished' | 'taken-back' {
  const isDone = isFinished(files, file, settled, pending)
  const { draft, madeFolders, next } = pending
  removeFile(files, draft)
  if (!isDone) removeEmpty(files, madeFolders)
  else if (next === null) removeEmpty(files, settled?.madeFolders ?? [])
  keepJournal(files, folder, { file, settled: isDone ? next : settled, pending: null })
  return isDone ? 'finished' : 'taken-back'
}

/** Whether a step has come so far that its new state is the one in force. */
export function isFinished(
  files: FileOperations,
  file: string,
  settled: Settled | null,
  { after, before, next, target }: Pending,
): boolean {
  const hash = hashOrNull(bytesOf(files, target))
  if (hash === after || hash === before) return hash === after
  const found = findSettings(files, file)
  if (found.kind === 'refused') return false
  if (next !== null) return holdsAll(found.text, next)
  return settled === null || !holdsAll(found.text, settled)
}

const hashOrNull = (bytes: Buffer | null): string | null => (bytes === null ? null : hashOf(bytes))
