import { readStored } from '../../../document/configuration.ts'
import type { Context } from '../../context.ts'
import { localTime } from '../../../views/local-time.ts'
import { missing } from '../../missing.ts'
import { replaceDocument } from '../../replace.ts'
import { reportChange } from '../../report.ts'
import type { ConfigRollbackShape } from '../../../views/shapes/config.ts'
import { versionNamed } from '../../version-named.ts'

/** Makes a new version with the content of an earlier one. */
export async function configRollback(context: Context, given: number | undefined): Promise<void> {
  const { say } = context
  const { versions } = await context.store()
  const base = await readStored(versions)
  const number = given ?? (await chosenVersion(context))
  const { document } = await versionNamed(versions, number, say)
  const message = `rollback to version ${String(number)}`
  const applied = await replaceDocument(context, base.number, document, { author: 'cli', message })
  const done = say('config.rolled-back', { number })
  reportChange<ConfigRollbackShape>(context, applied, done, { restored: number })
}

const OFFERED = 20

async function chosenVersion(context: Context): Promise<number> {
  const { say } = context
  const ask = await context.ask()
  if (ask === null) throw missing('VERSION', 'qcc config rollback VERSION', say)
  const [, ...earlier] = await (await context.store()).versions.list(OFFERED + 1)
  if (earlier.length === 0) throw missing('VERSION', 'qcc config rollback VERSION', say)
  const choices = earlier.map(({ at, message, number }) => ({
    value: String(number),
    label: `${String(number)}  ${localTime(at)}`,
    hint: message,
  }))
  return Number(await ask.choose(say('config.ask-version'), choices))
}
