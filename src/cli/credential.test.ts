import { expect, test } from 'vitest'
import { recordedOutput } from '../../test/support/output.ts'
import { createRedactor } from '../secrets/redactor.ts'
import type { Ask } from './ask.ts'
import { credentialOf, noteUnset, referenceOf } from './credential.ts'
import { sayIn } from '../../test/support/say.ts'

function asker(input: string, typed: string | null = null) {
  const { lines: notes, output } = recordedOutput()
  const redactor = createRedactor()
  const secret: Ask['secret'] = async (_question, { fault } = {}) => {
    expect(fault?.(typed ?? '') ?? null).toBeNull()
    return typed ?? ''
  }
  const ask = async (): Promise<Ask | null> => (typed === null ? null : ({ secret } as unknown as Ask))
  const context = {
    ask,
    env: { HERE: 'x', EMPTY: '' },
    input: async () => input,
    output,
    redactor,
    say: sayIn('en'),
  }
  return { context, notes, redactor }
}

test.each([
  ['made-up-key-1', 'made-up-key-1'],
  ['made-up-key-1\n', 'made-up-key-1'],
  ['\r\nmade-up-key-1\r\n', 'made-up-key-1'],
])('%j on standard input is the key %j, and a secret from then on', async (input, key) => {
  const { context, redactor } = asker(input)
  expect(await credentialOf(context, { apiKeyStdin: true })).toEqual({ kind: 'key', key })
  expect(redactor.redact(`it is ${key}`)).toBe('it is ***')
})

test.each([
  ['', /empty/],
  ['\n\n', /empty/],
  [' made-up', /space or a line break/],
  ['made-up\nkey', /space or a line break/],
  ['made-up\tkey', /space or a line break/],
  ['made-up\u0000key', /space or a line break/],
  ['made-up-ключ', /characters that no key has/],
])('%j on standard input is no key', async (input, why) => {
  await expect(credentialOf(asker(input).context, { apiKeyStdin: true })).rejects.toThrow(why)
})

test('at a terminal the key is typed, not read as it is shown', async () => {
  const { context } = asker('not this', 'made-up-typed\n')
  expect(await credentialOf(context, { apiKeyStdin: true })).toEqual({ kind: 'key', key: 'made-up-typed' })
})

test('a variable is a reference, and nothing is read', async () => {
  const reference = { kind: 'reference', reference: 'env:HERE' }
  expect(await credentialOf(asker('').context, { apiKeyEnv: 'HERE' })).toEqual(reference)
  expect(await credentialOf(asker('').context, {})).toBeNull()
})

test('only a key is kept', async () => {
  const kept: string[] = []
  const keep = async (key: string): Promise<string> => `secret:${String(kept.push(key))}`
  const context = { keys: async () => ({ keep }) as never }
  expect(await referenceOf(context, { kind: 'key', key: 'k' })).toBe('secret:1')
  expect(await referenceOf(context, { kind: 'reference', reference: 'env:X' })).toBe('env:X')
  expect(kept).toEqual(['k'])
})

test.each([
  ['env:HERE', 0],
  ['env:EMPTY', 1],
  ['env:NOWHERE', 1],
])('%s is noted %i times as not set', (reference, times) => {
  const { context, notes } = asker('')
  noteUnset(context, { kind: 'reference', reference })
  noteUnset(context, null)
  expect(notes).toHaveLength(times)
})
