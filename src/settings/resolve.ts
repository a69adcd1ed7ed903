import type { Policy, Timers } from '../core/model.ts'
import { SETTINGS, settingKeys, type SettingKey, type Settings } from './schema.ts'

/** Values from one origin; absent keys leave the word to the next. */
export type Overrides = Readonly<Partial<Record<SettingKey, string | number>>>

/** Where a value comes from. A later one wins. */
export type Origin = 'default' | 'file' | 'env' | 'flag'

/** The settings in force, and why each is as it is. */
export interface SettingsView {
  readonly settings: Settings
  readonly originOf: (key: SettingKey) => Origin
}

/** Defaults, overridden by each origin in turn: the document first, flags last. Expects validated values. */
export function resolveSettings(...origins: readonly Overrides[]): Settings {
  const defaults = Object.fromEntries(settingKeys.map((key) => [key, SETTINGS[key].default]))
  return Object.freeze(Object.assign(defaults, ...origins) as Settings)
}

/** The same, with the origin of each value. */
export function viewSettings(origins: {
  readonly file: Overrides
  readonly env: Overrides
  readonly flag: Overrides
}): SettingsView {
  const { env, file, flag } = origins
  const originOf = (key: SettingKey): Origin => {
    if (flag[key] !== undefined) return 'flag'
    if (env[key] !== undefined) return 'env'
    return file[key] === undefined ? 'default' : 'file'
  }
  return { settings: resolveSettings(file, env, flag), originOf }
}

/** The timers of every endpoint, from seconds to milliseconds. */
export const timersOf = (settings: Settings): Timers => ({
  connectMs: settings['timeout.connect'] * 1_000,
  firstContentMs: settings['timeout.first-content'] * 1_000,
  idleMs: settings['timeout.idle'] * 1_000,
})

/** The numbers of the routing policy, durations in milliseconds. */
export const policyOf = (settings: Settings): Policy => ({
  failureThreshold: settings['circuit.failure-threshold'],
  circuitMaxOpenMs: settings['circuit.max-open'] * 1_000,
  attemptsPerTier: settings['attempts.per-tier'],
  autoFailover: settings['failover.auto'] === 'on',
  autoRecovery: settings['recovery.auto'] === 'on',
  recoveryChecks: settings['recovery.checks'],
  tierCooldownMs: settings['tier.cooldown'] * 1_000,
  strategy: settings['balancer.strategy'],
  staleMs: settings['health.stale'] * 1_000,
  minChecks: settings['health.min-checks'],
  adjustsWeights: settings['health.weight-adjustment'] === 'on',
  affinityMs: settings.affinity * 1_000,
  roomWaitMs: settings['room.wait'] * 1_000,
  leastFirstContentMs: settings['timeout.first-content-least'] * 1_000,
  holdMs: settings['hold.max'] * 1_000,
  holdMost: settings['hold.most'],
  checkMode: settings['health.mode'],
  checkIntervalMs: settings['health.interval'] * 1_000,
  checkTokens: settings['health.daily-tokens'],
})
