import { addProfile, setDefaultProfile, setSetting, type Change } from '../../core/config/changes.ts'
import { isReused, type Document, type Profile } from '../../core/config/document.ts'
import { inTurn } from '../../core/config/in-turn.ts'
import { setTier } from '../../core/config/set-tier.ts'
import { FOREIGN, type ForeignProgram } from '../../core/foreign/found.ts'
import { AppError } from '../../errors/app-error.ts'
import { applyChange, checkChange, configurationOf, type Applied } from '../apply.ts'
import { confirmed } from '../confirm.ts'
import type { Context } from '../context.ts'
import { foreignSources } from '../foreign-sources.ts'
import { importPlan, type ImportPlan, type PlannedProfile } from '../import-plan.ts'
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
  const isNews = preview(context, plan, dryRun)
  const data = { dryRun, ...importData(plan) }
  if (dryRun || !isNews) {
    if (json) printJson<ImportShape>(context, { version: number, changed: false, ...data })
    return
  }
  await checkChange(context, changeOf(plan, new Map()))
  const count = profilesOf(plan).length
  await confirmed(context, say('import.asks', { count }))
  const applied = await taken(context, plan, known)
  reportChange<ImportShape>(context, applied, say('import.done', { count }), data)
  const [first] = profilesOf(plan)
  if (first !== undefined) output.note(say('import.next', { name: first.profile.name }))
}

const profilesOf = ({ sources }: ImportPlan): readonly PlannedProfile[] =>
  sources.flatMap(({ profiles }) => profiles)

/** Shows the plan, and tells whether anything in it is new. */
function preview(context: Context, plan: ImportPlan, dryRun: boolean): boolean {
  const { json, output, say } = context
  const isData = dryRun && !json
  for (const line of importLines(plan, context)) {
    if (isData) output.data(line)
    else output.note(line)
  }
  const isNews = profilesOf(plan).length > 0 || plan.tiers.length > 0 || Object.keys(plan.settings).length > 0
  if (!isNews) output.note(say('import.nothing-new'))
  return isNews
}

async function nothingThere(context: Context, program: ForeignProgram | null): Promise<AppError> {
  const files = await context.foreign()
  const programs = program === null ? FOREIGN : [program]
  const places = programs.flatMap((one) => files.placesOf(one))
  return new AppError('no-such-thing', context.say('import.nothing-there', { places: places.join(', ') }))
}

/** All of it as one version. `references`: of keys that are kept, by the keys. */
function changeOf(
  { defaultProfile, settings, sources, tiers }: ImportPlan,
  references: ReadonlyMap<string, string>,
): Change {
  const profiles = sources.flatMap((source) =>
    source.profiles.map(({ keys, profile }): Profile => ({
      ...profile,
      endpoints: profile.endpoints.map((entry) => {
        const reference = references.get(keys.get(entry.id) ?? '')
        return isReused(entry) || reference === undefined ? entry : { ...entry, credential: reference }
      }),
    })),
  )
  return inTurn(
    ...profiles.map(addProfile),
    defaultProfile === null ? null : setDefaultProfile(defaultProfile),
    ...tiers.map(({ profile, tier }) => setTier(profile, tier)),
    ...Object.entries(settings).map(([key, value]) => setSetting(key, value)),
  )
}

/** Keeps each key once, and makes the change a version; then looks whether all of it is there. */
async function taken(
  context: Context,
  plan: ImportPlan,
  known: ReadonlyMap<string, string>,
): Promise<Applied> {
  const vault = await context.keys()
  const references = new Map([...known].map(([reference, key]) => [key, reference]))
  const wanted = plan.sources.flatMap(({ profiles }) => profiles.flatMap(({ keys }) => [...keys.values()]))
  for (const key of new Set(wanted)) {
    if (!references.has(key)) references.set(key, await vault.keep(key))
  }
  const applied = await applyChange(context, changeOf(plan, references), 'import', { author: 'import' })
  const { document } = await configurationOf(context)
  const there = await knownKeys(context, document)
  const isThere = plan.sources.every((source) =>
    source.profiles.every(({ keys, profile }) => hasAll(document, there, profile.name, keys)),
  )
  if (!isThere) throw new AppError('failed', context.say('import.not-there'))
  return applied
}

function hasAll(
  { profiles }: Document,
  there: ReadonlyMap<string, string>,
  name: string,
  keys: ReadonlyMap<string, string>,
): boolean {
  const endpoints = profiles.find((profile) => profile.name === name)?.endpoints ?? []
  return [...keys].every(([id, key]) =>
    endpoints.some((entry) => entry.id === id && !isReused(entry) && there.get(entry.credential) === key),
  )
}
