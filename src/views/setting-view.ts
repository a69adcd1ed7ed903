import { formatSetting, unitOf } from '../settings/format-setting.ts'
import type { SettingsView } from '../settings/resolve.ts'
import { envNameOf, SETTINGS, type SettingKey } from '../settings/schema.ts'
import type { Say } from '../i18n/say.ts'
import type { ConfigGetShape } from './shapes/config.ts'

/** A setting as `--json` prints it. */
export function settingView({ originOf, settings }: SettingsView, key: SettingKey, say: Say): ConfigGetShape {
  const { default: byDefault, scope, type } = SETTINGS[key]
  return {
    key,
    value: settings[key],
    default: byDefault,
    unit: unitOf(type),
    origin: originOf(key),
    scope,
    variable: envNameOf(key),
    description: say(`setting.${key}`),
  }
}

/** A value of the configuration as a person reads it; one that is not set shows the default in its place. */
export const settingText = (key: SettingKey, value: string | number | undefined, say: Say): string =>
  value === undefined
    ? say('config.default-value', { value: formatSetting(key, SETTINGS[key].default) })
    : formatSetting(key, value)
