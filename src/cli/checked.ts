/** Single values that a person gives, against the rules of the document. A fault is a usage error. */
import { mendBaseUrl, NAME, outboundProxyOf } from '../document/rules.ts'
import { AppError } from '../errors/app-error.ts'
import { printable } from '../views/printable.ts'
import type { Say } from './texts.ts'

/** A name for a profile or an endpoint. */
export function checkedName(name: string, say: Say): string {
  const fault = nameFault(name, say)
  if (fault === null) return name
  throw new AppError('usage', fault)
}

/** What is wrong with a name, or null. */
export const nameFault = (name: string, say: Say): string | null =>
  NAME.test(name) ? null : say('profile.bad-name', { name: shown(name), why: say('fault.name') })

/** A base URL as it is stored, and whether what clients add themselves was taken off it. */
export function checkedBaseUrl(text: string, say: Say): { readonly url: string; readonly mended: boolean } {
  const result = mendBaseUrl(text)
  if (result.kind === 'url') return result
  throw new AppError(
    'usage',
    say('option.fault', { option: '--base-url', why: baseUrlFault(text, say) ?? '' }),
  )
}

/** What is wrong with a base URL, for a person who has just typed it; null when it is one. */
export function baseUrlFault(text: string, say: Say): string | null {
  const result = mendBaseUrl(text)
  return result.kind === 'url' ? null : say(`fault.${result.fault.code}`, result.fault.values)
}

/** The origin of an HTTP proxy. */
export function checkedProxy(text: string, say: Say): string {
  const url = outboundProxyOf(text)
  if (url !== null) return url
  throw new AppError('usage', say('option.fault', { option: '--proxy', why: say('fault.outbound-proxy') }))
}

const SHOWN = 40

/** A name that is none, so that it can stand in a sentence: short, and without control characters. */
function shown(name: string): string {
  const plain = printable(name)
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN)}…` : plain
}
