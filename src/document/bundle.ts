/** A document together with the keys that it refers to, as one value: what an encrypted export holds. */
import { isReused, type Document } from '../core/config/document.ts'
import type { IdSource } from './endpoint-ids.ts'
import { faultOf, type Fault } from './fault.ts'
import { partAt } from './parts.ts'
import { parseDocument } from './schema.ts'

/** Keys by their references, `secret:ID`. */
export type Secrets = ReadonlyMap<string, string>

export type ParsedBundle =
  | { readonly kind: 'valid'; readonly document: Document; readonly secrets: Secrets }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] }

/** The references of a document to keys that are stored, each once. */
export function secretReferences({ profiles }: Document): readonly string[] {
  const references = profiles.flatMap(({ endpoints }) =>
    endpoints.flatMap((entry) => (isReused(entry) ? [] : [entry.credential])),
  )
  return [...new Set(references)].filter((reference) => reference.startsWith('secret:'))
}

/** The same document with other references to keys; what is not in the map stays as it is. */
export function withReferences(document: Document, renamed: ReadonlyMap<string, string>): Document {
  const profiles = document.profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.map((entry) =>
      isReused(entry) ? entry : { ...entry, credential: renamed.get(entry.credential) ?? entry.credential },
    ),
  }))
  return { ...document, profiles }
}

/** What came out of an encrypted file: a bundle, also one of sync, or a document alone. */
export function parseBundle(value: unknown, newId: IdSource | null): ParsedBundle {
  const top = partAt([], value)
  if (top === null || !Object.hasOwn(top.value, 'document')) {
    const parsed = parseDocument(value, newId)
    return parsed.kind === 'valid' ? { ...parsed, secrets: new Map() } : parsed
  }
  const { document, secrets = {}, sync: _sync, ...others } = top.value
  const parsed = parseDocument(document, newId)
  const within = parsed.kind === 'valid' ? [] : parsed.faults
  const faults = [
    ...Object.keys(others).map((key) => faultOf('unknown-key', [key], { key })),
    ...within.map((fault) => ({ ...fault, path: ['document', ...fault.path] })),
    ...secretFaults(secrets),
  ]
  if (faults.length > 0 || parsed.kind === 'invalid') return { kind: 'invalid', faults }
  return { ...parsed, secrets: new Map(Object.entries(secrets as Readonly<Record<string, string>>)) }
}

function secretFaults(secrets: unknown): readonly Fault[] {
  const part = partAt(['secrets'], secrets)
  if (part === null) return [faultOf('not-object', ['secrets'])]
  return Object.entries(part.value).flatMap(([reference, key]) => {
    if (!/^secret:./.test(reference)) return faultOf('credential', ['secrets', reference])
    return typeof key === 'string' && key !== '' ? [] : faultOf('not-text', ['secrets', reference])
  })
}
