import { expect, test } from 'vitest'
import type { Document } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import { endpointsNamed } from './endpoints-named.ts'
import { sayIn } from '../../test/support/say.ts'

const say = sayIn('en')
const entry = (id: string, name: string) => ({
  ...{ id, name, enabled: true, weight: 100 },
  ...{ baseUrl: 'https://a.example', auth: 'bearer' as const, credential: 'env:KEY' },
})
const DOCUMENT: Document = {
  profiles: [
    { name: 'work', endpoints: [entry('0a1', 'one'), entry('0b2', 'two')] },
    { name: 'spare', endpoints: [entry('0b3', 'two'), entry('work', 'odd')] },
    { name: 'empty', endpoints: [] },
  ],
  settings: {},
}
const found = (what?: string) =>
  endpointsNamed(DOCUMENT, what, say).map(({ entry: { name }, profile }) => `${profile.name}/${name}`)
const refused = (what: string, document = DOCUMENT): string => {
  try {
    endpointsNamed(document, what, say)
    return ''
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.message}` : String(error)
  }
}

test.each([
  [undefined, ['work/one', 'work/two', 'spare/two', 'spare/odd']],
  ['work', ['work/one', 'work/two']],
  ['spare/two', ['spare/two']],
  ['work/0b2', ['work/two']],
  ['one', ['work/one']],
  ['0a', ['work/one']],
  ['0b3', ['spare/two']],
])('%s means %j', (what, expected) => {
  expect(found(what)).toEqual(expected)
})

test('what is nothing, or several, is refused with what there is', () => {
  expect(refused('work/tow')).toContain(
    'no-such-thing: There is no endpoint "work/tow".\nDid you mean "work/two"',
  )
  expect(refused('gone')).toContain('no-such-thing')
  expect(refused('')).toContain('no-such-thing')
  expect(refused('empty')).toContain('no-such-thing')
  expect(refused('two')).toContain('work/two (0b2), spare/two (0b3)')
  expect(refused('0b')).toContain('usage')
  expect(() => endpointsNamed({ profiles: [], settings: {} }, undefined, say)).toThrow(AppError)
})
