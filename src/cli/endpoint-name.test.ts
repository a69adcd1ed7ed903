import { expect, test } from 'vitest'
import { NAME } from '../document/rules.ts'
import { freeName, nameFromUrl } from './endpoint-name.ts'

test.each([
  ['https://api.anthropic.com', 'anthropic'],
  ['https://relay.example.com/claude', 'example'],
  ['https://open.bigmodel.cn/api/anthropic', 'bigmodel'],
  ['https://api.example.co.uk', 'example'],
  ['https://example.com.cn', 'example'],
  ['https://co.uk', 'co'],
  ['https://api.com', 'main'],
  ['http://localhost:8080', 'localhost'],
  ['http://127.0.0.1:8080', 'main'],
  ['http://[::1]:8080', 'main'],
  ['https://例え.jp', 'xn--r8jz45g'],
  ['http://my_host.local', 'my_host'],
  ['http://_host.local', 'main'],
])('an endpoint at %s is called %s', (url, name) => {
  expect(nameFromUrl(url)).toBe(name)
  expect(name).toMatch(NAME)
})

test('a taken name gets the next free number', () => {
  expect(freeName('a', [])).toBe('a')
  expect(freeName('a', ['a', 'a-2', 'b'])).toBe('a-3')
})
