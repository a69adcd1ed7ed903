import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatSetting, unitOf } from './format-setting.ts'
import { parseSetting } from './parse-setting.ts'
import { SETTINGS, settingKeys, type SettingKey } from './schema.ts'

test.each<[SettingKey, unknown, string | number]>([
  ['proxy.drain', '90', 90],
  ['proxy.drain', 90, 90],
  ['proxy.drain', '0', 0],
  ['proxy.drain', '500ms', 0.5],
  ['proxy.drain', '90s', 90],
  ['proxy.drain', '5m', 300],
  ['proxy.drain', '1.1m', 66],
  ['proxy.drain', '24h', 86_400],
  ['proxy.drain', '7d', 604_800],
  ['proxy.drain', ' 5 M ', 300],
  ['timeout.connect', '0.05', 0.05],
  ['sync.token', 'env:GH', 'env:GH'],
  ['sync.token', 'cmd:pass show gh', 'cmd:pass show gh'],
  ['sync.token', 'secret:aB-_9', 'secret:aB-_9'],
  ['otlp.endpoint', 'none', 'none'],
  ['otlp.endpoint', 'http://127.0.0.1:4318', 'http://127.0.0.1:4318'],
  ['sync.api', 'HTTPS://github.example/api/v3/', 'HTTPS://github.example/api/v3/'],
  ['body.max', '1', 1],
  ['body.max', '10B', 10],
  ['body.max', '256MB', 256_000_000],
  ['body.max', '256mb', 256_000_000],
  ['body.max', '1kB', 1_000],
  ['body.max', '1KiB', 1_024],
  ['body.max', '1.5MiB', 1_572_864],
  ['body.max', '1 GiB', 2 ** 30],
  ['body.max', '1GB', 1e9],
  ['attempts.max', '3', 3],
  ['proxy.port', '0', 0],
  ['proxy.port', '65535', 65_535],
  ['proxy.host', '::1', '::1'],
  ['log.level', 'debug', 'debug'],
])('%s takes %j as %j', (key, given, value) => {
  expect(parseSetting(key, given)).toEqual({ kind: 'value', value })
})

test.each<[SettingKey, unknown, string]>([
  ['proxy.drain', '', '0s … 24d'],
  ['proxy.drain', '-1', '0s … 24d'],
  ['proxy.drain', -1, '0s … 24d'],
  ['proxy.drain', '1e3', '0s … 24d'],
  ['proxy.drain', '5 minutes', '0s … 24d'],
  ['proxy.drain', '25d', '0s … 24d'],
  ['proxy.drain', Infinity, '0s … 24d'],
  ['proxy.drain', NaN, '0s … 24d'],
  ['timeout.connect', '0', '50ms … 24d'],
  ['timeout.connect', '49ms', '50ms … 24d'],
  ['body.max', '0', '≥ 1B'],
  ['body.max', '1.5B', '≥ 1B'],
  ['body.max', '1TB', '≥ 1B'],
  ['body.max', '5s', '≥ 1B'],
  ['body.max', 0.5, '≥ 1B'],
  ['log.file-size', '1kB', '≥ 1KiB'],
  ['attempts.max', '0', '≥ 1'],
  ['attempts.max', '1.0', '≥ 1'],
  ['attempts.max', '0x3', '≥ 1'],
  ['attempts.max', true, '≥ 1'],
  ['attempts.max', [3], '≥ 1'],
  ['log.files', '101', '1 … 100'],
  ['proxy.port', '65536', '0 … 65535'],
  ['proxy.port', '+1', '0 … 65535'],
  ['proxy.host', '', ''],
  ['proxy.host', ' ', ''],
  ['proxy.host', 'a\nb', ''],
  ['proxy.host', 5, ''],
  ['sync.token', 'ghp_made-up', ''],
  ['sync.token', 'env:', ''],
  ['sync.token', 'secret:a b', ''],
  ['sync.token', 'cmd: ', ''],
  ['otlp.endpoint', 'nonsense', ''],
  ['otlp.endpoint', 'ftp://collector.example', ''],
  ['otlp.endpoint', 'http://', ''],
  ['otlp.endpoint', 'http://a b', ''],
  ['otlp.endpoint', 'http://collector.example:99999', ''],
  ['otlp.endpoint', 'https://me:word@collector.example', ''],
  ['otlp.endpoint', 'https://collector.example/?key=x', ''],
  ['otlp.endpoint', 'https://collector.example/#x', ''],
  ['sync.api', 'none', ''],
  ['log.level', 'loud', 'debug, info, warn, error'],
  ['log.level', 'DEBUG', 'debug, info, warn, error'],
  ['log.level', null, 'debug, info, warn, error'],
])('%s does not take %j: it expects %j', (key, given, expected) => {
  const code = `setting-${SETTINGS[key].type}`
  expect(parseSetting(key, given)).toEqual({ kind: 'fault', fault: { code, values: { expected } } })
})

test.each<[SettingKey, number | string, string]>([
  ['proxy.drain', 0, '0s'],
  ['proxy.drain', 90, '90s'],
  ['proxy.drain', 300, '5m'],
  ['proxy.drain', 7_200, '2h'],
  ['timeout.connect', 0.05, '50ms'],
  ['body.max', 64 * 2 ** 20, '64MiB'],
  ['body.max', 256e6, '256MB'],
  ['body.max', 1_000_001, '1000001B'],
  ['attempts.max', 4, '4'],
  ['proxy.port', 7_860, '7860'],
  ['log.level', 'warn', 'warn'],
])('%s of %j reads %s', (key, value, text) => {
  expect(formatSetting(key, value)).toBe(text)
})

test('what is written with its unit is read back as the same', () => {
  const numbers = settingKeys.filter((key) => typeof SETTINGS[key].default === 'number')
  fc.assert(
    fc.property(fc.constantFrom(...numbers), fc.nat(), fc.nat({ max: 999 }), (key, whole, thousandths) => {
      const amount = SETTINGS[key].type === 'seconds' ? (whole % 2_000_000) + thousandths / 1_000 : whole
      const parsed = parseSetting(key, amount)
      if (parsed.kind === 'value') expect(parseSetting(key, formatSetting(key, parsed.value))).toEqual(parsed)
    }),
  )
})

test.each(settingKeys)('the default of %s is one of its values', (key) => {
  const { default: value } = SETTINGS[key]
  expect(parseSetting(key, value)).toEqual({ kind: 'value', value })
  expect(parseSetting(key, formatSetting(key, value))).toEqual({ kind: 'value', value })
})

test('durations and sizes have a unit, the rest has none', () => {
  expect([unitOf('seconds'), unitOf('bytes'), unitOf('count'), unitOf('text')]).toEqual([
    's',
    'bytes',
    null,
    null,
  ])
})
