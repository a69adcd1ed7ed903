/** What single values must be, in documents and on command lines alike. */
import { faultOf, type Fault } from './fault.ts'

/** Of profiles and endpoints: letters, digits, `.`, `_`, `-`, 64 at most, a letter or digit first. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** References to keys. A key itself is none of them. */
export const CREDENTIAL = /^(secret:[A-Za-z0-9_-]{1,64}|env:[A-Za-z_][A-Za-z0-9_]*|(cmd|keychain):.*\S.*)$/

/** An endpoint's: eight hexadecimal digits. */
export const ID = /^[0-9a-f]{8}$/

export const WEIGHT_MOST = 1_000
export const WEIGHT_DEFAULT = 100
export const PRIORITY_MOST = 1_000

export const MAX_CONCURRENT_MOST = 10_000

export type MendedUrl =
  /** `mended`: something other than slashes at the end was taken off. */
  | { readonly kind: 'url'; readonly url: string; readonly mended: boolean }
  | { readonly kind: 'fault'; readonly fault: Fault }

/**
 * A base URL as it is stored, without slashes at its end. People paste the
 * address of the API too: `/v1` and `/v1/messages`, which clients add
 * themselves, are taken off.
 */
export function mendBaseUrl(text: string): MendedUrl {
  const url = plainUrl(text.trim())
  if (typeof url === 'string') return { kind: 'fault', fault: faultOf(url) }
  const path = url.pathname.replace(/\/+$/, '')
  const plain = path.replace(/\/+v1(\/+messages)?$/, '')
  return { kind: 'url', url: `${url.origin}${plain}`, mended: plain !== path }
}

function plainUrl(text: string): URL | 'base-url' | 'base-url-scheme' | 'base-url-parts' {
  if (!/^https?:\/\//i.test(text)) return 'base-url-scheme'
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return 'base-url'
  const url = new URL(text)
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  return isPlain ? url : 'base-url-parts'
}

/** The origin of an HTTP proxy, such as `http://proxy.example:3128`; null when the text is none. */
export function outboundProxyOf(text: string): string | null {
  const url = plainUrl(text.trim())
  return typeof url === 'string' || url.pathname !== '/' ? null : url.origin
}
