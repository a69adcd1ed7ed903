import { expect, test } from 'vitest'
import { createRedactor } from './redactor.ts'

function knowing(...secrets: readonly string[]) {
  const redactor = createRedactor()
  for (const secret of secrets) redactor.learn(secret)
  return redactor
}

test.each([
  ['a long one shows its end', 'key.of+more/than?twenty', 'x ***enty y'],
  ['one of 20 characters too', 'abcdefghijklmnop1234', 'x ***1234 y'],
  ['one of 19 does not', 'abcdefghijklmno1234', 'x *** y'],
  ['one of 8 is replaced', '12345678', 'x *** y'],
  ['one of 7 is too short to be told from a word', '1234567', 'x 1234567 y'],
  ['what means something in a pattern is taken as it is', '(.*)[a-z]+^$|{2}\\d', 'x *** y'],
])('of learnt secrets: %s', (_what, secret, expected) => {
  expect(knowing(secret).redact(`x ${secret} y`)).toBe(expected)
})

test('every occurrence is replaced, also inside other text and across lines', () => {
  expect(knowing('secret-of-me').redact('asecret-of-meb\nsecret-of-me')).toBe('a***b\n***')
})

test('a secret is found as JSON writes it', () => {
  const secret = 'a"b\\c\td\u0001'
  const redactor = knowing(secret)
  expect(redactor.redact(JSON.stringify({ key: secret }))).toBe('{"key":"***"}')
  expect(redactor.redact(secret)).toBe('***')
})

test('of two secrets that begin alike the whole one is replaced, in whichever order they were learnt', () => {
  for (const order of [
    ['prefix-one', 'prefix-one-and-more'],
    ['prefix-one-and-more', 'prefix-one'],
  ]) {
    expect(knowing(...order).redact('prefix-one-and-more prefix-one')).toBe('*** ***')
  }
})

test.each([
  ['a key of Anthropic', 'at sk-ant-api03-Ab_9-xyz1 end', 'at ***xyz1 end'],
  ['a short one', '"sk-ant-12345678"', '"***"'],
  ['a key of another vendor', 'sk-proj-0123456789abcdef', '***cdef'],
  ['a client token', `at qcc_${'aB-_'.repeat(10)}xyz end`, 'at ***_xyz end'],
  ['a bearer token', 'Authorization: Bearer eyJhbGciOi.J9.abc_-/+==', 'Authorization: Bearer ***/+=='],
  ['a bearer token in small letters', 'bearer 0123456789abcdef', 'bearer ***'],
])('%s is recognised without having been learnt', (_what, text, expected) => {
  expect(knowing().redact(text)).toBe(expected)
})

test.each([
  'the bearer authentication of this endpoint',
  'sk-short and sk-ant-1234567',
  'task-management-of-everything',
  'secret:Zk3_abcdefghijkl',
  'complete -F _qcc_complete qcc_complete',
  '8bf56fda-8fc7-4a7a-8116-37180471d92e',
  'https://sk.example.com/v1/messages?beta=true',
])('"%s" is left alone', (text) => {
  expect(knowing().redact(text)).toBe(text)
})

test('a learnt secret is replaced whole where a shape would have ended inside it', () => {
  const secret = 'sk-ant-0123456789!and?more'
  expect(knowing(secret).redact(`Bearer ${secret}`)).toBe('Bearer ***more')
  expect(knowing('inner!secret').redact('sk-0123456789abcdefinner!secret')).toBe('******')
})

test('what was redacted stays as it is when it is redacted again', () => {
  const redactor = knowing('a-secret-of-twenty-characters')
  const once = redactor.redact('Bearer a-secret-of-twenty-characters sk-ant-0123456789abcdef')
  expect(redactor.redact(once)).toBe(once)
})
