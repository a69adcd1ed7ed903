import { setSetting, unsetSetting } from '../../src/core/config/changes.ts'
import type { SchemaAnswer } from '../../src/admin/contract/form.ts'
import { mayWrite } from '../api.ts'
import { say } from '../language.ts'
import { document, schema, step, stored } from './draft.ts'
import { FormField } from './form-field.tsx'

type Setting = SchemaAnswer['settings'][number]

/** Settings as forms, by what stands before the first dot of their keys. */
export function SettingsForm({ settings }: { readonly settings: readonly Setting[] }) {
  return (
    <div class="settings">
      {settings.map((setting) => (
        <SettingField key={setting.key} setting={setting} />
      ))}
    </div>
  )
}

export const settingsWhere = (fits: (setting: Setting) => boolean): readonly Setting[] =>
  (schema.value?.settings ?? []).filter(fits)

function SettingField({ setting }: { readonly setting: Setting }) {
  const { key, needsRestart, scope } = setting
  const value = document.value.settings[key]
  const inForce = stored.value?.settings.find((one) => one.key === key)
  const isOverridden = inForce?.origin === 'env' || inForce?.origin === 'flag'
  const change = (next: unknown) => {
    // What is no value of its kind is sent as it is: the proxy says what is wrong with it.
    step(next === undefined ? unsetSetting(key) : setSetting(key, next as string | number), `setting ${key}`)
  }
  const isSet = value !== undefined
  return (
    <div class="setting" data-set={isSet}>
      <FormField
        field={{ ...setting, default: setting.default }}
        value={value}
        isDisabled={!mayWrite.value}
        onChange={change}
      />
      <p class="setting-notes">
        <span>{say(`setting-scope.${scope}`)}</span>
        {needsRestart && <span>{say('setting.needs-restart')}</span>}
        {isOverridden && (
          <span class="state" data-tone="warn">
            {say('setting.overridden', { value: inForce.value, variable: inForce.variable })}
          </span>
        )}
        {isSet && mayWrite.value && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              change(undefined)
            }}
          >
            {say('setting.reset', { value: String(setting.default) })}
          </button>
        )}
      </p>
    </div>
  )
}
