import { FOREIGN, type ForeignProgram } from '../../core/foreign/found.ts'
import { AppError } from '../../errors/app-error.ts'
import { applyChange, checkChange, configurationOf } from '../apply.ts'
import { confirmed } from '../confirm.ts'
import type { Context } from '../context.ts'
import { foreignSources } from '../foreign-sources.ts'
import { importPlan, type ImportPlan } from '../import-plan.ts'
import { checkImported, importChange, isNews, keptImportKeys, plannedProfiles } from '../import-taken.ts'
import { importData, importLines } from '../import-text.ts'
import { knownKeys } from '../known-keys.ts'
import { printJson, reportChange } from '../report.ts'
import type { ImportShape } from '../shapes/import.ts'

export interface ImportFlags {
  readonly from?: ForeignProgram
  readonly dryRun?: boolean
}

/** Takes over what other programs have, after it was shown and agreed to. Nothing of theirs is changed. */
export async function importForeign(
  context: Context,
  file: string | undefined,
  flags: ImportFlags,
): Promise<void> {
  const { json, output, say } = context
  const sources = await foreignSources(context, flags.from ?? null, file)
  if (sources.length === 0) throw await nothingThere(context, flags.from ?? null)
  const { document, number } = await configurationOf(context)
  const known = await knownKeys(context, document)
  const plan = importPlan(document, known, sources)
  const dryRun = flags.dryRun === true
  const hasNews = preview(context, plan, dryRun)
  const data = { dryRun, ...importData(plan) }
  if (dryRun || !hasNews) {
    if (json) printJson<ImportShape>(context, { version: number, changed: false, ...data })
    return
  }
  await checkChange(context, importChange(plan, new Map()))
  const count = plannedProfiles(plan).length
  await confirmed(context, say('import.asks', { count }))
  const change = importChange(plan, await keptImportKeys(context, plan, known))
  const applied = await applyChange(context, change, 'import', { author: 'import' })
  await checkImported(context, plan)
  reportChange<ImportShape>(context, applied, say('import.done', { count }), data)
  const [first] = plannedProfiles(plan)
  if (first !== undefined) output.note(say('import.next', { name: first.profile.name }))
}

/** Shows the plan, and tells whether anything in it is new. */
function preview(context: Context, plan: ImportPlan, dryRun: boolean): boolean {
  const { json, output, say } = context
  const isData = dryRun && !json
  for (const line of importLines(plan, context)) {
    if (isData) output.data(line)
    else output.note(line)
  }
  const hasNews = isNews(plan)
  if (!hasNews) output.note(say('import.nothing-new'))
  return hasNews
}

async function nothingThere(context: Context, program: ForeignProgram | null): Promise<AppError> {
  const files = await context.foreign()
  const programs = program === null ? FOREIGN : [program]
  const places = programs.flatMap((one) => files.placesOf(one))
  return new AppError('no-such-thing', context.say('import.nothing-there', { places: places.join(', ') }))
}
