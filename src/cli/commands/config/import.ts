import { differences, type Difference } from '../../../core/config/diff.ts'
import type { Document } from '../../../core/config/document.ts'
import { withReferences } from '../../../document/bundle.ts'
import { readStored } from '../../../document/configuration.ts'
import { idsAsIn } from '../../../document/endpoint-ids.ts'
import { AppError } from '../../../errors/app-error.ts'
import { confirmed } from '../../confirm.ts'
import type { Context } from '../../context.ts'
import { differenceLines } from '../../../views/difference-lines.ts'
import { differencesView } from '../../../views/differences-view.ts'
import { readDocumentFile } from '../../document-file.ts'
import { faultLine } from '../../../views/fault-text.ts'
import { importedKeys, type ImportedKeys } from '../../imported-keys.ts'
import { replaceDocument } from '../../replace.ts'
import { printJson, reportChange } from '../../report.ts'
import type { ConfigImportShape } from '../../../views/shapes/config.ts'

export interface ConfigImportFlags {
  readonly dryRun?: boolean
}

/** What a file would make of the configuration. */
interface Plan {
  /** The version that it takes the place of. */
  readonly base: number
  /** As the file has it. */
  readonly document: Document
  readonly keys: ImportedKeys
  readonly found: readonly Difference[]
}

/** Puts the document of a file, and the keys that come with it, in the place of the configuration. */
export async function configImport(context: Context, file: string, flags: ConfigImportFlags): Promise<void> {
  const { json, output, say } = context
  const plan = await planFor(context, file)
  const { base, document, found, keys } = plan
  const isChange = found.length > 0 || keys.fresh.size > 0
  const dryRun = flags.dryRun === true
  const data = {
    dryRun,
    keys: keys.fresh.size,
    missing: [...keys.missing],
    differences: differencesView(found),
  }
  if (isChange) output.note(say('config.import.would-change', { file }))
  if (dryRun) {
    if (!isChange) output.note(say('config.no-difference'))
    if (json) printJson<ConfigImportShape>(context, { version: base, changed: false, ...data })
    else for (const line of differenceLines(found, say)) output.data(line)
  } else {
    for (const line of differenceLines(found, say)) output.note(line)
    if (isChange) await confirmed(context, say('config.import.asks', { file, version: base }))
    const kept = await keptKeys(context, keys)
    const signature = { author: 'import', message: `config import ${file}` } as const
    const applied = await replaceDocument(context, base, withReferences(document, kept), signature)
    reportChange<ConfigImportShape>(context, applied, say('config.imported', { file }), data)
  }
  noteKeys(context, plan, dryRun)
}

async function planFor(context: Context, file: string): Promise<Plan> {
  const { output, say } = context
  const { number: base, parsed } = await readStored((await context.store()).versions)
  const present: Document = parsed.kind === 'valid' ? parsed.document : { profiles: [], settings: {} }
  const read = await readDocumentFile(context, file, idsAsIn(present))
  if (read.kind === 'invalid') {
    for (const fault of read.faults) output.error(faultLine(fault, say))
    throw new AppError('failed', say('config.invalid-file', { file }))
  }
  const { document, secrets } = read
  const keys = await importedKeys(context, present, document, secrets)
  return { base, document, keys, found: differences(present, withReferences(document, keys.known)) }
}

/** Keeps the new keys; resolves to the reference here of every one of the file. */
async function keptKeys(
  context: Context,
  { fresh, known }: ImportedKeys,
): Promise<ReadonlyMap<string, string>> {
  const references = new Map(known)
  for (const [reference, key] of fresh) references.set(reference, await (await context.keys()).keep(key))
  return references
}

function noteKeys({ output, say }: Context, { keys }: Plan, dryRun: boolean): void {
  const { fresh, missing } = keys
  if (fresh.size > 0 && !dryRun) output.note(say('config.imported-secrets', { count: fresh.size }))
  if (missing.length === 0) return
  output.note(output.styled('yellow', say('config.missing-secrets', { references: missing.join(', ') })))
}
