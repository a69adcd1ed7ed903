import type { Lang } from '../i18n/say.ts'

export type { Lang, Say } from '../i18n/say.ts'

/** The language to speak: `--lang`, then `QCC_LANG`, then the locale. An unknown one leaves the word to the next. */
export function langOf(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Lang {
  const named = [flag, env['QCC_LANG'], env['LC_ALL'], env['LC_MESSAGES'], env['LANG']]
  for (const name of named) {
    if (name?.startsWith('zh') === true) return 'zh'
    if (name?.startsWith('en') === true) return 'en'
  }
  return 'en'
}
