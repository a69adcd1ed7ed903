// What is generated from the sources into docs/: the JSON schemas and the page about the configuration. `npm run docs`
// writes it, test/rules/generated-docs.test.ts fails while a file is not current.
import { readdirSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import { documentShape, ownEndpoint, profile, reusedEndpoint, timeouts } from '../src/document/shape.ts'
import { en } from '../src/i18n/en.ts'
import { limitsOf } from '../src/settings/parse-setting.ts'
import { SETTINGS, settingKeys } from '../src/settings/schema.ts'
import { configurationPage } from './configuration-page.mjs'

/** @typedef {import('@valibot/to-json-schema').JsonSchema} JsonSchema */
/** @typedef {import('../src/settings/schema.ts').SettingKey} SettingKey */
/** @typedef {import('../src/settings/schema.ts').Setting} Setting */
/** @typedef {import('valibot').GenericSchema} Shape */

const shapes = ['../src/cli/shapes/', '../src/views/shapes/'].map(
  (folder) => new URL(folder, import.meta.url),
)

/** @returns {Promise<Map<string, string>>} texts by their paths from the root */
export async function generatedFiles() {
  const files = new Map([
    ['docs/config.md', configurationPage('en')],
    ['docs/config.zh-CN.md', configurationPage('zh')],
    ['docs/schemas/document.schema.json', json(documentSchema())],
  ])
  for (const [name, shape] of await outputShapes()) {
    files.set(`docs/schemas/${name}.schema.json`, published(name, shape))
  }
  return files
}

/** @param {string} title @param {Shape} shape */
function published(title, shape) {
  const { $schema, ...schema } = toJsonSchema(shape, { ignoreActions: ['readonly'] })
  return json({ $schema, title, ...schema })
}

/** @param {unknown} value */
const json = (value) => `${JSON.stringify(value, null, 2)}\n`

/** Every export `someThingShape` of the shapes is published as `some-thing`. @returns {Promise<[string, Shape][]>} */
async function outputShapes() {
  const found = []
  const files = shapes.flatMap((folder) => readdirSync(folder).map((file) => new URL(file, folder)))
  for (const file of files) {
    const exported = Object.entries(await import(file.href))
    for (const [name, shape] of exported) {
      const kebab = name.replace(/Shape$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      if (name.endsWith('Shape')) found.push(/** @type {[string, Shape]} */ ([kebab, shape]))
    }
  }
  return found
}

/** The document as a person may write it. What its own checks cannot say to valibot is put in from the settings. */
function documentSchema() {
  const own = plain(ownEndpoint)
  const times = Object.keys(timeouts.entries).map((name) => [
    name,
    settingSchema(/** @type {SettingKey} */ (`timeout.${name}`)),
  ])
  const ownTimeouts = { type: 'object', properties: Object.fromEntries(times), additionalProperties: false }
  const withTimeouts = { ...own, properties: { ...own.properties, timeouts: ownTimeouts } }
  const one = plain(profile)
  const whole = plain(documentShape)
  const endpoints = { type: 'array', items: { anyOf: [withTimeouts, plain(reusedEndpoint)] }, default: [] }
  const profiles = { type: 'array', items: { ...one, properties: { ...one.properties, endpoints } } }
  const settings = {
    type: 'object',
    properties: Object.fromEntries(settingKeys.map((key) => [key, described(key)])),
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

const asWritten = /** @type {const} */ ({ typeMode: 'input', errorMode: 'ignore' })

/** @param {Shape} shape @returns {JsonSchema} */
function plain(shape) {
  const { $schema: _schema, $defs: _defs, ...schema } = toJsonSchema(shape, asWritten)
  return schema
}

/** @param {SettingKey} key */
const described = (key) => ({
  description: en[`setting.${key}`],
  ...settingSchema(key),
  default: SETTINGS[key].default,
})

/** @param {SettingKey} key @returns {JsonSchema} */
function settingSchema(key) {
  const setting = /** @type {Setting} */ (SETTINGS[key])
  if (setting.choices !== undefined) return { type: 'string', enum: [...setting.choices] }
  if (setting.type === 'text' || setting.type === 'reference') return { type: 'string', minLength: 1 }
  const { least, most } = limitsOf(setting)
  const limits = { minimum: least, ...(most === Number.MAX_SAFE_INTEGER ? {} : { maximum: most }) }
  if (setting.type === 'seconds') return withUnit({ type: 'number', ...limits }, 'ms|s|m|h|d')
  const whole = /** @type {JsonSchema} */ ({ type: 'integer', ...limits })
  return setting.type === 'bytes' ? withUnit(whole, 'B|KiB|MiB|GiB|kB|MB|GB') : whole
}

/** @param {JsonSchema} number @param {string} units @returns {JsonSchema} */
const withUnit = (number, units) => ({
  anyOf: [number, { type: 'string', pattern: `^\\d+(\\.\\d+)? ?(${units})?$` }],
})
