/** What becomes of a planned import once it is agreed to. */
import { addProfile, setDefaultProfile, setSetting, type Change } from '../core/config/changes.ts'
import { isReused, type Document, type Profile } from '../core/config/document.ts'
import { inSequence } from '../core/config/in-sequence.ts'
import { setTier } from '../core/config/set-tier.ts'
import { AppError } from '../errors/app-error.ts'
import { configurationOf } from './apply.ts'
import type { Context } from './context.ts'
import type { ImportPlan, PlannedProfile } from './import-plan.ts'
import { knownKeys } from './known-keys.ts'

export const plannedProfiles = ({ sources }: Pick<ImportPlan, 'sources'>): readonly PlannedProfile[] =>
  sources.flatMap(({ profiles }) => profiles)

/** Whether anything of it is not here yet. */
export const isNews = (plan: ImportPlan): boolean =>
  plannedProfiles(plan).length > 0 || plan.tiers.length > 0 || Object.keys(plan.settings).length > 0

/** All of it as one change. `references`: of keys that are kept, by the keys. */
export function importChange(
  { defaultProfile, settings, sources, tiers }: ImportPlan,
  references: ReadonlyMap<string, string>,
): Change {
  const profiles = plannedProfiles({ sources }).map(({ keys, profile }): Profile => ({
    ...profile,
    endpoints: profile.endpoints.map((entry) => {
      const reference = references.get(keys.get(entry.id) ?? '')
      return isReused(entry) || reference === undefined ? entry : { ...entry, credential: reference }
    }),
  }))
  return inSequence(
    ...profiles.map(addProfile),
    defaultProfile === null ? null : setDefaultProfile(defaultProfile),
    ...tiers.map(({ profile, tier }) => setTier(profile, tier)),
    ...Object.entries(settings).map(([key, value]) => setSetting(key, value)),
  )
}

/** Keeps each of its keys once, beside those that are `known`; resolves to all of their references. */
export async function keptImportKeys(
  context: Context,
  plan: ImportPlan,
  known: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const vault = await context.keys()
  const references = new Map([...known].map(([reference, key]) => [key, reference]))
  const wanted = plannedProfiles(plan).flatMap(({ keys }) => [...keys.values()])
  for (const key of new Set(wanted)) {
    if (!references.has(key)) references.set(key, await vault.keep(key))
  }
  return references
}

/** Looks whether all of it is there. Throws where not. */
export async function checkImported(context: Context, plan: ImportPlan): Promise<void> {
  const { document } = await configurationOf(context)
  const there = await knownKeys(context, document)
  const isThere = plannedProfiles(plan).every(({ keys, profile }) =>
    hasAll(document, there, profile.name, keys),
  )
  if (!isThere) throw new AppError('failed', context.say('import.not-there'))
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
