/**
 * What `use` put into a settings file and what was there before, a file of its
 * own for each, in QCC's folder. A step is written down before anything is
 * done, and again when it is done: whoever finds it between the two knows both
 * states and which of them it is.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { bytesOf, putInPlace, removeFile, writeDraft, type FileOperations } from './file-operations.ts'

/** What was applied, for people. */
export type UseAbout =
  /** `profile` is null for the active set. */
  | { readonly kind: 'proxy'; readonly profile: string | null }
  | { readonly kind: 'direct'; readonly endpoint: string }

/** What is in force in a settings file. */
export interface Settled {
  readonly about: UseAbout
  readonly at: number
  /** The bytes before, in base64; null when there was no file. */
  readonly original: string | null
  /** Hash of the bytes that were written. */
  readonly written: string
  /** Hash of each variable's value that was set; null for one that was taken out. */
  readonly set: Readonly<Record<string, string | null>>
  /** Folders that were made for the file, the deepest first. */
  readonly madeFolders: readonly string[]
}

/** A step that was begun. */
export interface Pending {
  readonly what: 'use' | 'undo'
  /** The file itself, behind all links. */
  readonly target: string
  /** A file beside it that may be there. */
  readonly draft: string
  /** Hashes of the bytes before and after; null for no file. */
  readonly before: string | null
  readonly after: string | null
  readonly madeFolders: readonly string[]
  /** What is in force once it is done. */
  readonly next: Settled | null
}

export interface Journal {
  /** The settings file, where Claude Code looks. */
  readonly file: string
  readonly settled: Settled | null
  readonly pending: Pending | null
}

export const hashOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** The folder of the journals in a home. */
export const journalFolder = (home: string): string => join(home, 'claude-settings')

const FORMAT = 1
const HASH_SHOWN = 16

const journalFile = (folder: string, file: string): string =>
  join(folder, `${hashOf(file).slice(0, HASH_SHOWN)}.json`)

/** The journal of a settings file; null when nothing is in force there. Throws on one that it does not understand. */
export function readJournal(files: FileOperations, folder: string, file: string): Journal | null {
  const place = journalFile(folder, file)
  const bytes = bytesOf(files, place)
  if (bytes === null) return null
  const journal = parsed(bytes)
  if (journal === null) throw new Error(`${place} is no journal that this version of QCC understands`)
  return journal
}

/** All journals of a home that can be understood; the others are told of where they are needed. */
export function allJournals(files: FileOperations, folder: string): readonly Journal[] {
  if (files.statSync(folder, { throwIfNoEntry: false }) === undefined) return []
  const names = files.readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.flatMap((name) => parsed(bytesOf(files, join(folder, name)) ?? Buffer.from('')) ?? [])
}

function parsed(bytes: Buffer): Journal | null {
  try {
    const { format, ...journal } = JSON.parse(bytes.toString('utf8')) as Journal & {
      readonly format: unknown
    }
    return format === FORMAT ? journal : null
  } catch {
    return null
  }
}

/** Keeps a journal, for its owner alone; one that says nothing is removed. */
export function keepJournal(files: FileOperations, folder: string, journal: Journal): void {
  const place = journalFile(folder, journal.file)
  if (journal.settled === null && journal.pending === null) {
    removeFile(files, `${place}.draft`)
    removeFile(files, place)
    return
  }
  files.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const bytes = Buffer.from(`${JSON.stringify({ format: FORMAT, ...journal })}\n`)
  writeDraft(files, `${place}.draft`, bytes, { mode: 0o600, owner: null })
  putInPlace(files, `${place}.draft`, place)
}
