import { expect, test } from 'vitest'
import { SETTINGS } from '../settings/schema.ts'
import { placeText } from './fault.ts'
import { parseDocument } from './schema.ts'

const endpoint = { name: 'one', baseUrl: 'https://api.example.com', credential: 'env:KEY' }
const withEndpoint = (change: object) => ({
  profiles: [{ name: 'work', endpoints: [{ ...endpoint, ...change }] }],
})
const withSettings = (settings: unknown) => ({ profiles: [], settings })
const reusing = (from: unknown, ...more: object[]) => ({
  profiles: [
    { name: 'work', endpoints: [endpoint] },
    { name: 'spare', endpoints: [{ name: 'two', from }, ...more] },
  ],
})

/** Ids in the order of the endpoints that have none. */
const counting = () => {
  let made = 0
  return (): string => String(++made).padStart(8, '0')
}

function faultsOf(value: unknown): readonly string[] {
  const parsed = parseDocument(value, counting())
  return parsed.kind === 'valid'
    ? []
    : parsed.faults.map(({ code, path, values }) => {
        return [
          placeText(path),
          code,
          ...Object.entries(values).map(([name, text]) => `${name}=${text}`),
        ].join(' ')
      })
}

function documentOf(value: unknown, newId = counting()) {
  const parsed = parseDocument(value, newId)
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.faults))
  return parsed.document
}

test('what is left out has its default, and keys have their order', () => {
  const document = documentOf({ settings: {}, profiles: [{ endpoints: [endpoint], name: 'work' }] })
  const { baseUrl, credential, name } = endpoint
  const entry = { id: '00000001', name, baseUrl, auth: 'x-api-key', credential, weight: 100, enabled: true }
  expect(JSON.stringify(document)).toBe(
    JSON.stringify({ profiles: [{ name: 'work', endpoints: [entry] }], settings: {} }),
  )
  expect(documentOf({ profiles: [{ name: 'later' }] }).profiles[0]?.endpoints).toEqual([])
})

test('a made id never meets one that is there', () => {
  const entries = [endpoint, { ...endpoint, name: 'two', id: '00000001' }]
  const { profiles } = documentOf({ profiles: [{ name: 'work', endpoints: entries }] })
  expect(profiles[0]?.endpoints.map(({ id }) => id)).toEqual(['00000002', '00000001'])
})

test('what is stored must have its ids', () => {
  const parsed = parseDocument(withEndpoint({}), null)
  expect(parsed).toMatchObject({ kind: 'invalid', faults: [{ code: 'missing', values: { key: 'id' } }] })
})

test('base URLs are kept without slashes at their end, in small letters as far as these mean the same', () => {
  const { profiles } = documentOf(withEndpoint({ baseUrl: 'HTTPS://API.Example.com:443/Relay//' }))
  expect(profiles[0]?.endpoints[0]).toMatchObject({ baseUrl: 'https://api.example.com/Relay' })
})

test('settings and timeouts may have units, and are kept as numbers in the order of the table', () => {
  const settings = { 'body.max': '64MiB', 'proxy.drain': '1.5m', 'proxy.port': '80', 'log.level': 'debug' }
  const document = documentOf({ ...withEndpoint({ timeouts: { idle: '2m', connect: 3 } }), settings })
  expect(Object.entries(document.settings)).toEqual([
    ['proxy.port', 80],
    ['proxy.drain', 90],
    ['body.max', 64 * 2 ** 20],
    ['log.level', 'debug'],
  ])
  expect(document.profiles[0]?.endpoints[0]).toMatchObject({ timeouts: { connect: 3, idle: 120 } })
})

test('tiers stand in their order, and an empty one is none', () => {
  const profiles = [{ name: 'a' }, { name: 'b' }]
  expect(
    Object.entries(documentOf({ profiles, tiers: { fallback: ['a'], primary: ['b'] } }).tiers ?? {}),
  ).toEqual([
    ['primary', ['b']],
    ['fallback', ['a']],
  ])
  expect(documentOf({ profiles, tiers: { primary: [] } })).not.toHaveProperty('tiers')
})

