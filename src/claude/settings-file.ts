import { basename, dirname, join, resolve } from 'node:path'
import { constants, type Stats } from 'node:fs'
import { bytesOf, type FileOperations } from './file-operations.ts'
import { textFault, type TextFault } from './settings-text.ts'

/** A settings file as it was found. */
export interface FoundSettings {
  readonly kind: 'found'
  /** Where Claude Code looks. */
  readonly file: string
  /** The file itself, behind all links. */
  readonly target: string
  /** Null when there is none. */
  readonly bytes: Buffer | null
  /** What its bytes say; empty when there are none. */
  readonly text: string
  readonly owner: Ownership | null
  /** Folders that have to be made first, the deepest first. */
  readonly missingFolders: readonly string[]
}

/** Whose a file is, and who may do what with it. */
export interface Ownership {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** Why a settings file is left alone. */
export interface SettingsRefusal {
  readonly kind: 'refused'
  readonly file: string
  readonly why: TextFault | PlaceFault
}

/** What speaks against writing there. */
export type PlaceFault =
  | { readonly kind: 'read-only' }
  /** The folder that it lies in takes no other file. */
  | { readonly kind: 'folder-read-only'; readonly folder: string }
  | { readonly kind: 'no-file' }
  | { readonly kind: 'no-utf-8' }
  | { readonly kind: 'unreadable'; readonly why: string }
  /** It was begun and taken back. */
  | { readonly kind: 'not-written'; readonly why: string }
  /** Somebody else wrote it at the same moment. */
  | { readonly kind: 'changed-meanwhile' }
  /** QCC's own folder cannot be read or written. */
  | { readonly kind: 'not-tried'; readonly why: string }
  /** Another QCC is at it. */
  | { readonly kind: 'busy' }

/** Looks at a settings file that is to be changed, and says why it cannot be. */
export function findSettings(files: FileOperations, file: string): FoundSettings | SettingsRefusal {
  const refused = (why: TextFault | PlaceFault): SettingsRefusal => ({ kind: 'refused', file, why })
  try {
    const target = behindLinks(files, file)
    const stats = files.statSync(target, { throwIfNoEntry: false }) ?? null
    const placed = placeFault(files, target, stats)
    if (placed !== null) return refused(placed)
    const bytes = stats === null ? null : bytesOf(files, target)
    const text = bytes?.toString('utf8') ?? ''
    if (bytes !== null && !Buffer.from(text).equals(bytes)) return refused({ kind: 'no-utf-8' })
    const fault = textFault(text)
    if (fault !== null) return refused(fault)
    const owner = stats === null ? null : { mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid }
    return { kind: 'found', file, target, bytes, text, owner, missingFolders: missingAbove(files, target) }
  } catch (error) {
    return refused({ kind: 'unreadable', why: (error as Error).message })
  }
}

/** Longer chains are circles to the system as well. */
const MOST_LINKS = 40

/** Where the links end, also when nothing is there. */
function behindLinks(files: FileOperations, file: string): string {
  let place = file
  for (let links = 0; links < MOST_LINKS; links++) {
    const folder = isThere(files, dirname(place)) ? files.realpathSync(dirname(place)) : dirname(place)
    place = join(folder, basename(place))
    const isLink = files.lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true
    if (!isLink) return place
    place = resolve(folder, files.readlinkSync(place))
  }
  return files.realpathSync(place)
}

function placeFault(files: FileOperations, target: string, stats: Stats | null): PlaceFault | null {
  if (stats !== null && !stats.isFile()) return { kind: 'no-file' }
  // An administrator may write what nobody is meant to.
  const isWritable = stats === null || ((stats.mode & 0o222) !== 0 && mayWrite(files, target))
  if (!isWritable) return { kind: 'read-only' }
  const folder = dirname(target)
  return isThere(files, folder) && !mayWrite(files, folder) ? { kind: 'folder-read-only', folder } : null
}

function mayWrite(files: FileOperations, place: string): boolean {
  try {
    files.accessSync(place, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function missingAbove(files: FileOperations, place: string): readonly string[] {
  const folder = dirname(place)
  return isThere(files, folder) ? [] : [folder, ...missingAbove(files, folder)]
}

const isThere = (files: FileOperations, place: string): boolean =>
  files.statSync(place, { throwIfNoEntry: false }) !== undefined
