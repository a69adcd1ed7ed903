import { expect, test } from 'vitest'
import { mendBaseUrl, outboundProxyOf } from './rules.ts'

test.each([
  ['https://api.example.com', 'https://api.example.com', false],
  ['https://api.example.com/', 'https://api.example.com', false],
  [' https://api.example.com\n', 'https://api.example.com', false],
  ['http://127.0.0.1:9/relay//', 'http://127.0.0.1:9/relay', false],
  ['https://api.example.com/v1', 'https://api.example.com', true],
  ['https://api.example.com/v1/', 'https://api.example.com', true],
  ['https://api.example.com/relay/v1/messages', 'https://api.example.com/relay', true],
  ['https://api.example.com/v1beta', 'https://api.example.com/v1beta', false],
  ['https://api.example.com/v1/relay', 'https://api.example.com/v1/relay', false],
  ['HTTP://[::1]:80/A', 'http://[::1]/A', false],
])('%j is stored as %s', (text, url, mended) => {
  expect(mendBaseUrl(text)).toEqual({ kind: 'url', url, mended })
})

test.each([
  ['', 'base-url-scheme'],
  ['api.example.com', 'base-url-scheme'],
  ['localhost:8080', 'base-url-scheme'],
  ['//api.example.com', 'base-url-scheme'],
  ['file:///etc/passwd', 'base-url-scheme'],
  ['https://', 'base-url'],
  ['https://a b', 'base-url'],
  ['https://a\nb', 'base-url'],
  ['https://a:99999', 'base-url'],
  ['https://key@a', 'base-url-parts'],
  ['https://a/#x', 'base-url-parts'],
  ['https://a/?key=x', 'base-url-parts'],
])('%j is refused: %s', (text, code) => {
  expect(mendBaseUrl(text)).toEqual({ kind: 'fault', fault: { path: [], code, values: {} } })
})

test.each([
  ['http://proxy.example:3128', 'http://proxy.example:3128'],
  ['https://proxy.example/', 'https://proxy.example'],
  ['socks5://proxy.example', null],
  ['http://proxy.example/path', null],
  ['http://me:pw@proxy.example', null],
  ['proxy.example:3128', null],
])('the outbound proxy %j is %j', (text, origin) => {
  expect(outboundProxyOf(text)).toBe(origin)
})