const AT = 'profiles.0.endpoints.0'
const OTHER = 'profiles.1.endpoints.0'
const FAULTS: readonly (readonly [string, unknown, string])[] = [
  ['a number', 5, 'document not-object'],
  ['a list', [], 'document not-object'],
  ['nothing', null, 'document not-object'],
  ['no profiles', {}, 'profiles missing key=profiles'],
  ['profiles that are no list', { profiles: {} }, 'profiles not-list'],
  ['a profile that is a list', { profiles: [['work']] }, 'profiles.0 not-object'],
  ['a profile that is nothing', { profiles: [null] }, 'profiles.0 not-object'],
  ['settings in a list', withSettings([]), 'settings not-object'],
  ['models in a list', withEndpoint({ models: [] }), `${AT}.models not-object`],
  [
    'a key of the whole that is none',
    { profiles: [], profile: [] },
    'profile unknown-key key=profile nearest=profiles',
  ],
  [
    'a key of a profile that is none',
    { profiles: [{ name: 'a', tier: 1 }] },
    'profiles.0.tier unknown-key key=tier',
  ],
  ['a misspelt key', withEndpoint({ wieght: 5 }), `${AT}.wieght unknown-key key=wieght nearest=weight`],
  [
    'a name of Object as a key',
    withEndpoint({ constructor: 1 }),
    `${AT}.constructor unknown-key key=constructor`,
  ],
  [
    'a misspelt timeout',
    withEndpoint({ timeouts: { idel: 5 } }),
    `${AT}.timeouts.idel unknown-key key=idel nearest=idle`,
  ],
  ['no base URL', withEndpoint({ baseUrl: undefined }), `${AT}.baseUrl missing key=baseUrl`],
  ['a base URL of another kind', withEndpoint({ baseUrl: 'ftp://x' }), `${AT}.baseUrl base-url-scheme`],
  ['a base URL without scheme', withEndpoint({ baseUrl: 'localhost:80' }), `${AT}.baseUrl base-url-scheme`],
  ['a base URL with a space', withEndpoint({ baseUrl: 'https://a b' }), `${AT}.baseUrl base-url`],
  ['a base URL with a key', withEndpoint({ baseUrl: 'https://me:pw@x' }), `${AT}.baseUrl base-url-parts`],
  ['a base URL with a query', withEndpoint({ baseUrl: 'https://x/?a=1' }), `${AT}.baseUrl base-url-parts`],
  [
    'a base URL that ends in /v1',
    withEndpoint({ baseUrl: 'https://x/a/v1/' }),
    `${AT}.baseUrl base-url-v1 expected=https://x/a`,
  ],
  ['a key itself', withEndpoint({ credential: 'sk-ant-api03-abc' }), `${AT}.credential credential`],
  ['a variable that is none', withEndpoint({ credential: 'env:1A' }), `${AT}.credential credential`],
  ['an empty command', withEndpoint({ credential: 'cmd: ' }), `${AT}.credential credential`],
  [
    'an auth style that is none',
    withEndpoint({ auth: 'basic' }),
    `${AT}.auth not-choice expected=x-api-key, bearer, both`,
  ],
  ['a weight out of range', withEndpoint({ weight: 1001 }), `${AT}.weight weight`],
  ['a weight below zero', withEndpoint({ weight: -1 }), `${AT}.weight weight`],
  ['half a weight', withEndpoint({ weight: 0.5 }), `${AT}.weight weight`],
  ['a weight in words', withEndpoint({ weight: 'heavy' }), `${AT}.weight not-number`],
  ['a switch in words', withEndpoint({ enabled: 'yes' }), `${AT}.enabled not-switch`],
  ['a number for a name', withEndpoint({ name: 5 }), `${AT}.name not-text`],
  ['a name with a slash', withEndpoint({ name: 'a/b' }), `${AT}.name name`],
  ['a name with a space', withEndpoint({ name: 'a b' }), `${AT}.name name`],
  ['a name with a control character', withEndpoint({ name: 'a\u0007' }), `${AT}.name name`],
  ['a name with a line break at its end', withEndpoint({ name: 'a\n' }), `${AT}.name name`],
  ['a name of 65 letters', withEndpoint({ name: 'a'.repeat(65) }), `${AT}.name name`],
  ['an empty name', withEndpoint({ name: '' }), `${AT}.name name`],
  ['an id that is none', withEndpoint({ id: 'ABCDEF00' }), `${AT}.id id`],
  ['a beta without a name', withEndpoint({ deniedBetas: [''] }), `${AT}.deniedBetas.0 empty`],
  ['a beta that is no list', withEndpoint({ deniedBetas: 'a' }), `${AT}.deniedBetas not-list`],
  ['an attribution that is no switch', withEndpoint({ attribution: 'off' }), `${AT}.attribution not-switch`],
  ['a model without a name', withEndpoint({ models: { a: '' } }), `${AT}.models.a empty`],
  [
    'an outbound proxy with a path',
    withEndpoint({ outboundProxy: 'http://p/x' }),
    `${AT}.outboundProxy outbound-proxy`,
  ],
  [
    'an outbound proxy with a password',
    withEndpoint({ outboundProxy: 'http://a:b@p' }),
    `${AT}.outboundProxy outbound-proxy`,
  ],
  [
    'a timeout of nothing',
    withEndpoint({ timeouts: { connect: 0 } }),
    `${AT}.timeouts.connect setting-seconds expected=50ms … 24d`,
  ],
  [
    'two endpoints of one name',
    { profiles: [{ name: 'w', endpoints: [endpoint, endpoint] }] },
    'profiles.0.endpoints.1.name duplicate-name name=one',
  ],
  [
    'two profiles of one name',
    { profiles: [{ name: 'w' }, { name: 'w' }] },
    'profiles.1.name duplicate-name name=w',
  ],
  [
    'two endpoints of one id',
    {
      profiles: [
        { name: 'a', endpoints: [{ ...endpoint, id: '0000000a' }] },
        { name: 'b', endpoints: [{ ...endpoint, id: '0000000a' }] },
      ],
    },
    'profiles.1.endpoints.0.id duplicate-id id=0000000a',
  ],
  [
    'a default that is no profile',
    { profiles: [{ name: 'work' }], defaultProfile: 'wrk' },
    'defaultProfile no-profile name=wrk nearest=work',
  ],
  ['a default that is no name', { profiles: [], defaultProfile: '' }, 'defaultProfile name'],
  ['a reuse of a profile', reusing('work'), `${OTHER}.from from-form from=work`],
  ['a reuse of nothing', reusing('work/onee'), `${OTHER}.from from-nowhere from=work/onee nearest=work/one`],
  ['a reuse of itself', reusing('spare/two'), `${OTHER}.from from-own-profile from=spare/two`],
  [
    'a reuse beside a target of its own',
    reusing('work/one', { ...endpoint, from: 'work/one', credential: undefined }),
    'profiles.1.endpoints.1.baseUrl beside-from key=baseUrl',
  ],
  [
    'a setting that is none',
    withSettings({ 'body.maxx': 1 }),
    'settings.body.maxx unknown-setting key=body.maxx nearest=body.max',
  ],
  ['a size in words', withSettings({ 'body.max': 'big' }), 'settings.body.max setting-bytes expected=≥ 1B'],
  ['text that is a number', withSettings({ 'proxy.host': 5 }), 'settings.proxy.host setting-text expected='],
  [
    'a setting below its least',
    withSettings({ 'attempts.max': 0 }),
    'settings.attempts.max setting-count expected=≥ 1',
  ],
  [
    'half an attempt',
    withSettings({ 'attempts.max': 1.5 }),
    'settings.attempts.max setting-count expected=≥ 1',
  ],
  [
    'a port that is none',
    withSettings({ 'proxy.port': 65_536 }),
    'settings.proxy.port setting-port expected=0 … 65535',
  ],
  [
    'a setting that is nothing',
    withSettings({ 'proxy.port': null }),
    'settings.proxy.port setting-port expected=0 … 65535',
  ],
]

