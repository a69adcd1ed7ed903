/** `30,000` */
export const grouped = (count: number): string => count.toLocaleString('en-US')

/** Millionths of a dollar: `$1,234.50`; less than a cent to its hundredth. */
export function dollars(microDollars: number): string {
  const digits = microDollars > 0 && microDollars < 10_000 ? 4 : 2
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return `$${(microDollars / 1_000_000).toLocaleString('en-US', options)}`
}
