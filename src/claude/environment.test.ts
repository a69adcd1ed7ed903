import { describe, expect, test } from 'vitest'
import { environmentFor, overlaid, type Person } from './environment.ts'
import type { DirectTarget, ProxyTarget } from './target.ts'

const PROXY: ProxyTarget = {
  kind: 'proxy',
  baseUrl: 'http://127.0.0.1:7860/p/work',
  token: 'proxy-managed',
  holdS: null,
}
const DIRECT: DirectTarget = {
  ...{ kind: 'direct', baseUrl: 'https://relay.example.com', auth: 'bearer', key: 'made-up-key', models: {} },
}
const nobody: Person = { variables: {}, model: null, mayBeLoggedIn: false }
const person = (variables: Person['variables'], more: Partial<Person> = {}): Person => ({
  ...{ ...nobody, variables, ...more },
})

test('a run on the proxy has its address and its token, and no other credential', () => {
  expect(environmentFor(PROXY, person({ ANTHROPIC_API_KEY: 'their-key' }))).toMatchObject({
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860/p/work',
    ANTHROPIC_AUTH_TOKEN: 'proxy-managed',
    ANTHROPIC_API_KEY: '',
  })
})

test.each(['ANTHROPIC_UNIX_SOCKET', 'CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX'])(
  'nothing leads a run elsewhere by %s',
  (name) => {
    expect(environmentFor(PROXY, nobody)[name]).toBe('')
    expect(environmentFor(DIRECT, nobody)[name]).toBe('')
  },
)

test.each([
  ['x-api-key', '', 'made-up-key'],
  ['bearer', 'made-up-key', ''],
  ['both', 'made-up-key', 'made-up-key'],
] as const)('an endpoint that takes %s gets its key that way alone', (auth, token, apiKey) => {
  const { ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN } = environmentFor({ ...DIRECT, auth }, nobody)
  expect([ANTHROPIC_AUTH_TOKEN, ANTHROPIC_API_KEY]).toEqual([token, apiKey])
})

describe('hosts without a proxy', () => {
  const LOOPBACK = '127.0.0.1,localhost,::1'
  test.each([
    [{}, LOOPBACK, LOOPBACK],
    [{ NO_PROXY: 'corp.example' }, `corp.example,${LOOPBACK}`, `corp.example,${LOOPBACK}`],
    [{ no_proxy: 'a b' }, `a,b,${LOOPBACK}`, `a,b,${LOOPBACK}`],
    [{ NO_PROXY: 'a', no_proxy: 'b' }, `a,${LOOPBACK}`, `b,${LOOPBACK}`],
    [{ NO_PROXY: 'localhost,a,127.0.0.1' }, 'localhost,a,127.0.0.1,::1', 'localhost,a,127.0.0.1,::1'],
  ])('of %j gain loopback and lose nothing', (variables, upper, lower) => {
    const { NO_PROXY, no_proxy } = environmentFor(PROXY, person(variables))
    expect([NO_PROXY, no_proxy]).toEqual([upper, lower])
  })

  test('include the address that the proxy listens on', () => {
    const at = (baseUrl: string): unknown => environmentFor({ ...PROXY, baseUrl }, nobody)['NO_PROXY']
    expect(at('http://192.168.1.5:1')).toBe(`${LOOPBACK},192.168.1.5`)
    expect(environmentFor(DIRECT, nobody)['NO_PROXY']).toBe(LOOPBACK)
    expect(at('http://[::1]:1')).toBe(`${LOOPBACK},[::1]`)
  })
})

describe('a key of a log-in', () => {
  const loggedIn = { mayBeLoggedIn: true }
  const headers = (target: DirectTarget | ProxyTarget, who: Person): unknown =>
    environmentFor(target, who)['ANTHROPIC_CUSTOM_HEADERS']

  test('does not go to an endpoint beside its own', () => {
    expect(headers(DIRECT, person({}, loggedIn))).toBe('x-api-key: made-up-key')
    expect(headers(DIRECT, person({ ANTHROPIC_CUSTOM_HEADERS: 'x-team: a' }, loggedIn))).toBe(
      'x-team: a\nx-api-key: made-up-key',
    )
  })

  test('changes nothing where there is none, or where another key takes its place', () => {
    expect(headers(DIRECT, nobody)).toBeUndefined()
    expect(headers({ ...DIRECT, auth: 'x-api-key' }, person({}, loggedIn))).toBeUndefined()
    expect(headers(PROXY, person({}, loggedIn))).toBeUndefined()
  })
})

describe('a hold', () => {
  const headers = (theirs: Person['variables'], holdS: number | null = 18_000): unknown =>
    environmentFor({ ...PROXY, holdS }, person(theirs))['ANTHROPIC_CUSTOM_HEADERS']

  test('is told with each request, beside what the person has it send', () => {
    expect([headers({}), headers({}, null)]).toEqual(['x-qcc-hold: 18000', undefined])
    expect(headers({ ANTHROPIC_CUSTOM_HEADERS: 'x-team: a\nx-b: c' })).toBe(
      'x-team: a\nx-b: c\nx-qcc-hold: 18000',
    )
    expect(headers({ ANTHROPIC_CUSTOM_HEADERS: 'x-team: a' }, null)).toBeUndefined()
  })

  test('is told once: two of them would be none', () => {
    expect(headers({ ANTHROPIC_CUSTOM_HEADERS: 'X-QCC-Hold : 5\n\nx-team: a\n' })).toBe(
      'x-team: a\nx-qcc-hold: 18000',
    )
  })
})

test('the map of models counts without the proxy only', () => {
  const chosen = person({ ANTHROPIC_MODEL: 'claude-opus-5-5' })
  const models = { 'claude-opus-5-5': 'relay-opus' }
  expect(environmentFor({ ...DIRECT, models }, chosen)).toMatchObject({ ANTHROPIC_MODEL: 'relay-opus' })
  expect(environmentFor(PROXY, chosen)).not.toHaveProperty('ANTHROPIC_MODEL')
})

test('what is laid over the variables of a process replaces, adds and takes away; the rest stays, also what is empty', () => {
  const before = { KEPT: 'a', EMPTY: '', REPLACED: 'b', GONE: 'c', UNSET: undefined }
  expect(overlaid(before, { REPLACED: 'd', GONE: '', NEW: 'e' })).toEqual({
    ...{ KEPT: 'a', EMPTY: '', REPLACED: 'd', NEW: 'e' },
  })
})

test.each([
  [undefined, {}, undefined],
  [true, {}, undefined],
  [false, {}, '0'],
  [false, { CLAUDE_CODE_ATTRIBUTION_HEADER: '1' }, undefined],
])('with attribution %s and %j a run is told %s', (attribution, variables, told) => {
  const more = attribution === undefined ? {} : { attribution }
  for (const target of [PROXY, DIRECT]) {
    const said = environmentFor({ ...target, ...more }, person(variables))
    expect(said['CLAUDE_CODE_ATTRIBUTION_HEADER']).toBe(told)
  }
})

test('only without the proxy Claude Code itself is asked to send no betas', () => {
  const NAME = 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'
  expect(environmentFor({ ...DIRECT, deniesBetas: true }, nobody)[NAME]).toBe('1')
  expect(environmentFor({ ...DIRECT, deniesBetas: false }, nobody)).not.toHaveProperty(NAME)
  expect(environmentFor(PROXY, nobody)).not.toHaveProperty(NAME)
})
