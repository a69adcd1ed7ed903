/** What GitHub's answers mean. Source: https://docs.github.com/en/rest (gists, best practices, rate limits). */
import { AppError } from '../errors/app-error.ts'
import type { ApiAnswer } from './ask-api.ts'
import { syncFault } from './sync-fault.ts'

/** A file of a gist as the API tells it. */
export interface GistFile {
  /** Cut off where `truncated` is true; then the whole is at `raw_url`. */
  readonly content: string
  readonly truncated: boolean
  readonly raw_url: string
  readonly size: number
}

export interface Gist {
  readonly id: string
  readonly files: Readonly<Record<string, GistFile | null>>
  /** Newest first. */
  readonly history: readonly { readonly version: string }[]
}

/** The value of a good answer; what any other one means is thrown, as an `AppError`. */
export function goodAnswer(answer: ApiAnswer, remote: string, now: number): unknown {
  if (answer.status >= 200 && answer.status < 300) return json(answer, remote)
  throw faultIn(answer, remote, now)
}

function json({ body, status }: ApiAnswer, remote: string): unknown {
  try {
    return JSON.parse(body.toString()) as unknown
  } catch {
    throw syncFault('sync-fault.api', { remote, status, why: 'no JSON' })
  }
}

function faultIn(answer: ApiAnswer, remote: string, now: number): AppError {
  const { status } = answer
  const why = messageIn(answer)
  const limitedUntil = limitEnd(answer, now)
  if (limitedUntil !== null) {
    return syncFault('sync-fault.limited', { remote, time: new Date(limitedUntil).toISOString() })
  }
  if (status === 401) return syncFault('sync-fault.token-refused', { remote })
  if (status === 403) return syncFault('sync-fault.forbidden', { remote, why })
  if (status === 404) return syncFault('sync-fault.no-gist', { remote })
  if (status === 422) return syncFault('sync-fault.unprocessable', { remote, why })
  return syncFault('sync-fault.api', { remote, status, why })
}

/** Secondary limits say how long; primary ones until when; some say neither, for which GitHub asks for a minute. */
const UNSAID_MS = 60_000

/** When requests are taken again (epoch milliseconds); null when this is no limit. */
function limitEnd(answer: ApiAnswer, now: number): number | null {
  const { headers, status } = answer
  if (status !== 403 && status !== 429) return null
  const after = secondsIn(headers.get('retry-after'))
  if (after !== null) return now + after * 1_000
  const reset = secondsIn(headers.get('x-ratelimit-reset'))
  if (headers.get('x-ratelimit-remaining') === '0' && reset !== null) return reset * 1_000
  return status === 429 || /rate limit/i.test(messageIn(answer)) ? now + UNSAID_MS : null
}

/** A number of seconds that time can be told with, or null. */
const secondsIn = (told: string | undefined): number | null =>
  told !== undefined && /^\d{1,11}$/.test(told) ? Number(told) : null

function messageIn({ body, status }: ApiAnswer): string {
  try {
    const { message } = JSON.parse(body.toString()) as { readonly message?: unknown }
    return typeof message === 'string' ? message.slice(0, 300) : String(status)
  } catch {
    return String(status)
  }
}

/** Where the next page of a list is, at the same place as `page`; null on the last one. */
export function nextPage(headers: ApiAnswer['headers'], page: URL): URL | null {
  const link = (headers.get('link') ?? '').split(',').find((one) => /;\s*rel="next"/.test(one))
  const [, url = ''] = /<([^>]*)>/.exec(link ?? '') ?? []
  // The token goes there.
  return URL.canParse(url) && new URL(url).origin === page.origin ? new URL(url) : null
}

/** A gist out of an answer. Null for what has not the shape of one. */
export function gistIn(value: unknown): Gist | null {
  const { files, history = [], id } = (value ?? {}) as Partial<Gist>
  if (typeof id !== 'string' || typeof files !== 'object' || (files as unknown) === null) return null
  return isHistory(history) ? { id, files, history } : null
}

const isHistory = (value: unknown): value is Gist['history'] =>
  Array.isArray(value) &&
  value.every((one: Partial<Gist['history'][number]> | null) => typeof one?.version === 'string')
