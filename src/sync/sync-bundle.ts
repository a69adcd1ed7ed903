/** What travels: a document, perhaps keys, and where it comes from; as YAML under a passphrase. */
import type { Document } from '../core/config/document.ts'
import type { Lineage } from '../core/sync/lineage.ts'
import { isAgeFile } from '../document/age-header.ts'
import { parseBundle, type Secrets } from '../document/bundle.ts'
import { placeText } from '../document/fault.ts'
import { readYaml, toYaml, withUnits } from '../document/yaml.ts'
import { syncFault } from './sync-fault.ts'

/** Of the bundle; another one is not read. */
const FORMAT = 1

export interface SyncBundle {
  readonly lineage: Lineage
  /** The machine that wrote it, and when (epoch milliseconds). */
  readonly by: string
  readonly at: number
  readonly document: Document
  readonly secrets: Secrets
}

export function bundleText({ at, by, document, lineage, secrets }: SyncBundle): string {
  const { ancestors, revision } = lineage
  return toYaml({
    sync: { format: FORMAT, revision, by, at, ancestors: ancestors.join(' ') },
    document: withUnits(document),
    ...(secrets.size === 0 ? {} : { secrets: Object.fromEntries(secrets) }),
  })
}

/** Opens texts under a passphrase; `document/age-file.ts` is the one that is used. */
export interface Sealing {
  seal(text: string, passphrase: string): Promise<string>
  open(
    file: Uint8Array,
    passphrase: string,
  ): Promise<
    | { readonly kind: 'opened'; readonly text: string }
    | { readonly kind: 'locked' }
    | { readonly kind: 'damaged' }
  >
}

/** What bytes of `remote` hold. Throws an `AppError` that says why they are not a whole bundle of QCC. */
export async function openBundle(
  sealing: Sealing,
  bytes: Uint8Array,
  passphrase: string,
  remote: string,
): Promise<SyncBundle> {
  // A file whose writing was cut off at once has nothing to be recognised by.
  if (bytes.length === 0) throw syncFault('sync-fault.damaged', { remote })
  if (!isAgeFile(bytes)) throw syncFault('sync-fault.foreign', { remote })
  const opened = await sealing.open(bytes, passphrase)
  if (opened.kind !== 'opened') throw syncFault(`sync-fault.${opened.kind}`, { remote })
  return bundleIn(opened.text, remote)
}

function bundleIn(text: string, remote: string): SyncBundle {
  const invalid = (why: string) => syncFault('sync-fault.not-valid', { remote, why })
  const read = readYaml(text)
  if (read.kind === 'invalid') throw invalid('YAML')
  const origin = originIn(read.value)
  if (origin === null) throw invalid('sync')
  const parsed = parseBundle(read.value, null)
  if (parsed.kind === 'invalid') {
    throw invalid(parsed.faults.map(({ code, path }) => `${placeText(path)} (${code})`).join(', '))
  }
  return { ...origin, document: parsed.document, secrets: parsed.secrets }
}

/** Who wrote it; null for what is no bundle of sync, or one of another format. */
function originIn(value: unknown): Pick<SyncBundle, 'lineage' | 'by' | 'at'> | null {
  const { sync } = (value ?? {}) as { readonly sync?: Readonly<Record<string, unknown>> | null }
  const { ancestors, at, by, format, revision } = sync ?? {}
  const isWhole =
    format === FORMAT && typeof revision === 'string' && typeof by === 'string' && typeof at === 'number'
  if (!isWhole || typeof ancestors !== 'string') return null
  const line = ancestors.split(' ').filter((one) => one !== '')
  return { lineage: { revision, ancestors: line }, by, at }
}
