/** What a person may write behind a number, and how much each is; the first is what a bare number means. */
export type Units = readonly (readonly [name: string, size: number])[]

/** Of seconds. */
export const DURATION_UNITS: Units = [
  ['s', 1],
  ['ms', 0.001],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]

/** Of bytes: kB, MB and GB are powers of 1,000; KiB, MiB and GiB are powers of 1,024. */
export const SIZE_UNITS: Units = [
  ['B', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
]

/** `90s` or `1.5 MiB` as a number of the first unit; null when it is no such thing. */
export function measured(text: string, units: Units): number | null {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text.trim()) ?? []
  const size = unit === '' ? 1 : units.find(([name]) => name.toLowerCase() === unit.toLowerCase())?.[1]
  if (amount === '' || size === undefined) return null
  return rounded(Number(amount) * size)
}

/** To a millionth, so that 1.1 minutes are 66 seconds, also in binary floating point. */
export const rounded = (amount: number): number => Math.round(amount * 1e6) / 1e6

/** The shortest way to write an amount that `measured` reads back as the same. */
export function inUnits(amount: number, units: Units): string {
  const written = units.map(([name, size]) => `${String(rounded(amount / size))}${name}`)
  const exact = written.filter((text) => /^\d+[A-Za-z]/.test(text) && measured(text, units) === amount)
  const [plain = ''] = written
  return exact.reduce((shortest, text) => (text.length < shortest.length ? text : shortest), plain)
}
