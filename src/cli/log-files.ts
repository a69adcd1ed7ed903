import { join } from 'node:path'

/** Where a home has its log. */
export const logFolder = (home: string): string => join(home, 'logs')

/** The log file with the newest lines, or the one that was it `age` files ago. */
export const logFile = (folder: string, age = 0): string =>
  join(folder, age === 0 ? 'proxy.log' : `proxy.${String(age)}.log`)

/** How long ago a file of the log was the newest one; null for any other file's name. */
export function ageOf(name: string): number | null {
  const [, age] = /^proxy(?:\.([1-9]\d*))?\.log$/.exec(name) ?? [null, null]
  if (age === null) return null
  return age === undefined ? 0 : Number(age)
}
