import { describe, expect, it } from 'vitest'
import type { EndpointEntry } from '../../../src/core/config/document.ts'
import { keyBelow } from './fault-key.ts'
import { entryFrom, idFrom, valuesOf, type EndpointField } from './entry-values.ts'

const field = (key: string, type: EndpointField['type'], isOwn = false): EndpointField => ({
  ...{ key, type, isOwn, label: key, description: '', unit: null, default: null },
  ...{ least: null, most: null, choices: null },
})
const FIELDS = [
  field('name', 'text', true),
  field('enabled', 'switch', true),
  field('from', 'text', true),
  field('weight', 'count', true),
  field('baseUrl', 'text'),
  field('credential', 'reference'),
  field('models', 'map'),
  field('timeouts.idle', 'seconds'),
]

const OWN: EndpointEntry = {
  ...{ id: 'abcdef01', name: 'a', weight: 100, enabled: true },
  ...{ baseUrl: 'https://x.example', auth: 'x-api-key', credential: 'env:K' },
  timeouts: { idle: 9 },
}

describe('an endpoint in a form', () => {
  it('comes back as it was', () => {
    const { auth: _auth, ...rest } = OWN as EndpointEntry & { auth: string }
    expect(entryFrom('abcdef01', valuesOf(OWN), FIELDS)).toEqual(rest)
  })
  it('has no target where it reuses one', () => {
    const entry = entryFrom('abcdef01', { ...valuesOf(OWN), from: 'b/x' }, FIELDS)
    expect(entry).toEqual({ id: 'abcdef01', name: 'a', weight: 100, enabled: true, from: 'b/x' })
  })
  it('has what was written as what it means, and nothing where nothing is', () => {
    const written = {
      name: ' a ',
      weight: 5,
      baseUrl: 'https://y.example ',
      models: 'opus = big',
      'timeouts.idle': undefined,
    }
    expect(entryFrom('abcdef01', written, FIELDS)).toEqual({
      ...{ id: 'abcdef01', name: 'a', weight: 5, baseUrl: 'https://y.example', models: { opus: 'big' } },
    })
  })
  it.each([
    [[0, 0, 0, 0], 'a0000000'],
    [[0xf7, 1, 2, 3], 'd7010203'],
  ])('gets an id from %o', (bytes, expected) => {
    expect(idFrom(Uint8Array.from(bytes))).toBe(expected)
  })
})

describe('a fault', () => {
  const path = ['profiles', 0, 'endpoints', 1]
  it.each([
    [[...path, 'baseUrl'], 'baseUrl'],
    [[...path, 'timeouts', 'idle'], 'timeouts.idle'],
    [[...path, 'models', 'opus'], 'models'],
    [path, ''],
    [['profiles', 0, 'endpoints', 2, 'baseUrl'], null],
    [['settings', 'x'], null],
  ])('at %o belongs to %o', (found, expected) => {
    expect(keyBelow(path, found)).toBe(expected)
  })
})
