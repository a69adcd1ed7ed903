import { en, type TextKey } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'

export type Lang = 'en' | 'zh'

/** Gives a text in the chosen language, with its `{names}` filled in. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

export function sayIn(lang: Lang): Say {
  const texts: Readonly<Record<TextKey, string>> = lang === 'zh' ? zh : en
  return (key, values = {}) =>
    texts[key].replace(/\{([a-z-]+)\}/g, (mark, name: string) => String(values[name] ?? mark))
}

/** The language to speak: `--lang`, then `QCC_LANG`, then the locale. An unknown one leaves the word to the next. */
export function langOf(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Lang {
  const named = [flag, env['QCC_LANG'], env['LC_ALL'], env['LC_MESSAGES'], env['LANG']]
  for (const name of named) {
    if (name?.startsWith('zh') === true) return 'zh'
    if (name?.startsWith('en') === true) return 'en'
  }
  return 'en'
}
