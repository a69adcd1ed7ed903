/** The language of the page, and its texts. Only those of the language that is read are loaded. */
import { computed, signal } from '@preact/signals'
import type { DashboardTexts, DashboardTextKey } from './texts/en.ts'
import { remembered } from './remembered.ts'

export type Lang = 'en' | 'zh'

const stored = remembered('qcc-lang')
const loaded = signal<{ readonly lang: Lang; readonly texts: DashboardTexts } | null>(null)

export const lang = computed<Lang>(() => loaded.value?.lang ?? 'en')

export function preferredLanguage(): Lang {
  const chosen = stored.read()
  if (chosen === 'en' || chosen === 'zh') return chosen
  return navigator.languages.find((one) => /^(en|zh)/.test(one))?.startsWith('zh') === true ? 'zh' : 'en'
}

export async function loadLanguage(wanted: Lang): Promise<void> {
  const texts = wanted === 'zh' ? (await import('./texts/zh.ts')).zh : (await import('./texts/en.ts')).en
  document.documentElement.lang = wanted === 'zh' ? 'zh-CN' : 'en'
  loaded.value = { lang: wanted, texts }
}

export async function chooseLanguage(wanted: Lang): Promise<void> {
  stored.write(wanted)
  await loadLanguage(wanted)
}

/** A text in the language of the page, its `{names}` filled in. */
export function say(key: DashboardTextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text = loaded.value?.texts[key] ?? ''
  return text.replace(/\{([a-z-]+)\}/g, (mark, name: string) => String(values[name] ?? mark))
}
