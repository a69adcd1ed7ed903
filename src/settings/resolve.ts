import type { Timers } from '../core/model.ts'
import { SETTINGS, type SettingKey, type Settings } from './schema.ts'

/** Values from one origin; absent keys leave the word to the next. */
export type Overrides = Readonly<Partial<Record<SettingKey, string | number>>>

/** Defaults, overridden by each origin in turn: the document first, flags last. Expects validated values. */
export function resolveSettings(...origins: readonly Overrides[]): Settings {
  const defaults = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, setting]) => [key, setting.default]),
  )
  return Object.freeze(Object.assign(defaults, ...origins) as Settings)
}

/** The timers of every endpoint, from seconds to milliseconds. */
export const timersOf = (settings: Settings): Timers => ({
  connectMs: settings['timeout.connect'] * 1_000,
  firstContentMs: settings['timeout.first-content'] * 1_000,
  idleMs: settings['timeout.idle'] * 1_000,
})
