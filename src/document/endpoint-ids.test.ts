import { expect, test } from 'vitest'
import { own } from '../../test/support/documents.ts'
import { idsAsIn, newEndpointId } from './endpoint-ids.ts'
import { ID } from './rules.ts'
import { parseDocument } from './schema.ts'
import { toYaml } from './yaml.ts'

test('a made id is one, needs no quotes in YAML, and is hardly made twice', () => {
  const ids = Array.from({ length: 1_000 }, newEndpointId)
  for (const id of ids) {
    expect(id).toMatch(ID)
    expect(toYaml({ id })).toBe(`id: ${id}\n`)
  }
  expect(new Set(ids).size).toBe(ids.length)
})

test('an endpoint without an id keeps that of the endpoint of its name, and gives it to nobody else', () => {
  const known = {
    profiles: [{ name: 'work', endpoints: [own('0000000a', 'one'), own('0000000b', 'two')] }],
    settings: {},
  }
  const written = (name: string, id?: string) => ({ name, id, baseUrl: 'https://a', credential: 'env:A' })
  const profiles = [
    {
      name: 'work',
      endpoints: [written('one'), written('new'), written('moved', '0000000b'), written('two')],
    },
    { name: 'other', endpoints: [written('one')] },
  ]
  const parsed = parseDocument({ profiles }, idsAsIn(known))
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.faults))
  const ids = parsed.document.profiles.flatMap(({ endpoints }) => endpoints.map(({ id }) => id))
  expect([ids[0], ids[2]]).toEqual(['0000000a', '0000000b'])
  expect(new Set(ids).size).toBe(5)
})
