import { expect, test } from 'vitest'
import { en, type TextKey } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { loadSay } from '../i18n/say.ts'
import { langOf } from './texts.ts'
import { sayIn } from '../../test/support/say.ts'

const marks = (text: string): string[] => (text.match(/\{[^}]*\}/g) ?? []).sort()
const KEYS = Object.keys(en) as TextKey[]

test.each(KEYS)('%s stands in both languages with the same places to fill in', (key) => {
  expect(zh[key]).not.toBe('')
  expect(marks(zh[key])).toEqual(marks(en[key]))
})

test('no key is Chinese only', () => {
  expect(Object.keys(zh).sort()).toEqual([...KEYS].sort())
})

test('each language is loaded by its name', async () => {
  expect((await loadSay('en'))('word.yes')).toBe(en['word.yes'])
  expect((await loadSay('zh'))('word.yes')).toBe(zh['word.yes'])
})

test('texts are filled in, in either language', () => {
  expect(sayIn('en')('cli.unknown-command', { name: 'x' })).toBe('There is no command "x".')
  expect(sayIn('zh')('cli.unknown-command', { name: 'x' })).toBe('没有“x”这个命令。')
})

test('a value cannot speak to the terminal', () => {
  const name = '\u001B[2Jone\n\ttwo\u0007\u009B'
  expect(sayIn('en')('cli.unknown-command', { name })).toBe('There is no command "?[2Jone\n\ttwo??".')
})

test('a value that looks like a place to fill in stays as it is', () => {
  expect(sayIn('en')('cli.unknown-command', { name: '{name}' })).toBe('There is no command "{name}".')
})

test.each([
  ['zh', { QCC_LANG: 'en' }, 'zh'],
  [undefined, { QCC_LANG: 'zh', LC_ALL: 'en_US.UTF-8' }, 'zh'],
  [undefined, { LC_ALL: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8' }, 'zh'],
  [undefined, { LC_MESSAGES: 'en_US', LANG: 'zh_CN' }, 'en'],
  [undefined, { LC_ALL: 'C.UTF-8', LANG: 'zh_CN.UTF-8' }, 'zh'],
  ['fr', { LANG: 'zh_CN.UTF-8' }, 'zh'],
  [undefined, {}, 'en'],
])('the flag %j and the environment %j speak %s', (flag, env, lang) => {
  expect(langOf(flag, env)).toBe(lang)
})
