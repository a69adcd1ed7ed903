import type { AuthStyle } from '../core/model.ts'
import { fitsPattern } from '../core/pattern.ts'

/** Header lines as Node and undici give and take them: name, value, name, value, in order. */
export type HeaderLines = readonly string[]

/** Names the sub-agent of a conversation that asks. */
export const AGENT_HEADER = 'x-claude-code-agent-id'

/** They belong to one connection, not to the message. Source: RFC 9110, section 7.6.1. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * Never forwarded: what the sending side sets anew, the client's own
 * credentials (cookies of other programs on this host among them), and a
 * 100-continue, which was answered here.
 */
const OURS_TO_SET: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'expect',
  'authorization',
  'x-api-key',
  'cookie',
])

/** The parts of one endpoint that the headers of an attempt need. */
export interface Credentials {
  readonly auth: AuthStyle
  readonly key: string
  /** Beta features that it refuses; in a name `*` stands for any text. */
  readonly deniedBetas?: readonly string[] | undefined
}

/** Whether a key can travel in a header as it is. Source: RFC 9110, section 5.5. */
export const fitsHeader = (key: string): boolean => /^[\x20-\x7e]+$/.test(key)

/** Headers of an attempt: the client's, without its credentials and what the endpoint refuses, with the endpoint's. */
export function requestHeaders(client: HeaderLines, credentials: Credentials, mustRead: boolean): string[] {
  const { deniedBetas = [] } = credentials
  const lines = passedOn(
    deniedBetas.length === 0 ? client : withoutBetas(client, deniedBetas),
    (name) => !OURS_TO_SET.has(name) && !(mustRead && name === 'accept-encoding'),
  )
  // A message must be read to be judged; unpacking it would cost more than it saves.
  if (mustRead) lines.push('accept-encoding', 'identity')
  if (credentials.auth !== 'bearer') lines.push('x-api-key', credentials.key)
  if (credentials.auth !== 'x-api-key') lines.push('authorization', `Bearer ${credentials.key}`)
  return lines
}

/** A header line in which nothing is denied stays byte for byte; one in which nothing is left goes. */
function withoutBetas(lines: HeaderLines, denied: readonly string[]): string[] {
  const result: string[] = []
  for (let i = 0; i < lines.length; i += 2) {
    const [name = '', value = ''] = [lines[i], lines[i + 1]]
    const betas = name.toLowerCase() === 'anthropic-beta' ? value.split(',').map((beta) => beta.trim()) : []
    const allowed = betas.filter((beta) => !denied.some((pattern) => fitsPattern(pattern, beta)))
    if (allowed.length === betas.length) result.push(name, value)
    else if (allowed.length > 0) result.push(name, allowed.join(','))
  }
  return result
}

/** A request's headers as they may be stored: without credentials, and without what is of one connection. */
export const keptHeaders = (client: HeaderLines): string[] =>
  passedOn(client, (name) => !OURS_TO_SET.has(name))

/** Headers of an answer as the client gets them. `drop` names more that no longer hold. */
export const answerHeaders = (upstream: HeaderLines, drop: readonly string[] = []): string[] =>
  passedOn(upstream, (name) => !drop.includes(name))

/** The first value of a header, or null. `name` in lower case. */
export function header(lines: HeaderLines, name: string): string | null {
  for (let i = 0; i < lines.length; i += 2) {
    const candidate = lines[i] ?? ''
    if (candidate.length === name.length && candidate.toLowerCase() === name) return lines[i + 1] ?? null
  }
  return null
}

/** Those lines that `mayPass`, without what belongs to one connection and without QCC's own. */
function passedOn(lines: HeaderLines, mayPass: (lowerCaseName: string) => boolean): string[] {
  const result: string[] = []
  let perHop: Set<string> | null = null
  for (let i = 0; i < lines.length; i += 2) {
    const [name = '', value = ''] = [lines[i], lines[i + 1]]
    const lowerCase = name.toLowerCase()
    if (lowerCase === 'connection') perHop = plusNamed(perHop, value)
    else if (!HOP_BY_HOP.has(lowerCase) && !lowerCase.startsWith('x-qcc-') && mayPass(lowerCase)) {
      result.push(name, value)
    }
  }
  return perHop === null ? result : withoutNamed(result, perHop)
}

/** A connection line may name headers that belong to it. Of several lines each counts. Source: RFC 9110, sections 5.3 and 7.6.1. */
function plusNamed(named: Set<string> | null, value: string): Set<string> | null {
  if (/^(keep-alive|close)$/i.test(value)) return named
  const all = named ?? new Set()
  for (const one of value.split(',')) all.add(one.trim().toLowerCase())
  return all
}

const withoutNamed = (lines: readonly string[], named: ReadonlySet<string>): string[] =>
  lines.filter((_, at) => !named.has((lines[at - (at % 2)] ?? '').toLowerCase()))
