import { expect, test } from 'vitest'
import { refuseUnsound } from './unsound.ts'

const refusal = (httpVersion: string, coding: string | undefined, url: string): string | null => {
  try {
    refuseUnsound({
      httpVersion,
      url,
      rawHeaders: [],
      headers: coding === undefined ? {} : { 'transfer-encoding': coding },
    })
    return null
  } catch (error) {
    return (error as Error).message
  }
}

test.each([
  ['1.1', undefined, '/v1/messages?a=b', null],
  ['1.1', 'Chunked', '//x', null],
  ['1.0', undefined, '/', null],
  ['1.0', 'chunked', '/', /1\.0 has no transfer codings/],
  ['0.9', undefined, '/', /not HTTP\/0\.9/],
  ['2.0', undefined, '/', /not HTTP\/2\.0/],
  ['1.1', 'gzip, chunked', '/', /"gzip, chunked"/],
  ['1.1', 'chunked, chunked', '/', /"chunked, chunked"/],
  ['1.1', undefined, 'http://host/a?key=secret', /"http:\/\/host\/a" is not a path/],
  ['1.1', undefined, '*', /not a path/],
  ['1.1', undefined, '/a#b', /fragment/],
])('HTTP/%s with the coding %s and the target %s', (version, coding, url, why) => {
  const told = refusal(version, coding, url)
  if (why === null) expect(told).toBeNull()
  else expect(told).toMatch(why)
})

test.each([
  [4_000, null],
  [4_002, 'headers-too-large'],
])('%i names and values of headers', (count, code) => {
  const ask = (): void => {
    refuseUnsound({ httpVersion: '1.1', url: '/', headers: {}, rawHeaders: Array<string>(count).fill('a') })
  }
  if (code === null) expect(ask).not.toThrow()
  else expect(ask).toThrow(expect.objectContaining({ code }) as Error)
})
