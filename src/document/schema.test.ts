import { expect, test } from 'vitest'
import { AppError } from '../errors/app-error.ts'
import { resolveSettings, timersOf } from '../settings/resolve.ts'
import { SETTINGS } from '../settings/schema.ts'
import { parseDocument } from './schema.ts'

const endpoint = { name: 'one', baseUrl: 'https://api.example.com', credential: 'env:KEY' }
const documentOf = (change: object, settings: unknown = {}) => ({
  profiles: [{ name: 'work', endpoints: [{ ...endpoint, ...change }] }],
  settings,
})

function faultsOf(value: unknown): string {
  try {
    parseDocument(value)
  } catch (error) {
    if (error instanceof AppError && error.code === 'document-invalid') return error.message
    throw error
  }
  return ''
}

test('what is left out has its default', () => {
  expect(parseDocument({ profiles: [{ name: 'work', endpoints: [endpoint] }] })).toEqual({
    profiles: [{ name: 'work', endpoints: [{ ...endpoint, auth: 'x-api-key', weight: 100 }] }],
    settings: {},
  })
})

test('slashes at the end of a base URL are dropped, its path is kept', () => {
  const { profiles } = parseDocument(documentOf({ baseUrl: 'http://127.0.0.1:9/relay//' }))
  expect(profiles[0]?.endpoints[0]?.baseUrl).toBe('http://127.0.0.1:9/relay')
})

const FAULTS: readonly (readonly [string, unknown, RegExp])[] = [
  ['no object', 5, /^document: /],
  ['no profiles', {}, /^profiles: is missing$/],
  ['an unknown key', documentOf({ wieght: 5 }), /^profiles\.0\.endpoints\.0\.wieght: there is no such key$/],
  ['no base URL', documentOf({ baseUrl: undefined }), /baseUrl: is missing/],
  ['a base URL of another kind', documentOf({ baseUrl: 'ftp://x' }), /baseUrl: a base URL is http/],
  ['a base URL with a key', documentOf({ baseUrl: 'https://me:pw@x' }), /without key, query or fragment/],
  ['a base URL with a query', documentOf({ baseUrl: 'https://x/?a=1' }), /without key, query or fragment/],
  ['a base URL that ends in /v1', documentOf({ baseUrl: 'https://x/v1/' }), /ends before \/v1/],
  ['a key itself', documentOf({ credential: 'sk-ant-api03-abc' }), /credential: a credential is a reference/],
  ['an auth style that is none', documentOf({ auth: 'basic' }), /endpoints\.0\.auth: /],
  ['a weight out of range', documentOf({ weight: 1001 }), /weight: /],
  ['a weight below zero', documentOf({ weight: -1 }), /weight: /],
  ['a name with a slash', documentOf({ name: 'a/b' }), /name: a name has letters/],
  [
    'two endpoints of one name',
    { profiles: [{ name: 'w', endpoints: [endpoint, endpoint] }] },
    /two endpoints have the same name/,
  ],
  [
    'two profiles of one name',
    {
      profiles: [
        { name: 'w', endpoints: [] },
        { name: 'w', endpoints: [] },
      ],
    },
    /two profiles have the same name/,
  ],
  ['a default that is no profile', { profiles: [], defaultProfile: 'x' }, /defaultProfile names no profile/],
  [
    'a setting that is none',
    documentOf({}, { 'body.maxx': 1 }),
    /no setting is called "body\.maxx"; there are: proxy\.host/,
  ],
  ['a setting of another type', documentOf({}, { 'body.max': 'big' }), /body\.max is a number \(bytes\)/],
  ['text that is a number', documentOf({}, { 'proxy.host': 5 }), /proxy\.host is text/],
  ['a setting below its least', documentOf({}, { 'attempts.max': 0 }), /attempts\.max is at least 1/],
  ['half an attempt', documentOf({}, { 'attempts.max': 1.5 }), /attempts\.max is a whole number/],
  [
    'a port that is none',
    documentOf({}, { 'proxy.port': 65_536 }),
    /proxy\.port is at least 0 and at most 65535/,
  ],
]

test.each(FAULTS)('%s is refused with its place and what is expected there', (_name, value, expected) => {
  expect(faultsOf(value)).toMatch(expected)
})

test('every fault is told, not only the first', () => {
  expect(faultsOf(documentOf({ weight: -1, auth: 'x', credential: 'k' })).split('\n')).toHaveLength(3)
})

test('every default is a value that the document would take', () => {
  const defaults = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, setting]) => [key, setting.default]),
  )
  expect(parseDocument(documentOf({}, defaults)).settings).toEqual(defaults)
})

test('a later origin wins, and what none of them names has its default', () => {
  const settings = resolveSettings({ 'proxy.port': 1, 'body.max': 2 }, { 'proxy.port': 3 })
  expect([settings['proxy.port'], settings['body.max'], settings['attempts.max']]).toEqual([3, 2, 4])
  expect(timersOf(settings)).toEqual({ connectMs: 5_000, firstContentMs: 300_000, idleMs: 240_000 })
})
