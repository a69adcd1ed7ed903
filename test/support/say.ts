import { sayFrom, type Lang, type Say } from '../../src/i18n/say.ts'
import { en } from '../../src/i18n/en.ts'
import { zh } from '../../src/i18n/zh.ts'

/** The texts of a language, at once; the program loads those that it needs. */
export const sayIn = (lang: Lang): Say => sayFrom(lang === 'zh' ? zh : en)
