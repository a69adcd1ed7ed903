import type { Document } from '../../../core/config/document.ts'
import { secretReferences } from '../../../document/bundle.ts'
import { readConfiguration, readStored } from '../../../document/configuration.ts'
import { documentYaml, toYaml, withUnits } from '../../../document/yaml.ts'
import { AppError } from '../../../errors/app-error.ts'
import type { Context } from '../../context.ts'
import { localTime } from '../../../views/local-time.ts'
import { noteEffort, passphraseOf } from '../../passphrase.ts'
import { printJson } from '../../report.ts'
import type { ConfigExportShape } from '../../../views/shapes/config.ts'
import { writePrivate } from '../../write-private.ts'

export interface ConfigExportFlags {
  readonly withSecrets?: boolean
  readonly damaged?: boolean
}

/** A version as the text that leaves, and as the value that a program gets. */
interface Exported {
  readonly version: number
  readonly text: string
  readonly value: unknown
  readonly keys: number
}

/** Writes the configuration to a file or to standard output. Keys only when asked for, and then encrypted. */
export async function configExport(
  context: Context,
  file: string | undefined,
  flags: ConfigExportFlags,
): Promise<void> {
  const { json, output, say } = context
  const { keys, text, value, version } = await exported(context, flags)
  const isEncrypted = flags.withSecrets === true
  if (file === undefined || file === '-') {
    if (!json) output.data(text.trimEnd())
    else if (isEncrypted) printJson<ConfigExportShape>(context, { version, file: null, keys, age: text })
    else printJson(context, value)
    return
  }
  await writePrivate(context, file, text)
  output.note(
    say(isEncrypted ? 'config.exported-secrets' : 'config.exported', { version, file, count: keys }),
  )
  if (json) printJson<ConfigExportShape>(context, { version, file, keys, age: null })
}

async function exported(context: Context, flags: ConfigExportFlags): Promise<Exported> {
  if (flags.damaged === true) return salvaged(context)
  const { versions } = await context.store()
  if (flags.withSecrets === true) {
    const { document, number } = await readConfiguration(versions)
    return sealed(context, number, document)
  }
  const { number, parsed, value } = await readStored(versions)
  if (parsed.kind === 'invalid') return { version: number, text: toYaml(value), value, keys: 0 }
  return { version: number, text: documentYaml(parsed.document), value: parsed.document, keys: 0 }
}

async function sealed(context: Context, version: number, document: Document): Promise<Exported> {
  const passphrase = await passphraseOf(context, true)
  const secrets: Record<string, string> = {}
  for (const reference of secretReferences(document)) {
    const key = await (await context.keys()).resolve(reference)
    if (key === null) throw new AppError('failed', context.say('config.key-gone', { reference }))
    secrets[reference] = key
  }
  const { seal } = await import('../../../document/age-file.ts')
  await noteEffort(context, 'config.encrypting')
  const text = await seal(toYaml({ document: withUnits(document), secrets }), passphrase)
  return { version, text, value: document, keys: Object.keys(secrets).length }
}

/** The newest version that a damaged database still gives. */
async function salvaged(context: Context): Promise<Exported> {
  const { database, output, say } = context
  const [newest] = await context.salvage()
  if (newest === undefined) throw new AppError('failed', say('config.not-readable', { file: database }))
  const { at, content, number: version } = newest
  const value: unknown = JSON.parse(content)
  output.note(say('config.salvaged', { version, time: localTime(at) }))
  return { version, text: toYaml(value), value, keys: 0 }
}
