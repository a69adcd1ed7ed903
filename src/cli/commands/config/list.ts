import { formatSetting } from '../../../settings/format-setting.ts'
import type { Origin } from '../../../settings/resolve.ts'
import { envNameOf, settingKeys, type SettingKey } from '../../../settings/schema.ts'
import type { Context } from '../../context.ts'
import { protectionText } from '../../protection-text.ts'
import { printJson } from '../../report.ts'
import { settingView } from '../../../views/setting-view.ts'
import type { ConfigListShape } from '../../../views/shapes/config.ts'
import { printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

export interface ConfigListFlags {
  readonly defaults?: boolean
}

/** The settings that are set somewhere, or all of them, each with where its value comes from. */
export async function configList(context: Context, flags: ConfigListFlags): Promise<void> {
  const { json, output, say } = context
  const view = await context.settings()
  const keys = settingKeys.filter((key) => flags.defaults === true || view.originOf(key) !== 'default')
  const protection = await (await context.keys()).protection()
  if (json) {
    const settings = keys.map((key) => settingView(view, key, say))
    return printJson<ConfigListShape>(context, { settings, protection })
  }
  const noteRest = (): void => {
    output.note(say('config.keys', { how: protectionText(protection, say) }))
    output.note(say('config.rules-elsewhere'))
  }
  if (keys.length === 0) {
    output.note(say('config.nothing-set'))
    return noteRest()
  }
  const titles = ['key', 'value', 'origin', 'description'] as const
  const rows = keys.map((key) => [
    key,
    formatSetting(key, view.settings[key]),
    originText(view.originOf(key), key, say),
    say(`setting.${key}`),
  ])
  const head = titles.map((title) => say(`config.title.${title}`))
  await printTable(output, head, rows)
  noteRest()
}

const originText = (origin: Origin, key: SettingKey, say: Say): string =>
  origin === 'env' ? envNameOf(key) : say(`config.origin.${origin}`)
