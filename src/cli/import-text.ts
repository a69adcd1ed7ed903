/** What an import would take over and what not, for people and for programs. Keys are in neither. */
import { isReused, type EndpointEntry } from '../core/config/document.ts'
import type { LeftOut } from '../core/foreign/found.ts'
import { formatSetting } from '../settings/format-setting.ts'
import type { SettingKey } from '../settings/schema.ts'
import type { Context } from './context.ts'
import type { ImportPlan, PlannedProfile, PlannedSource } from './import-plan.ts'
import { printable } from '../views/printable.ts'
import type { ImportShape } from './shapes/import.ts'
import type { Say } from './texts.ts'

export function importLines(
  { defaultProfile, settings, sources, tiers }: ImportPlan,
  { output, say }: Pick<Context, 'output' | 'say'>,
): readonly string[] {
  const rest = [
    ...(defaultProfile === null ? [] : [say('import.default', { name: defaultProfile })]),
    ...tiers.map(({ profile, tier }) => say('import.tier', { profile, tier })),
    ...Object.entries(settings).map(([key, value]) =>
      say('import.setting', { key, value: formatSetting(key as SettingKey, value) }),
    ),
  ]
  return [
    ...sources.flatMap((source) => sourceLines(source, output, say)),
    ...(rest.length === 0 ? [] : [say('import.here')]),
    ...rest.map((line) => `  + ${line}`),
  ]
}

function sourceLines(
  { file, leftOut, profiles, program }: PlannedSource,
  output: Context['output'],
  say: Say,
) {
  const lines = [
    ...profiles.flatMap((profile) => profileLines(profile, say)),
    ...leftOut.map((one) => output.styled('yellow', `  - ${leftText(one, say)}`)),
  ]
  const head = say(`import.program.${program}`, { file })
  return [head, ...(lines.length === 0 ? [`  ${say('import.nothing-in-it')}`] : lines)]
}

function profileLines({ keys, profile, wanted }: PlannedProfile, say: Say): readonly string[] {
  const { name } = profile
  const head =
    wanted === name || wanted === '' ? name : say('import.renamed', { name, wanted: printable(wanted) })
  return [
    `  + ${head}`,
    ...profile.endpoints.map((entry) => `      ${endpointText(entry, keys.has(entry.id), say)}`),
  ]
}

function endpointText(entry: EndpointEntry, hasKey: boolean, say: Say): string {
  if (isReused(entry)) return entry.from
  const { attribution, auth, baseUrl, credential, deniedBetas = [], enabled, models = {}, weight } = entry
  const parts = [
    `${baseUrl} (${auth})`,
    hasKey ? say('import.key') : say('import.variable', { name: credential.replace(/^env:/, '') }),
    ...Object.entries(models).map(([from, to]) => `${from} → ${to}`),
    ...(deniedBetas.length === 0 ? [] : [`${say('title.denied-betas')} ${deniedBetas.join(', ')}`]),
    ...(attribution === false ? [`${say('title.attribution')} off`] : []),
    ...(weight === 100 ? [] : [`${say('title.weight')} ${String(weight)}`]),
    ...(enabled ? [] : [say('state.disabled')]),
  ]
  return parts.map(printable).join('; ')
}

const leftText = ({ more = '', what, why }: LeftOut, say: Say): string =>
  say(`import.why.${why}`, { what: printable(what), more: printable(more) })

/** The same for a program. */
export const importData = ({
  defaultProfile,
  settings,
  sources,
  tiers,
}: ImportPlan): Omit<ImportShape, 'changed' | 'dryRun' | 'version'> => ({
  sources: sources.map(({ file, leftOut, profiles, program }) => ({
    ...{ program, file },
    profiles: profiles.map(({ keys, profile, wanted }) => ({
      ...{ name: profile.name, wanted },
      endpoints: profile.endpoints.flatMap((entry) => endpointData(entry, keys.has(entry.id))),
    })),
    leftOut: leftOut.map(({ more = null, what, why }) => ({ what, why, more })),
  })),
  defaultProfile,
  tiers: [...tiers],
  settings: { ...settings },
})

function endpointData(entry: EndpointEntry, hasKey: boolean) {
  if (isReused(entry)) return []
  const {
    attribution = true,
    auth,
    baseUrl,
    credential,
    deniedBetas = [],
    enabled,
    models = {},
    name,
  } = entry
  const variable = hasKey ? null : credential.replace(/^env:/, '')
  return {
    ...{ name, baseUrl, auth, variable, models: { ...models }, deniedBetas: [...deniedBetas], attribution },
    ...{ weight: entry.weight, enabled },
  }
}
