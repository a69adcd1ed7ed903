/** The dashboard as it was built, which lies beside the program. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WebFile, WebFiles } from '../admin/routes/pages.ts'

/** Beside the bundle's chunks; the sources use what was built from them. */
const FOLDER = import.meta.url.endsWith('.ts') ? '../../dist/web/' : '../web/'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** All files of a folder, read whole: a newer program that takes its place must not mix with it. */
export function readWebFiles(folder = fileURLToPath(new URL(FOLDER, import.meta.url))): WebFiles {
  const files = new Map<string, WebFile>()
  if (!existsSync(folder)) return files
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    files.set(relative(folder, path).replaceAll(sep, '/'), readWebFile(path, type))
  }
  return files
}

function readWebFile(path: string, type: string): WebFile {
  const plain = readFileSync(path)
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, HASH_LENGTH)
  return { type, hash, plain, br: readIfThere(`${path}.br`), gzip: readIfThere(`${path}.gz`) }
}

/** 132 bits. */
const HASH_LENGTH = 22

const readIfThere = (path: string): Buffer | null => (existsSync(path) ? readFileSync(path) : null)
