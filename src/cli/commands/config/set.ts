import { setSetting, unsetSetting, type Change } from '../../../core/config/changes.ts'
import type { SettingValue } from '../../../core/config/document.ts'
import { AppError } from '../../../errors/app-error.ts'
import { formatSetting } from '../../../settings/format-setting.ts'
import { parseSetting } from '../../../settings/parse-setting.ts'
import { envNameOf, type SettingKey } from '../../../settings/schema.ts'
import { applyChange } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { faultText } from '../../../views/fault-text.ts'
import { missing } from '../../missing.ts'
import { reportChange } from '../../report.ts'
import { settingKeyOf } from '../../setting-key.ts'
import { settingText } from '../../../views/setting-view.ts'
import type { ConfigSetShape } from '../../../views/shapes/config.ts'

/** Gives a setting a value. */
export async function configSet(
  context: Context,
  given: string | undefined,
  text: string | undefined,
): Promise<void> {
  const key = await settingKeyOf(context, given, 'qcc config set KEY VALUE')
  const value = text === undefined ? await askedValue(context, key) : parsedValue(context, key, text)
  await changeSetting(context, key, setSetting(key, value), `config set ${key} ${formatSetting(key, value)}`)
}

/** Takes the value of a setting away, so that its default holds. */
export async function configUnset(context: Context, given: string | undefined): Promise<void> {
  const key = await settingKeyOf(context, given, 'qcc config unset KEY')
  await changeSetting(context, key, unsetSetting(key), `config unset ${key}`)
}

async function changeSetting(
  context: Context,
  key: SettingKey,
  change: Change,
  message: string,
): Promise<void> {
  const { output, say } = context
  let before: SettingValue | undefined
  const watched: Change = (document) => {
    before = document.settings[key]
    return change(document)
  }
  const applied = await applyChange(context, watched, message)
  const after = applied.configuration.document.settings[key]
  const values = { key, before: settingText(key, before, say), after: settingText(key, after, say) }
  const data = { key, before: before ?? null, after: after ?? null }
  reportChange<ConfigSetShape>(context, applied, say('config.changed', values), data)
  if ((await context.settings()).originOf(key) !== 'env') return
  output.note(output.styled('yellow', say('config.overridden', { variable: envNameOf(key) })))
}

function parsedValue({ say }: Context, key: SettingKey, text: string): SettingValue {
  const parsed = parseSetting(key, text)
  if (parsed.kind === 'value') return parsed.value
  throw new AppError('usage', say('config.no-value', { key, value: text, why: faultText(parsed.fault, say) }))
}

async function askedValue(context: Context, key: SettingKey): Promise<SettingValue> {
  const { say } = context
  const ask = await context.ask()
  if (ask === null) throw missing('VALUE', `qcc config set ${key} VALUE`, say)
  const { settings } = await context.settings()
  const answer = await ask.text(say('config.ask-value', { key }), {
    initial: formatSetting(key, settings[key]),
    fault: (typed) => {
      const parsed = parseSetting(key, typed)
      return parsed.kind === 'fault' ? faultText(parsed.fault, say) : null
    },
  })
  return parsedValue(context, key, answer)
}
