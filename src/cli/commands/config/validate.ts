import { newEndpointId } from '../../../document/endpoint-ids.ts'
import { readStored } from '../../../document/configuration.ts'
import type { Fault } from '../../../document/fault.ts'
import type { ExitCode } from '../../../errors/failures.ts'
import type { Context } from '../../context.ts'
import { readDocumentFile } from '../../document-file.ts'
import { faultLine, faultView } from '../../../views/fault-text.ts'
import { printJson } from '../../report.ts'
import type { ConfigValidateShape } from '../../../views/shapes/config.ts'

/** Checks a file, or what is stored. The faults are what was asked for, so they are data. */
export async function configValidate(context: Context, file: string | undefined): Promise<ExitCode> {
  const { json, output, say } = context
  const { faults, version } =
    file === undefined ? await storedFaults(context) : await fileFaults(context, file)
  const valid = faults.length === 0
  if (json) {
    const told = faults.map((fault) => faultView(fault, say))
    printJson<ConfigValidateShape>(context, { valid, file: file ?? null, version, faults: told })
  } else {
    for (const fault of faults) output.data(faultLine(fault, say))
    if (valid && file !== undefined) output.note(say('config.valid-file', { file }))
    if (valid && version !== null)
      output.note(say(version === 0 ? 'config.no-versions' : 'config.valid-stored', { version }))
  }
  return valid ? 0 : 1
}

interface Found {
  readonly faults: readonly Fault[]
  readonly version: number | null
}

async function storedFaults(context: Context): Promise<Found> {
  const { number, parsed } = await readStored((await context.store()).versions)
  return { faults: parsed.kind === 'valid' ? [] : parsed.faults, version: number }
}

async function fileFaults(context: Context, file: string): Promise<Found> {
  const read = await readDocumentFile(context, file, newEndpointId)
  return { faults: read.kind === 'valid' ? [] : read.faults, version: null }
}
