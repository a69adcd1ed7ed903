import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors/app-error.ts'
import { KEY_BYTES } from './envelope.ts'
import { keyFault } from './key-fault.ts'

/** The keys in the file, made first where there is none. Any number of processes may do this at once, and all get the same. */
export function ensureKeyFile(file: string): readonly Buffer[] {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) create(file)
  return readKeyFile(file)
}

/** One a line, the newest first; there are two while keys change. Throws `secret-unreadable` when the file is not there or holds no key. */
export function readKeyFile(file: string): readonly Buffer[] {
  let text
  try {
    text = readFileSync(file, 'latin1').trim()
  } catch (error) {
    throw keyFault('key-file-gone', { file, why: messageOf(error) })
  }
  const keys = text.split('\n').map((line) => Buffer.from(line, 'base64'))
  const isSound = keys.every((key) => key.length === KEY_BYTES)
  if (!isSound || textOf(keys) !== text) throw keyFault('key-file-damaged', { file })
  tighten(file)
  return keys
}

/** Puts a file with these keys in the place of what there was, whole and on the disk when it returns; without keys there is none then. */
export function replaceKeyFile(file: string, keys: readonly Buffer[]): void {
  try {
    if (keys.length === 0) rmSync(file, { force: true })
    else {
      const draft = draftOf(file)
      try {
        writeNew(draft, textOf(keys))
        renameSync(draft, file)
      } finally {
        rmSync(draft, { force: true })
      }
    }
    flushFolder(dirname(file))
  } catch (error) {
    throw unwritable(file, error)
  }
}

const textOf = (keys: readonly Buffer[]): string => keys.map((key) => key.toString('base64')).join('\n')
const draftOf = (file: string): string => `${file}.${randomBytes(6).toString('hex')}`

/** Written whole beside its place and then linked there: one is first, and nobody ever sees half a key. */
function create(file: string): void {
  const key = randomBytes(KEY_BYTES).toString('base64')
  const draft = draftOf(file)
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    try {
      writeNew(draft, key)
      linkUnlessThere(draft, file, key)
    } finally {
      rmSync(draft, { force: true })
    }
    flushFolder(dirname(file))
  } catch (error) {
    throw unwritable(file, error)
  }
}

function linkUnlessThere(draft: string, file: string, key: string): void {
  try {
    linkSync(draft, file)
  } catch (error) {
    // A file system without links: there, who comes second at the same moment fails.
    if (!isCode(error, 'EEXIST')) writeNew(file, key)
  }
}

/** On the disk when it returns: what is sealed with it must not outlive it. */
function writeNew(file: string, text: string): void {
  writeFileSync(file, `${text}\n`, { flag: 'wx', mode: 0o600, flush: true })
}

/** So that the name of a file survives a loss of power, too; Windows has nothing of the kind. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function tighten(file: string): void {
  const { mode } = statSync(file)
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  try {
    chmodSync(file, mode & 0o700)
  } catch {
    // Not the owner: the key is as open as its owner left it.
  }
}

function unwritable(file: string, error: unknown): AppError {
  const code = isCode(error, 'ENOSPC') || isCode(error, 'EDQUOT') ? 'store-full' : 'store-unwritable'
  const why = messageOf(error)
  return new AppError(code, `${file}: ${why}`, { cause: error, details: { file, why } })
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
