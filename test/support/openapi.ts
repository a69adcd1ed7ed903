// The published description of the control API, as another program would use it.
import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'

const read = (name: string): Record<string, unknown> => {
  const file = new URL(`../../docs/schemas/${name}`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
}

export const openApi = read('openapi.json')

const { $schema: _older, ...documentSchema } = read('document.schema.json')
// The whole is no schema, and has words of its own.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false })
  .addSchema(documentSchema, 'document.schema.json')
  .addSchema(openApi, 'openapi.json')

/** What a value has against the schema at a pointer of the description, such as `/paths/~1_qcc~1healthz/get/…`. */
export function openApiFaults(pointer: string, value: unknown): readonly ErrorObject[] {
  const validate = ajv.getSchema(`openapi.json#${pointer}`)
  if (validate === undefined) throw new Error(`openapi.json has nothing at ${pointer}`)
  return validate(value) === true ? [] : (validate.errors ?? [])
}

/** Parts of a pointer, with what has a meaning there written out. */
export const pointerOf = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')
