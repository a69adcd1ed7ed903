// The published description of the control API holds together: other programs are made from it.
import { expect, it } from 'vitest'
import { OPERATIONS } from '../../src/admin/contract/operations.ts'
import { openApi, openApiFaults, pointerOf } from '../support/openapi.ts'

interface Described {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> }
  readonly responses: Readonly<Record<string, unknown>>
}

const paths = openApi['paths'] as Readonly<Record<string, Readonly<Record<string, Described>>>>
const all = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

/** Every `$ref` in a value. */
function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === '$ref' && typeof one === 'string' ? [one] : refsIn(one),
  )
}

it('every operation of the contract is described, and no other', () => {
  const described = all.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  const wanted = OPERATIONS.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(described.toSorted()).toEqual(wanted.toSorted())
})

it('each has a name of its own, says what it is for, and what is refused', () => {
  expect(new Set(all.map(({ operation }) => operation.operationId)).size).toBe(all.length)
  for (const { operation } of all) {
    expect(operation.summary).toMatch(/^[A-Z].*\.$/)
    expect(Object.keys(operation.responses)).toContain('default')
    expect(Object.keys(operation.responses).length).toBeGreaterThan(1)
  }
})

it.each(all.filter(({ path }) => path.includes('{')))(
  '$method $path: what stands in the path is declared',
  ({ operation, path }) => {
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path')
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(declared.map(({ name, required }) => [name, required])).toEqual(named.map((name) => [name, true]))
  },
)

it('everything that is referred to is there', () => {
  const refs = [...new Set(refsIn(openApi))]
  expect(refs.length).toBeGreaterThan(20)
  for (const ref of refs) {
    if (!ref.startsWith('#')) expect(ref).toBe('document.schema.json')
    else expect(() => openApiFaults(ref.slice(1), null)).not.toThrow()
  }
})

it.each(all.filter(({ operation }) => operation.requestBody !== undefined))(
  '$method $path: a body that is none is not taken',
  ({ method, path }) => {
    const pointer = pointerOf('paths', path, method, 'requestBody', 'content', 'application/json', 'schema')
    expect(openApiFaults(pointer, 'none').length).toBeGreaterThan(0)
    expect(openApiFaults(pointer, { surely: 'not this' }).length).toBeGreaterThan(0)
  },
)

it('a body and an answer are told from what they are not', () => {
  const put = ['paths', '/_qcc/api/v1/configuration', 'put'] as const
  const json = ['content', 'application/json', 'schema'] as const
  const body = pointerOf(...put, 'requestBody', ...json)
  expect(openApiFaults(body, { base: 1, document: { profiles: [] } })).toEqual([])
  expect(openApiFaults(body, { base: 1.5, document: {} })).toHaveLength(1)
  const changed = pointerOf(...put, 'responses', '200', ...json)
  expect(openApiFaults(changed, { kind: 'changed', number: 2, changed: true })).toEqual([])
  expect(openApiFaults(changed, { kind: 'changed', number: '2', changed: true })).toHaveLength(1)
})
