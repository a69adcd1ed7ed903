import { setSetting, type Change } from '../core/config/changes.ts'
import { formatSetting } from '../settings/format-setting.ts'
import { envNameOf, settingKeys, type SettingKey } from '../settings/schema.ts'
import { applyChange, configurationOf } from './apply.ts'
import type { Context } from './context.ts'
import { printJson } from './report.ts'
import { settingView } from '../views/setting-view.ts'
import type { HealthConfigShape } from '../views/shapes/health-test.ts'
import { printTable } from './table.ts'

/** As they were given, by the setting that each changes. */
export type GivenSettings = Readonly<Partial<Record<SettingKey, string | number>>>

/**
 * Shows the settings of a topic as they are in force, after changing what was
 * given: all in one version.
 */
export async function settingsGroup(
  context: Context,
  topic: 'health' | 'notify' | 'queue',
  flags: GivenSettings,
): Promise<void> {
  const { json, output, say } = context
  const keys = settingKeys.filter((key) => key.startsWith(`${topic}.`))
  const given = keys.flatMap((key) => {
    const value = flags[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  const words = given.map(([key, value]) => `${key} ${formatSetting(key, value)}`)
  const applied =
    given.length === 0 ? null : await applyChange(context, all(given), `${topic} config ${words.join(' ')}`)
  const { number: version } = applied?.configuration ?? (await configurationOf(context))
  const view = await context.settings()
  const changed = applied?.kind === 'changed'
  if (json) {
    const settings = keys.map((key) => settingView(view, key, say))
    return printJson<HealthConfigShape>(context, { version, changed, settings })
  }
  if (applied !== null) {
    const done = say(`${topic}.config.changed`)
    output.note(changed ? say('change.done', { done, version }) : say('change.none', { version }))
  }
  for (const [key] of given) {
    if (view.originOf(key) !== 'env') continue
    output.note(output.styled('yellow', say('config.overridden', { variable: envNameOf(key) })))
  }
  const titles = (['key', 'value', 'description'] as const).map((title) => say(`config.title.${title}`))
  const rows = keys.map((key) => [key, formatSetting(key, view.settings[key]), say(`setting.${key}`)])
  await printTable(output, titles, rows)
}

const all =
  (given: readonly (readonly [SettingKey, string | number])[]): Change =>
  (document) =>
    given.reduce<ReturnType<Change>>(
      (before, [key, value]) =>
        before.kind === 'changed' ? setSetting(key, value)(before.document) : before,
      { kind: 'changed', document },
    )
