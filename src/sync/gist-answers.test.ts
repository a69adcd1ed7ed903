import { expect, test } from 'vitest'
import { gistIn, goodAnswer, nextPage } from './gist-answers.ts'

const PAGE = new URL('https://api.example.com/gists?page=1')
const next = (url: string): string | undefined =>
  nextPage(new Map([['link', `<${url}>; rel="next"`]]), PAGE)?.href

test('the next page is asked for at the same place only, since the token goes there', () => {
  expect(next('https://api.example.com/gists?page=2')).toBe('https://api.example.com/gists?page=2')
  for (const url of [
    'https://example.com/',
    'http://api.example.com/',
    'https://api.example.com:8443/',
    'no url',
  ])
    expect(next(url)).toBeUndefined()
})

test.each(['1e300', '-1', '', '99999999999999', 'soon'])(
  'a limit until %j is one of unknown length',
  (told) => {
    const headers = new Map([
      ['retry-after', told],
      ['x-ratelimit-remaining', '0'],
      ['x-ratelimit-reset', told],
    ])
    expect(() => goodAnswer({ status: 429, headers, body: Buffer.from('{}') }, 'gist', 0)).toThrow(
      '1970-01-01T00:01:00.000Z',
    )
  },
)

test.each([
  null,
  { id: 'a', files: null },
  { id: 'a', files: {}, history: {} },
  { id: 'a', files: {}, history: [null] },
  { id: 'a', files: {}, history: [{ version: 1 }] },
])('%j is no gist', (value) => {
  expect(gistIn(value)).toBeNull()
})
