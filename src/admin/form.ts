/** What forms are made from: every value that can be filled in, described in a language. */
import { formEn } from '../i18n/en/form.ts'
import type { Lang, Say } from '../i18n/say.ts'
import { unitOf } from '../settings/format-setting.ts'
import { limitsOf } from '../settings/parse-setting.ts'
import { AT_START, envNameOf, SETTINGS, settingKeys, STRATEGIES } from '../settings/schema.ts'
import type { Setting, SettingKey } from '../settings/schema.ts'
import { MAX_CONCURRENT_MOST, PRIORITY_MOST, WEIGHT_DEFAULT, WEIGHT_MOST } from '../document/rules.ts'
import type { SchemaAnswer } from './contract/form.ts'
import { documentSchema } from './document-schema.ts'

type Texts = Readonly<Record<keyof typeof formEn, string>>
type Field = Omit<SchemaAnswer['profile'][number], 'key' | 'label' | 'description'>

const PLAIN: Field = { type: 'text', unit: null, default: null, least: null, most: null, choices: null }

const choice = (choices: readonly string[], byDefault: string | null): Field => ({
  ...{ ...PLAIN, type: 'choice', choices: [...choices], default: byDefault },
})

const count = (least: number, most: number, byDefault: number | null): Field => ({
  ...{ ...PLAIN, type: 'count', least, most, default: byDefault },
})

const toggle: Field = { ...PLAIN, type: 'switch', default: true }

const PROFILE: Readonly<Record<string, Field>> = {
  name: PLAIN,
  description: PLAIN,
  strategy: choice(STRATEGIES, null),
}

/** Also where the target is reused. */
const OWN: Readonly<Record<string, Field>> = {
  name: PLAIN,
  enabled: toggle,
  from: PLAIN,
  weight: count(0, WEIGHT_MOST, WEIGHT_DEFAULT),
  priority: count(1, PRIORITY_MOST, 1),
  maxConcurrent: count(1, MAX_CONCURRENT_MOST, null),
}

const TARGET: Readonly<Record<string, Field>> = {
  baseUrl: PLAIN,
  credential: { ...PLAIN, type: 'reference' },
  auth: choice(['x-api-key', 'bearer', 'both'], 'x-api-key'),
  models: { ...PLAIN, type: 'map' },
  deniedBetas: { ...PLAIN, type: 'names' },
  attribution: toggle,
  'timeouts.connect': seconds('timeout.connect'),
  'timeouts.first-content': seconds('timeout.first-content'),
  'timeouts.idle': seconds('timeout.idle'),
  outboundProxy: PLAIN,
  rules: { ...PLAIN, type: 'list' },
}

function seconds(key: SettingKey): Field {
  const { least, most } = limitsOf(SETTINGS[key])
  return { ...PLAIN, type: 'seconds', unit: 's', least, most }
}

/** Everything in one language; `say` speaks it, too. */
export async function formSchema(lang: Lang, say: Say): Promise<SchemaAnswer> {
  const texts: Texts = lang === 'zh' ? (await import('../i18n/zh/form.ts')).formZh : formEn
  const fields = (of: 'profile' | 'endpoint', all: Readonly<Record<string, Field>>) =>
    Object.entries(all).map(([key, field]) => {
      const name = `field.${of}.${key}` as keyof Texts
      const hint = `${name}.hint` as keyof Texts
      return { key, label: texts[name], description: texts[hint], ...field }
    })
  return {
    lang,
    document: { ...documentSchema(say) },
    profile: fields('profile', PROFILE),
    endpoint: [
      ...fields('endpoint', OWN).map((field) => ({ ...field, isOwn: true })),
      ...fields('endpoint', TARGET).map((field) => ({ ...field, isOwn: false })),
    ],
    settings: settingKeys.map((key) => settingField(key, say)),
  }
}

function settingField(key: SettingKey, say: Say): SchemaAnswer['settings'][number] {
  const setting: Setting = SETTINGS[key]
  const { choices = null, scope, type } = setting
  const isNumber = typeof setting.default === 'number'
  const { least, most } = limitsOf(setting)
  return {
    ...{ key, group: key.split('.')[0] ?? key, label: key, description: say(`setting.${key}`) },
    ...{ type, unit: unitOf(type), default: setting.default, scope },
    ...{ least: isNumber ? least : null, most: isNumber && most < Number.MAX_SAFE_INTEGER ? most : null },
    ...{ choices: choices === null ? null : [...choices], variable: envNameOf(key) },
    needsRestart: AT_START.some((one) => one === key),
  }
}
