/** Documents in files: YAML, JSON, or either encrypted in the age format. `-` is standard input. */
import { readFile } from 'node:fs/promises'
import type { Document } from '../core/config/document.ts'
import { isAgeFile } from '../document/age-header.ts'
import { parseBundle, type Secrets } from '../document/bundle.ts'
import type { IdSource } from '../document/endpoint-ids.ts'
import { parseDocument } from '../document/schema.ts'
import { readYaml, type PlacedFault } from '../document/yaml.ts'
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import { noteEffort, passphraseOf } from './passphrase.ts'

export type ReadDocument =
  | { readonly kind: 'valid'; readonly document: Document; readonly secrets: Secrets }
  | { readonly kind: 'invalid'; readonly faults: readonly PlacedFault[] }

type Reader = Pick<Context, 'ask' | 'env' | 'input' | 'output' | 'redactor' | 'say'>

/** What a file says, or everything that is wrong with it. Throws when it cannot be read or opened. */
export async function readDocumentFile(
  context: Reader,
  file: string,
  newId: IdSource,
): Promise<ReadDocument> {
  const bytes = await bytesOf(context, file)
  const isEncrypted = isAgeFile(bytes)
  const text = isEncrypted ? await decrypted(context, file, bytes) : Buffer.from(bytes).toString()
  const read = parseText(text, newId, isEncrypted)
  if (read.kind === 'valid') for (const key of read.secrets.values()) context.redactor.learn(key)
  return read
}

/** What a text says; only one that was encrypted may have keys with it. */
export function parseText(text: string, newId: IdSource, mayHaveKeys: boolean): ReadDocument {
  const read = readYaml(text)
  if (read.kind === 'invalid') return read
  const parsed = mayHaveKeys ? parseBundle(read.value, newId) : parseDocument(read.value, newId)
  if (parsed.kind === 'invalid') return { kind: 'invalid', faults: read.placed(parsed.faults) }
  return { secrets: new Map(), ...parsed }
}

async function bytesOf(context: Reader, file: string): Promise<Uint8Array> {
  if (file === '-') return Buffer.from(await context.input())
  try {
    return await readFile(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new AppError('no-such-thing', context.say('config.no-file', { file }))
    throw new AppError('failed', context.say('config.unreadable-file', { file, why: message }))
  }
}

async function decrypted(context: Reader, file: string, bytes: Uint8Array): Promise<string> {
  const passphrase = await passphraseOf(context, false)
  const { open } = await import('../document/age-file.ts')
  await noteEffort(context, 'config.decrypting')
  const opened = await open(bytes, passphrase)
  if (opened.kind === 'opened') return opened.text
  const text = opened.kind === 'locked' ? 'config.locked' : 'config.damaged-file'
  throw new AppError('failed', context.say(text, { file }))
}
