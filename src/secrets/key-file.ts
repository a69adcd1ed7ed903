import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors/app-error.ts'
import { KEY_BYTES } from './envelope.ts'
import { unreadable } from './unreadable.ts'

/** The key in the file, made first where there is none. Any number of processes may do this at once, and all get the same. */
export function ensureKeyFile(file: string): Buffer {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) create(file)
  return readKeyFile(file)
}

/** Throws `secret-unreadable` when the file is not there or holds no key. */
export function readKeyFile(file: string): Buffer {
  let text
  try {
    text = readFileSync(file, 'latin1').trim()
  } catch (error) {
    throw unreadable(file, messageOf(error))
  }
  const key = Buffer.from(text, 'base64')
  if (key.length !== KEY_BYTES || key.toString('base64') !== text) {
    throw unreadable(file, `${file} does not hold a key`)
  }
  tighten(file)
  return key
}

/** Written whole beside its place and then linked there: one is first, and nobody ever sees half a key. */
function create(file: string): void {
  const key = randomBytes(KEY_BYTES).toString('base64')
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    try {
      writeNew(draft, key)
      linkUnlessThere(draft, file, key)
    } finally {
      rmSync(draft, { force: true })
    }
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
