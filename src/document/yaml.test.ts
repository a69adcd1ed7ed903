import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeText } from './fault.ts'
import { parseDocument } from './schema.ts'
import { documentYaml, readYaml, toYaml, type PlacedFault } from './yaml.ts'

const TEXT = `defaultProfile: work
profiles:
  - name: work
    description: "for: work"
    endpoints:
      - id: "00000001"
        name: "123"
        baseUrl: https://api.example.com/relay
        auth: x-api-key
        credential: cmd:pass show work
        models:
          b: a
          a: b
        timeouts:
          connect: 0.5s
          idle: 4m
        weight: 100
        enabled: true
  - name: spare
    endpoints:
      - id: 0000000a
        name: one
        from: work/123
        weight: 0
        enabled: false
settings:
  proxy.port: 80
  body.max: 64MiB
  timeout.idle: 5m
  log.level: debug
`

/** The faults of a text as `line:column place code`. */
function faultsOf(text: string): readonly string[] {
  const read = readYaml(text)
  const told = (faults: readonly PlacedFault[]) =>
    faults.map(
      ({ code, column, line, path }) => `${String(line)}:${String(column)} ${placeText(path)} ${code}`,
    )
  if (read.kind === 'invalid') return told(read.faults)
  const parsed = parseDocument(read.value, () => '0000000f')
  return parsed.kind === 'valid' ? [] : told(read.placed(parsed.faults))
}

test('a document is written in the order of its keys and lists, with units, and read back as the same', () => {
  const read = readYaml(TEXT)
  const parsed = parseDocument(read.kind === 'value' ? read.value : null, null)
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.faults))
  expect(documentYaml(parsed.document)).toBe(TEXT)
})

test('JSON is YAML, also when it is indented by tabs', () => {
  expect(readYaml('{\n\t"a": [\n\t\t1,\n\t\t"\\u00e9"\n\t]\n}\n')).toMatchObject({ value: { a: [1, 'é'] } })
})

test('any value is read back as the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const read = readYaml(toYaml(value))
      // YAML keeps no negative zero, and neither does JSON.
      expect(JSON.stringify(read.kind === 'value' ? read.value : read.faults)).toBe(JSON.stringify(value))
    }),
  )
})

const ENTRY = 'baseUrl: https://a, credential: env:A'

test.each([
  ['nothing', '', ['1:1 document not-object']],
  ['only a comment', '# later\n', ['1:1 document not-object']],
  ['an unknown key at its key', 'profiles: []\nprofile: 5\n', ['2:1 profile unknown-key']],
  ['a wrong value at the value', 'profiles:\n  - name:   5\n', ['2:13 profiles.0.name not-text']],
  ['a value that is nothing behind its key', 'profiles:\n  - name:\n', ['2:10 profiles.0.name not-text']],
  [
    'what is missing where it should be',
    'profiles:\n  -\n    endpoints: []\n',
    ['3:5 profiles.0.name missing'],
  ],
  [
    'what is missing in one line',
    `profiles:\n  - name: a\n    endpoints: [{ name: x, ${ENTRY} }, {${ENTRY}}]\n`,
    ['3:69 profiles.0.endpoints.1.name missing'],
  ],
  [
    'faults in the order of the text',
    'settings:\n  proxy.prt: 1\n  proxy.port: x\nprofiles: 5\ndefaultProfile: "-"\n',
    [
      '2:3 settings.proxy.prt unknown-setting',
      '3:15 settings.proxy.port setting-port',
      '4:11 profiles not-list',
      '5:17 defaultProfile name',
    ],
  ],
  ['lines that end as on Windows', 'profiles:\r\n- name: 5\r\n', ['2:9 profiles.0.name not-text']],
  ['JSON', '{\n  "profiles": [\n    { "name": 5 }\n  ]\n}', ['3:15 profiles.0.name not-text']],
  ['an indent that is off', 'a:\n  b: 1\n c: 2\n', ['3:1 document yaml-syntax']],
  ['a quote without end', 'profiles: "\n', ['2:1 document yaml-syntax']],
  ['the first of what follows from one fault', `${'['.repeat(50)}\n`, ['2:1 document yaml-syntax']],
  ['a tag that means nothing', 'profiles: !x []\n', ['1:11 document yaml-syntax']],
  ['a map as a key', 'a: 1\n? {b: {c: d}}\n: e\n', ['2:3 document yaml-syntax']],
  ['keys in keys in keys', `${'{? '.repeat(40)}a${'}'.repeat(40)}\n`, ['1:4 document yaml-syntax']],
  ['two documents', 'a: 1\n---\nb: 1\n', ['2:1 document yaml-syntax']],
  [
    'every key that stands twice',
    'a: 1\nb: 1\na: 2\nb: 2\n',
    ['3:1 document duplicate-key', '4:1 document duplicate-key'],
  ],
  ['an alias of nothing', 'profiles: *x\n', ['1:11 document yaml-aliases']],
  ['an alias of what it is in', 'profiles: &x [*x]\n', ['1:15 document yaml-aliases']],
  ['a bomb of aliases', 'a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n', ['2:8 document yaml-aliases']],
])('%s is told with line and column', (_name, text, expected) => {
  expect(faultsOf(text)).toEqual(expected)
})

test('no fault of the text repeats the text', () => {
  for (const text of [
    'a: "x" sk-ant-made-up',
    'a: @sk-ant-made-up',
    'a: b: sk-ant-made-up',
    'a: !sk-ant-made-up x',
    '? {a: sk-ant-made-up}\n',
  ]) {
    const read = readYaml(text)
    expect(read.kind).toBe('invalid')
    expect(JSON.stringify(read)).not.toContain('sk-ant')
  }
})