test.each(FAULTS)('%s is refused with its place and what is wrong there', (_name, value, expected) => {
  expect(faultsOf(value)[0]).toBe(expected)
})

test('a chain of references is refused with the name of its end, a circle and a loose end without', () => {
  const third = (from: string) => ({ name: 'third', endpoints: [{ name: 'x', from }] })
  const chain = { profiles: [...reusing('work/one').profiles, third('spare/two')] }
  const circle = { profiles: [...reusing('third/x').profiles, third('spare/two')] }
  const loose = { profiles: [...reusing('work/nobody').profiles, third('spare/two')] }
  expect(faultsOf(chain)).toEqual(['profiles.2.endpoints.0.from from-reused from=spare/two origin=work/one'])
  expect(faultsOf(circle)).toEqual([
    'profiles.1.endpoints.0.from from-circle from=third/x',
    'profiles.2.endpoints.0.from from-circle from=spare/two',
  ])
  expect(faultsOf(loose)).toEqual([
    'profiles.1.endpoints.0.from from-nowhere from=work/nobody',
    'profiles.2.endpoints.0.from from-circle from=spare/two',
  ])
})

test('every fault is told, not only the first, and each once', () => {
  const value = {
    ...withEndpoint({ weight: 1001.5, auth: 'x', credential: 'k', a: 1, b: 2 }),
    settings: { x: 1 },
  }
  expect(faultsOf(value).map((line) => line.split(' ')[0])).toEqual([
    ...['auth', 'credential', 'weight', 'a', 'b'].map((key) => `${AT}.${key}`),
    'settings.x',
  ])
})

test('no fault repeats what may be a key', () => {
  const key = 'sk-ant-api03-made-up'
  const value = withEndpoint({
    credential: key,
    baseUrl: `https://${key}@x`,
    outboundProxy: `http://u:${key}@x`,
  })
  expect(JSON.stringify(parseDocument(value, counting()))).not.toContain(key)
})

test('every default is a value that the document would take', () => {
  const defaults = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, setting]) => [key, setting.default]),
  )
  expect(documentOf(withSettings(defaults)).settings).toEqual(defaults)
})
