import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Document } from '../../../core/config/document.ts'
import { readStored, type Stored } from '../../../document/configuration.ts'
import { idsAsIn } from '../../../document/endpoint-ids.ts'
import { documentYaml, toYaml, type PlacedFault } from '../../../document/yaml.ts'
import { AppError } from '../../../errors/app-error.ts'
import type { Context } from '../../context.ts'
import { parseText } from '../../document-file.ts'
import { edited, editorCommand } from '../../editor.ts'
import { faultLine } from '../../../views/fault-text.ts'
import { replaceDocument } from '../../replace.ts'
import { printJson, reportChange } from '../../report.ts'
import type { ConfigEditShape } from '../../../views/shapes/config.ts'

/** Opens the whole configuration as YAML in the person's editor, and saves what is valid. */
export async function configEdit(context: Context): Promise<void> {
  const { env, home, say } = context
  const editor = editorCommand(env, (await context.ask()) !== null)
  if (editor === null) throw new AppError('usage', say('config.edit.needs-editor'))
  const stored = await readStored((await context.store()).versions)
  // A folder of its own, so that what an editor leaves beside the file goes with it.
  const folder = await mkdtemp(join(home, 'edit-'))
  try {
    await editIn(folder, editor, stored, context)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function editIn(folder: string, editor: string, stored: Stored, context: Context): Promise<void> {
  const { json, output, say } = context
  const file = join(folder, 'qcc.yaml')
  const text = `${commented(say('config.edit.comment'))}\n${yamlOf(stored)}`
  await writeFile(file, text, { flag: 'wx', mode: 0o600 })
  for (;;) {
    output.flush()
    const end = await edited(editor, file, json)
    if (end.kind === 'failed')
      throw new AppError('failed', say('config.edit.failed', { editor, why: end.why }))
    const written = await readFile(file, 'utf8')
    if (written === text) {
      output.note(say('config.edit.unchanged'))
      if (json) printJson<ConfigEditShape>(context, { version: stored.number, changed: false })
      return
    }
    const read = parseText(written, idsAsIn(presentDocument(stored)), false)
    if (read.kind === 'valid') return save(context, folder, stored.number, read.document)
    await refuseOrRepeat(context, read.faults)
  }
}

/** Resolves when a person wants to edit again. */
async function refuseOrRepeat(context: Context, faults: readonly PlacedFault[]): Promise<void> {
  const { output, say } = context
  for (const fault of faults) output.error(faultLine(fault, say))
  const ask = await context.ask()
  if (ask !== null && (await ask.confirm(say('config.edit.again'), true))) return
  throw new AppError('failed', say('config.edit.invalid'))
}

async function save(context: Context, folder: string, base: number, document: Document): Promise<void> {
  const { output, say } = context
  const signature = { author: 'cli', message: 'config edit' } as const
  try {
    const applied = await replaceDocument(context, base, document, signature)
    reportChange<ConfigEditShape>(context, applied, say('config.edited'), {})
  } catch (error) {
    const kept = `${folder}.yaml`
    await rename(join(folder, 'qcc.yaml'), kept)
    output.error(say('config.edit.kept', { file: kept }))
    throw error
  }
}

/** What is not valid is shown as it is stored, so that it can be mended. */
const yamlOf = ({ parsed, value }: Stored): string =>
  parsed.kind === 'valid' ? documentYaml(parsed.document) : toYaml(value)

const presentDocument = ({ parsed }: Stored): Document =>
  parsed.kind === 'valid' ? parsed.document : { profiles: [], settings: {} }

const commented = (text: string): string => text.replace(/^/gm, '# ')
