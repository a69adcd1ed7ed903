import { formatSetting } from '../../../settings/format-setting.ts'
import type { Context } from '../../context.ts'
import { printJson } from '../../report.ts'
import { settingKeyOf } from '../../setting-key.ts'
import { settingView } from '../../../views/setting-view.ts'
import type { ConfigGetShape } from '../../../views/shapes/config.ts'

/** The value of one setting that is in force, in the form that `config set` takes; or the built-in rules. */
export async function configGet(context: Context, given: string | undefined): Promise<void> {
  const { json, output, say } = context
  if (given === 'routing.rules') return (await import('./rules.ts')).configRules(context)
  const key = await settingKeyOf(context, given, 'qcc config get KEY')
  const view = await context.settings()
  if (json) return printJson<ConfigGetShape>(context, settingView(view, key, say))
  output.data(formatSetting(key, view.settings[key]))
}
