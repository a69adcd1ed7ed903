import type { Difference } from '../core/config/diff.ts'
import { toYaml } from '../document/yaml.ts'
import { formatAmount, formatSetting } from '../settings/format-setting.ts'
import { settingNamed, type SettingKey } from '../settings/schema.ts'
import { printable } from './printable.ts'
import type { Say } from '../i18n/say.ts'

/** Differences as lines: `+` what came, `-` what went, `~` what is another value or order. */
export const differenceLines = (found: readonly Difference[], say: Say): readonly string[] =>
  found.flatMap((difference) => {
    const { after, before, path } = difference
    if (before === undefined) return wholeLines('+', path, after)
    if (after === undefined) return wholeLines('-', path, before)
    const isOrder = Array.isArray(after) && path[0] !== 'tiers'
    const place = isOrder ? `${placeOf(path)} (${say('config.order')})` : placeOf(path)
    return [`~ ${place}: ${shown(path, before)} → ${shown(path, after)}`]
  })

function wholeLines(sign: '+' | '-', path: Difference['path'], value: unknown): readonly string[] {
  const place = `${sign} ${placeOf(path)}:`
  if (typeof value !== 'object' || value === null) return [`${place} ${shown(path, value)}`]
  const lines = toYaml(value).trimEnd().split('\n')
  return [place, ...lines.map((line) => `${sign}   ${line}`)]
}

const placeOf = (path: Difference['path']): string => printable(path.join('.'))

/** A single value in one line, with its unit. */
function shown(path: Difference['path'], value: unknown): string {
  const [place, key = ''] = path
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'number') {
    if (path.at(-2) === 'timeouts') return formatAmount('seconds', value)
    const isSetting = place === 'settings' && settingNamed(key) !== null
    return isSetting ? formatSetting(key as SettingKey, value) : String(value)
  }
  // Line breaks and the like are written out.
  return typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : JSON.stringify(value)
}
