// What is generated into docs/ is what the sources say now, and the schema of the document says what the parser says.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { generatedFiles } from '../../scripts/generated-docs.mjs'
import { parseDocument } from '../../src/document/schema.ts'
import { documentShape, ownEndpoint, profile, reusedEndpoint, timeouts } from '../../src/document/shape.ts'
import { withUnits } from '../../src/document/yaml.ts'
import { documents } from '../support/documents.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { root } from './fixture-tree.ts'

const files = await generatedFiles()

it.each([...files.keys()])('%s is current (`npm run docs`)', (name) => {
  const file = path.join(root, name)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(files.get(name))
})

it.each(['docs/config.md', 'docs/config.zh-CN.md'])('%s names every key of the document', (name) => {
  for (const { entries } of [documentShape, profile, ownEndpoint, reusedEndpoint, timeouts]) {
    for (const key of Object.keys(entries)) expect(files.get(name)).toContain(`\`${key}\``)
  }
})

it('no document is refused by the schema that the parser takes', () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect(faultsAgainst('document', document)).toEqual([])
      expect(faultsAgainst('document', withUnits(document))).toEqual([])
    }),
  )
})

const endpoint = { name: 'one', baseUrl: 'https://a.example.com', credential: 'env:KEY' }
const withEndpoint = (change: object) => ({
  profiles: [{ name: 'a', endpoints: [{ ...endpoint, ...change }] }],
})

it.each<[unknown, boolean]>([
  [{ profiles: [] }, true],
  [withEndpoint({ timeouts: { idle: '5m' }, models: { a: 'b' } }), true],
  [{ profiles: [], settings: { 'body.max': '64MiB', 'log.level': 'warn' } }, true],
  [{}, false],
  [{ profiles: [], profile: [] }, false],
  [withEndpoint({ from: 'b/c' }), false],
  [withEndpoint({ weight: 1_001 }), false],
  [withEndpoint({ wieght: 1 }), false],
  [withEndpoint({ credential: 'sk-made-up' }), false],
  [withEndpoint({ timeouts: { idle: 0 } }), false],
  [withEndpoint({ timeouts: { idle: 'soon' } }), false],
  [{ profiles: [], settings: { 'body.maxx': 1 } }, false],
  [{ profiles: [], settings: { 'body.max': 0 } }, false],
  [{ profiles: [], settings: { 'log.level': 'loud' } }, false],
])('parser and schema agree on %j', (value, isValid) => {
  expect(parseDocument(value, () => '0000000a').kind === 'valid').toBe(isValid)
  expect(faultsAgainst('document', value).length === 0).toBe(isValid)
})
