/** The document as a person may write it, as a JSON schema: for docs/schemas, editors and forms. */
import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { documentShape, ownEndpoint, profile, reusedEndpoint, timeouts } from '../document/shape.ts'
import type { Say } from '../i18n/say.ts'
import { isWord, limitsOf } from '../settings/parse-setting.ts'
import { SETTINGS, settingKeys, type Setting, type SettingKey } from '../settings/schema.ts'

/** What its own checks cannot say to valibot is put in from the settings, which `say` describes. */
export function documentSchema(say: Say): JsonSchema {
  const own = plain(ownEndpoint)
  const times = Object.keys(timeouts.entries).map((name) => [
    name,
    settingSchema(`timeout.${name}` as SettingKey),
  ])
  const ownTimeouts: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(times) as Record<string, JsonSchema>,
    additionalProperties: false,
  }
  const withTimeouts: JsonSchema = { ...own, properties: { ...own.properties, timeouts: ownTimeouts } }
  const one = plain(profile)
  const whole = plain(documentShape)
  const endpoints: JsonSchema = {
    type: 'array',
    items: { anyOf: [withTimeouts, plain(reusedEndpoint)] },
    default: [],
  }
  const profiles: JsonSchema = {
    type: 'array',
    items: { ...one, properties: { ...one.properties, endpoints } },
  }
  const settings: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(settingKeys.map((key) => [key, described(key, say)])),
    additionalProperties: false,
    default: {},
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'document',
    description: "QCC's configuration, as `qcc config edit`, `import` and `validate` take it. YAML or JSON.",
    ...whole,
    properties: { ...whole.properties, profiles, settings },
  }
}

function plain(shape: GenericSchema): JsonSchema {
  const {
    $defs: _defs,
    $schema: _schema,
    ...schema
  } = toJsonSchema(shape, {
    typeMode: 'input',
    errorMode: 'ignore',
  })
  return schema
}

const described = (key: SettingKey, say: Say): JsonSchema => ({
  description: say(`setting.${key}`),
  ...settingSchema(key),
  default: SETTINGS[key].default,
})

function settingSchema(key: SettingKey): JsonSchema {
  const setting: Setting = SETTINGS[key]
  if (setting.choices !== undefined) return { type: 'string', enum: [...setting.choices] }
  if (isWord(setting)) return { type: 'string', minLength: 1 }
  const { least, most } = limitsOf(setting)
  const limits = { minimum: least, ...(most === Number.MAX_SAFE_INTEGER ? {} : { maximum: most }) }
  if (setting.type === 'seconds') return withUnit({ type: 'number', ...limits }, 'ms|s|m|h|d')
  const whole: JsonSchema = { type: 'integer', ...limits }
  return setting.type === 'bytes' ? withUnit(whole, 'B|KiB|MiB|GiB|kB|MB|GB') : whole
}

const withUnit = (number: JsonSchema, units: string): JsonSchema => ({
  anyOf: [number, { type: 'string', pattern: `^\\d+(\\.\\d+)? ?(${units})?$` }],
})
