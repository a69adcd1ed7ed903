/** The language of the page, and its texts: those of one language, and of other pages only when one is opened. */
import { computed, signal } from '@preact/signals'
import type { FirstTexts, MoreTexts } from './texts/en-more.ts'
import { remembered } from './remembered.ts'

export type Lang = 'en' | 'zh'
export type DashboardTextKey = keyof FirstTexts | keyof MoreTexts

const stored = remembered('qcc-lang')
const loaded = signal<{
  readonly lang: Lang
  readonly texts: Readonly<Record<string, string>>
  readonly isWhole: boolean
} | null>(null)
const wanted = { isAll: false }

export const lang = computed<Lang>(() => loaded.value?.lang ?? 'en')

export function preferredLanguage(): Lang {
  const chosen = stored.read()
  if (chosen === 'en' || chosen === 'zh') return chosen
  return navigator.languages.find((one) => /^(en|zh)/.test(one))?.startsWith('zh') === true ? 'zh' : 'en'
}

/** Resolves when the page can speak it. */
export async function loadLanguage(to: Lang): Promise<void> {
  const isWhole = wanted.isAll
  const [first, more] = await Promise.all([firstTexts(to), isWhole ? moreTexts(to) : {}])
  document.documentElement.lang = to === 'zh' ? 'zh-CN' : 'en'
  loaded.value = { lang: to, texts: { ...first, ...more }, isWhole }
}

/** What pages beside the first one say. */
export async function loadMoreTexts(): Promise<void> {
  wanted.isAll = true
  if (loaded.value?.isWhole !== true) await loadLanguage(lang.value)
}

export async function chooseLanguage(to: Lang): Promise<void> {
  stored.write(to)
  await loadLanguage(to)
}

const firstTexts = async (to: Lang): Promise<FirstTexts> =>
  to === 'zh' ? (await import('./texts/zh.ts')).zh : (await import('./texts/en.ts')).en

const moreTexts = async (to: Lang): Promise<MoreTexts> =>
  to === 'zh' ? (await import('./texts/zh-more.ts')).zhMore : (await import('./texts/en-more.ts')).enMore

/** A text in the language of the page, its `{names}` filled in. */
export function say(key: DashboardTextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text = loaded.value?.texts[key] ?? ''
  return text.replace(/\{([a-z-]+)\}/g, (mark, name: string) => String(values[name] ?? mark))
}
