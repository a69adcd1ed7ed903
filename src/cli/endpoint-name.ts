import { NAME } from '../document/rules.ts'

/** What stands in front of a provider's own name in its host. */
const PREFIXES = new Set(['api', 'www', 'open', 'gateway', 'proxy'])
/** Second parts of domains that are sold below, as in `example.co.uk`. */
const SECOND_LEVELS = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'org'])

/** A short name for an endpoint at `url`: what tells its host from others, `main` where that is nothing. */
export function nameFromUrl(url: string): string {
  const { hostname } = new URL(url)
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  if (isAddress) return 'main'
  const labels = hostname.split('.').filter((label) => label !== '')
  const second = labels.at(-2) ?? ''
  const suffix = labels.length > 2 && SECOND_LEVELS.has(second) ? 2 : Math.min(1, labels.length - 1)
  const telling = labels.slice(0, labels.length - suffix).filter((label) => !PREFIXES.has(label))
  const name = telling.at(-1) ?? ''
  return NAME.test(name) ? name : 'main'
}

/** `wanted`, or `wanted-2` and so on where that is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted
  for (let n = 2; taken.includes(name); n++) name = `${wanted}-${String(n)}`
  return name
}
