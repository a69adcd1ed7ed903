// The OpenAPI document of the control API, made from src/admin/contract/operations.ts.
import { readdirSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import { document } from '../src/admin/contract/configuration.ts'
import { OPERATIONS } from '../src/admin/contract/operations.ts'

/** @typedef {import('../src/admin/contract/operations.ts').Operation} Operation */
/** @typedef {import('valibot').GenericSchema} Shape */

const WHO = {
  anybody: 'Answers everybody, other machines too.',
  machine: 'Answers every program of this machine.',
  metrics: 'Answers every program of this machine, and from elsewhere whoever has a client token.',
  viewer: 'Answers whoever is logged in.',
  admin: 'Answers admins alone.',
}

/** Routes that tell texts. */
const lang = {
  name: 'lang',
  in: 'query',
  description: 'The language of texts; the one that the browser prefers unless given.',
  schema: { enum: ['en', 'zh'] },
}

const named = await namedShapes()

export function openApi() {
  const grouped = Object.groupBy(OPERATIONS, ({ path }) => path.replace(/:(\w+)/g, '{$1}'))
  const paths = Object.fromEntries(
    Object.entries(grouped).map(([path, operations = []]) => [
      path,
      Object.fromEntries(operations.map((one) => [one.method.toLowerCase(), operationObject(one)])),
    ]),
  )
  return {
    openapi: '3.1.0',
    info: {
      title: "QCC's control API",
      version: 'v1',
      summary:
        'What a running proxy tells of itself, and what it can be told to do. See docs/control-api.md.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:7860', description: 'Where a proxy listens unless told otherwise.' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: '`token` of run.json in the home; new at each start of the proxy.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'qcc_session_PORT',
          description:
            'Of a browser that a login link let in. What changes something has the header `x-qcc-csrf` besides.',
        },
      },
      responses: {
        refused: {
          description: 'It was refused or failed: what happened, why, and what to do next.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } },
        },
      },
      schemas: {
        error: {
          type: 'object',
          properties: {
            type: { const: 'error' },
            error: {
              type: 'object',
              properties: { type: { type: 'string' }, message: { type: 'string' } },
              required: ['type', 'message'],
            },
          },
          required: ['type', 'error'],
        },
        ...components(paths),
      },
    },
  }
}

/** @param {Operation} operation */
function operationObject(operation) {
  const { access, answers, body, method, path, summary, type = 'application/json' } = operation
  const isOpen = access === 'anybody' || access === 'machine'
  const parameters = parametersOf(operation)
  return {
    operationId: `${method.toLowerCase()}${path
      .replace('/_qcc', '')
      .replace('/api/v1', '')
      .replace(/[/:-]+(\w)/g, (_, letter) => letter.toUpperCase())}`,
    summary,
    description: WHO[access],
    ...(isOpen ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: jsonOf(body, 'input') } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, shape]) => [status, response(status, shape, type)]),
      ),
      default: { $ref: '#/components/responses/refused' },
    },
  }
}

const MEANING = {
  200: 'Done.',
  303: 'Leads on.',
  409: 'Somebody else was faster; nothing was changed.',
  422: 'The document is not valid; nothing was changed.',
  503: 'Not now.',
}

/** @param {string} status @param {Shape} shape @param {string} type */
function response(status, shape, type) {
  const description = MEANING[/** @type {keyof typeof MEANING} */ (Number(status))]
  if (status === '303') return { description }
  const content =
    type === 'application/json' ? jsonOf(shape, 'output') : { [type]: { schema: { type: 'string' } } }
  return { description, content }
}

/** @param {Operation} operation */
function parametersOf({ access, path, query, type }) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }))
  const inQuery = Object.entries(query?.entries ?? {}).map(([name, shape]) => ({
    ...{
      name,
      in: 'query',
      required: shape.type !== 'optional',
      schema: schemaOf(/** @type {Shape} */ (shape), 'input'),
    },
  }))
  const speaks = type === undefined && (access === 'viewer' || access === 'admin')
  return [...inPath, ...inQuery, ...(speaks ? [lang] : [])]
}

/** @param {Shape} shape @param {'input' | 'output'} typeMode */
const jsonOf = (shape, typeMode) => ({ 'application/json': { schema: schemaOf(shape, typeMode) } })

/**
 * Shapes that have a name stand once, among the components.
 * @param {Shape} shape @param {'input' | 'output'} typeMode
 */
function schemaOf(shape, typeMode) {
  const name = typeMode === 'output' ? named.get(shape) : undefined
  return name === undefined ? inPlace(shape, typeMode) : refTo(name)
}

/** @param {string} name */
const refTo = (name) => ({ $ref: `#/components/schemas/${name}` })

/** @param {Shape} shape @param {'input' | 'output'} typeMode @returns {object} */
function inPlace(shape, typeMode) {
  const { $schema: _schema, ...schema } = toJsonSchema(shape, {
    ...{
      target: 'draft-2020-12',
      typeMode,
      ignoreActions: ['readonly'],
    },
    overrideSchema: ({ valibotSchema }) => {
      if (valibotSchema === document) return { $ref: 'document.schema.json' }
      const name = typeMode === 'output' ? named.get(/** @type {Shape} */ (valibotSchema)) : undefined
      return name === undefined || valibotSchema === shape ? undefined : refTo(name)
    },
  })
  return schema
}

/** Everything that the contract and the outputs of commands name, by its shape. @returns {Promise<Map<Shape, string>>} */
async function namedShapes() {
  const found = new Map()
  for (const folder of ['../src/admin/contract/', '../src/views/shapes/']) {
    const url = new URL(folder, import.meta.url)
    for (const file of readdirSync(url).filter((name) => !name.endsWith('.test.ts'))) {
      for (const [name, value] of Object.entries(await import(new URL(file, url).href))) {
        const isShape = value?.kind === 'schema' && !['picklist', 'nullable'].includes(value.type)
        if (isShape && value !== document && !found.has(value)) found.set(value, name.replace(/Shape$/, ''))
      }
    }
  }
  return found
}

/** Those that are referred to, and what they refer to. @param {unknown} root */
function components(root) {
  const shapes = new Map([...named].map(([shape, name]) => [name, shape]))
  /** @type {Map<string, object>} */
  const made = new Map()
  /** @param {unknown} value */
  const add = (value) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const shape = shapes.get(name)
      if (made.has(name) || shape === undefined) continue
      const schema = inPlace(shape, 'output')
      made.set(name, schema)
      add(schema)
    }
  }
  add(root)
  return Object.fromEntries([...made].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
