import { en, type TextKey } from './en.ts'

export type Lang = 'en' | 'zh'

/** Gives a text in the chosen language, with its `{names}` filled in. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

/** The texts of a language. Chinese is loaded for those who read it: it would cost all others a part of each start. */
export async function loadSay(lang: Lang): Promise<Say> {
  return sayFrom(lang === 'zh' ? (await import('./zh.ts')).zh : en)
}

/** Fills in the places of `texts`; one that has no value stays as it is. */
export function sayFrom(texts: Readonly<Record<TextKey, string>>): Say {
  return (key, values = {}) =>
    harmless(texts[key].replace(/\{([a-z-]+)\}/g, (mark, name: string) => String(values[name] ?? mark)))
}

/** Without control characters that could speak to the terminal; line breaks stay. */
const harmless = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '?')
