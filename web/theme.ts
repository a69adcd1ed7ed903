/** Light, dark, or as the system has it. */
import { effect, signal } from '@preact/signals'
import { remembered } from './remembered.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const stored = remembered('qcc-theme')
export const theme = signal<Theme>(THEMES.find((one) => one === stored.read()) ?? 'system')

export function applyTheme(): void {
  effect(() => {
    const { dataset } = document.documentElement
    if (theme.value === 'system') delete dataset['theme']
    else dataset['theme'] = theme.value
    stored.write(theme.value)
  })
}
