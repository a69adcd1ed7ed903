import { SETTINGS, type SettingKey, type SettingType } from './schema.ts'
import { DURATION_UNITS, inUnits, SIZE_UNITS } from './units.ts'

/** A value as a person reads it, with its unit; `parseSetting` takes it back. */
export const formatSetting = (key: SettingKey, value: string | number): string =>
  typeof value === 'number' ? formatAmount(SETTINGS[key].type, value) : value

/** A number of one type of setting, with its unit. */
export function formatAmount(type: SettingType, amount: number): string {
  if (type === 'seconds') return inUnits(amount, DURATION_UNITS)
  return type === 'bytes' ? inUnits(amount, SIZE_UNITS) : String(amount)
}

/** What the numbers of a type count; null where they count nothing that has a name. */
export function unitOf(type: SettingType): 's' | 'bytes' | null {
  if (type === 'seconds') return 's'
  return type === 'bytes' ? 'bytes' : null
}
