// What is generated from the sources into docs/: the JSON schemas and the page about the configuration. `npm run docs`
// writes it, test/rules/generated-docs.test.ts fails while a file is not current.
import { readdirSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import { documentSchema } from '../src/admin/document-schema.ts'
import { en } from '../src/i18n/en.ts'
import { sayFrom } from '../src/i18n/say.ts'
import { configurationPage } from './configuration-page.mjs'
import { openApi } from './openapi.mjs'

/** @typedef {import('valibot').GenericSchema} Shape */

const shapes = ['../src/cli/shapes/', '../src/views/shapes/'].map(
  (folder) => new URL(folder, import.meta.url),
)

/** @returns {Promise<Map<string, string>>} texts by their paths from the root */
export async function generatedFiles() {
  const files = new Map([
    ['docs/config.md', configurationPage('en')],
    ['docs/config.zh-CN.md', configurationPage('zh')],
    ['docs/schemas/document.schema.json', json(documentSchema(sayFrom(en)))],
    ['docs/schemas/openapi.json', json(openApi())],
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
