import { expect, test } from 'vitest'
import { differenceLines } from './difference-lines.ts'
import { differencesView } from './differences-view.ts'
import { localTime } from './local-time.ts'
import { sayIn } from '../../test/support/say.ts'

const difference = (path: string, before: unknown, after: unknown) => ({
  path: path.split('/'),
  before,
  after,
})

test.each([
  [difference('settings/body.max', 1_024, 2 ** 20), ['~ settings.body.max: 1KiB → 1MiB']],
  [difference('settings/timeout.idle', undefined, 300), ['+ settings.timeout.idle: 5m']],
  [difference('settings/log.level', 'debug', undefined), ['- settings.log.level: debug']],
  [
    difference('profiles/a/endpoints/b/timeouts/idle', 60, 90),
    ['~ profiles.a.endpoints.b.timeouts.idle: 1m → 90s'],
  ],
  [difference('profiles/a/endpoints/b/weight', 60, 90), ['~ profiles.a.endpoints.b.weight: 60 → 90']],
  [
    difference('profiles/a/endpoints/b/enabled', true, false),
    ['~ profiles.a.endpoints.b.enabled: true → false'],
  ],
  [difference('profiles/a/description', 'one\ntwo', ''), ['~ profiles.a.description: "one\\ntwo" → ']],
  [
    difference('profiles/a/endpoints/b/models/\u001b[31m', 'x', 'y'),
    ['~ profiles.a.endpoints.b.models.?[31m: x → y'],
  ],
  [difference('profiles', ['a', 'b'], ['b', 'a']), ['~ profiles (order): a, b → b, a']],
  [difference('tiers/primary', ['a'], ['a', 'b']), ['~ tiers.primary: a → a, b']],
  [difference('tiers/primary', undefined, ['a']), ['+ tiers.primary:', '+   - a']],
  [
    difference('profiles/a', undefined, { name: 'a', endpoints: [] }),
    ['+ profiles.a:', '+   name: a', '+   endpoints: []'],
  ],
  [
    difference('profiles/a/endpoints/b/models', { x: 'y' }, undefined),
    ['- profiles.a.endpoints.b.models:', '-   x: y'],
  ],
])('%j', (one, lines) => {
  expect(differenceLines([one], sayIn('en'))).toEqual(lines)
})

test('to a program what was not there is absent', () => {
  expect(
    JSON.stringify(differencesView([difference('a', undefined, 1), difference('b', null, undefined)])),
  ).toBe('[{"path":["a"],"after":1},{"path":["b"],"before":null}]')
})

test('times are those of the clock on the wall', () => {
  expect(localTime(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('2026-01-02 03:04:05')
})
