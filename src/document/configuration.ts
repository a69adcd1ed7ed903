/** The one way to read and to change the configuration. */
import type { Change, Refusal } from '../core/config/changes.ts'
import { differences } from '../core/config/diff.ts'
import type { Document } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { Author, Version, VersionDraft, Versions } from '../ports/store.ts'
import { placeText, type Fault } from './fault.ts'
import { parseDocument, type Parsed } from './schema.ts'

/** The document and the version that it is; 0 while nothing was ever stored. */
export interface Configuration {
  readonly number: number
  readonly document: Document
}

const NOTHING_YET: Configuration = { number: 0, document: { profiles: [], settings: {} } }

interface Parts {
  readonly versions: Versions
  readonly clock: Clock
  /** How many versions are kept. */
  readonly keep: number
}

/** Who changes what, for the version's record. */
interface Signature extends Pick<VersionDraft, 'renamed'> {
  readonly author: Author
  readonly message: string
  /** Another document that is kept as the version before, and never in force. */
  readonly beneath?: { readonly document: Document; readonly message: string }
}

export type ChangeResult =
  | { readonly kind: 'changed'; readonly configuration: Configuration }
  /** The document is already as wanted: no new version. */
  | { readonly kind: 'unchanged'; readonly configuration: Configuration }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** The newest version. Throws `document-invalid` when this QCC does not take it. */
export async function readConfiguration(versions: Versions): Promise<Configuration> {
  const newest = await versions.newest()
  return newest === null ? NOTHING_YET : configurationOf(newest)
}

/** Version `number`, or null when there is none; 0 is the empty document before the first. */
export async function readVersion(versions: Versions, number: number): Promise<Configuration | null> {
  if (number === 0) return NOTHING_YET
  const version = await versions.at(number)
  return version === null ? null : configurationOf(version)
}

/** A version as it is stored. Another QCC, older or newer, may have taken what this one does not. */
export interface Stored {
  readonly number: number
  readonly value: unknown
  readonly parsed: Parsed
}

/** The newest version as it is stored, for what mends it. */
export async function readStored(versions: Versions): Promise<Stored> {
  const newest = await versions.newest()
  if (newest !== null) return storedIn(newest)
  const { document, number } = NOTHING_YET
  return { number, value: document, parsed: { kind: 'valid', document } }
}

function storedIn({ content, number }: Version): Stored {
  const value: unknown = JSON.parse(content)
  return { number, value, parsed: parseDocument(value, null) }
}

function configurationOf(version: Version): Configuration {
  const { number, parsed } = storedIn(version)
  if (parsed.kind === 'valid') return { number, document: parsed.document }
  const faults = faultLines(parsed.faults)
  throw new AppError(
    'document-invalid',
    `version ${String(number)} of the configuration is not valid: ${faults}`,
    {
      details: { version: number, faults },
    },
  )
}

/** Faults for those who read codes. */
const faultLines = (faults: readonly Fault[]): string =>
  faults.map(({ code, path }) => `${placeText(path)} (${code})`).join(', ')

/** Writers who meet more often than this are told so. */
const TRIES = 4

/**
 * Applies a change to the newest document and commits the result. When
 * somebody else was faster it is applied again to what they left; nobody's
 * change is lost. Throws `stale-version` when that happens too often.
 */
export async function changeConfiguration(
  parts: Parts,
  change: Change,
  signature: Signature,
): Promise<ChangeResult> {
  let newest = 0
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await readConfiguration(parts.versions)
    const result = change(before.document)
    if (result.kind === 'refused') return result
    const committed = await commit(parts, before, result.document, signature)
    if (committed.kind !== 'conflict') return committed
    newest = committed.newest
  }
  throw staleVersion(newest)
}

/**
 * Puts `document` in the place of version `base`, whatever that holds. Throws
 * `stale-version`, and changes nothing, when it is not the newest any more.
 */
export async function replaceConfiguration(
  parts: Parts,
  base: number,
  document: Document,
  signature: Signature,
): Promise<Exclude<ChangeResult, { kind: 'refused' }>> {
  const before = await readStored(parts.versions)
  if (before.number !== base) throw staleVersion(before.number)
  const known = before.parsed.kind === 'valid' ? before.parsed.document : null
  const committed = await commit(parts, { number: base, document: known }, document, signature)
  if (committed.kind === 'conflict') throw staleVersion(committed.newest)
  return committed
}

/** `before.document` is null where what is there is not valid. */
async function commit(
  { clock, keep, versions }: Parts,
  before: { readonly number: number; readonly document: Document | null },
  document: Document,
  { beneath, ...signature }: Signature,
): Promise<
  Exclude<ChangeResult, { kind: 'refused' }> | { readonly kind: 'conflict'; readonly newest: number }
> {
  const parsed = parseDocument(document, null)
  if (parsed.kind === 'invalid') {
    throw new AppError(
      'document-invalid',
      `the change makes a document that is not valid: ${faultLines(parsed.faults)}`,
    )
  }
  const isSame = before.document !== null && differences(before.document, parsed.document).length === 0
  if (before.document !== null && isSame && beneath === undefined) {
    return { kind: 'unchanged', configuration: { number: before.number, document: before.document } }
  }
  const content = JSON.stringify(parsed.document)
  const at = clock.now()
  const draftOf = (one: { readonly message: string }, text: string) => {
    return { author: signature.author, message: one.message, at, hash: hashOf(text), content: text }
  }
  const draft = {
    ...signature,
    ...draftOf(signature, content),
    ...(beneath === undefined ? {} : { beneath: draftOf(beneath, JSON.stringify(beneath.document)) }),
  }
  const committed = await versions.commit(before.number, draft, keep)
  if (committed.kind === 'conflict') return committed
  await checkStored(versions, committed.number, content)
  return { kind: 'changed', configuration: { number: committed.number, document: parsed.document } }
}

/** What is reported as stored is what is there, unless so much came after it that it is not kept any more. */
async function checkStored(versions: Versions, number: number, content: string): Promise<void> {
  const stored = await versions.at(number)
  if (stored?.content === content) return
  const newest = await versions.newest()
  if (stored === null && newest !== null && newest.number > number) return
  throw new AppError('store-failed', `version ${String(number)} was not stored as written`)
}

/** Loads node:crypto for it alone: that costs a fifth of a start, and most commands only read. */
const hashOf = (content: string): string =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex')

const staleVersion = (newest: number): AppError =>
  new AppError('stale-version', `the configuration is version ${String(newest)} by now`, {
    details: { newest },
  })
