import { parseSetting, type SettingFault } from './parse-setting.ts'
import type { Overrides } from './resolve.ts'
import { envNameOf, settingKeys } from './schema.ts'

/** What the environment says of settings for one run. */
export type EnvOverrides =
  | { readonly kind: 'overrides'; readonly overrides: Overrides }
  | { readonly kind: 'invalid'; readonly variable: string; readonly fault: SettingFault }

/** Reads each setting's `QCC_…` variable. An empty one counts as not set; the first that makes no sense is told. */
export function envOverrides(env: Readonly<Record<string, string | undefined>>): EnvOverrides {
  const overrides: Record<string, string | number> = {}
  for (const key of settingKeys) {
    const variable = envNameOf(key)
    const text = env[variable] ?? ''
    if (text === '') continue
    const parsed = parseSetting(key, text)
    if (parsed.kind === 'fault') return { kind: 'invalid', variable, fault: parsed.fault }
    overrides[key] = parsed.value
  }
  return { kind: 'overrides', overrides }
}
