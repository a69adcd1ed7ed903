/** Asks the control API. What went wrong is a value, since every page has to show it. */
import { signal } from '@preact/signals'
import type {
  API,
  ProbeAnswer,
  ProbeRequest,
  ProxyStatus,
  SwitchAnswer,
  SwitchRequest,
} from '../src/admin/contract.ts'
import type { SessionAnswer } from '../src/admin/contract/access.ts'
import type { ChangedAnswer, DrainRequest, EnabledRequest } from '../src/admin/contract/configuration.ts'
import type { EndpointAnswer } from '../src/admin/contract/endpoint.ts'
import type { OverviewAnswer } from '../src/admin/contract/overview.ts'
import type { RequestAnswer, RequestsAnswer, RequestTextAnswer } from '../src/admin/contract/requests.ts'

const BASE: typeof API = '/_qcc/api/v1'

/** What came of asking. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** The proxy is there and said no. `body`: what it said, where more than a message is in it. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string; readonly body: unknown }
  | { readonly kind: 'unreachable' }

export type Failure = Exclude<Answer<never>, { readonly kind: 'ok' }>

/** Whether this browser may ask; `unknown` until it has. */
export const access = signal<'unknown' | 'granted' | 'logged-out'>('unknown')
/** What every change has to bring along; null until the session is known. */
const csrf = signal<string | null>(null)
/** Whether this session may change anything. */
export const mayWrite = signal(false)

/** Query values that are null are left out. */
type Query = Readonly<Record<string, string | number | null>>

/** Who this browser is to the proxy. */
export async function readSession(): Promise<Answer<SessionAnswer>> {
  const answer = await read<SessionAnswer>('session')
  if (answer.kind === 'ok') {
    csrf.value = answer.value.csrf
    mayWrite.value = answer.value.role === 'admin'
  }
  return answer
}

export const readStatus = (): Promise<Answer<ProxyStatus>> => read('status')

/** `path` below the API, already encoded. */
export function read<T>(path: string, query: Query = {}): Promise<Answer<T>> {
  const kept = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)]],
  )
  const search = new URLSearchParams(kept).toString()
  return ask<T>(search === '' ? path : `${path}?${search}`, { method: 'GET' })
}

/** Asks for a change. The session is asked for first where it is not known yet. */
export async function write<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown = {},
): Promise<Answer<T>> {
  if (csrf.value === null) {
    const session = await readSession()
    if (session.kind !== 'ok') return session
  }
  return ask<T>(path, {
    method,
    headers: { 'content-type': 'application/json', 'x-qcc-csrf': csrf.value ?? '' },
    body: JSON.stringify(body),
  })
}

async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(`${BASE}/${path}`, { ...init, credentials: 'same-origin' })
    const body: unknown = await response.json().catch(() => null)
    access.value = response.status === 401 ? 'logged-out' : 'granted'
    if (response.ok) return { kind: 'ok', value: body as T }
    return { kind: 'refused', status: response.status, message: messageIn(body), body }
  } catch {
    return { kind: 'unreachable' }
  }
}

/** What the proxy's error envelope says; empty where the answer is none. */
function messageIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('error' in body)) return ''
  const { error } = body
  if (typeof error !== 'object' || error === null || !('message' in error)) return ''
  return typeof error.message === 'string' ? error.message : ''
}

export const readOverview = (): Promise<Answer<OverviewAnswer>> => read('overview')

/** A page of requests that are over, newest first; filters by the names of the contract. */
export const readRequests = (query: Query): Promise<Answer<RequestsAnswer>> => read('requests', query)

export const readRequest = (id: string): Promise<Answer<RequestAnswer>> =>
  read(`requests/${encodeURIComponent(id)}`)

/** As `qcc explain` prints it, in a language of ours. */
export const readRequestText = (id: string, lang: string): Promise<Answer<RequestTextAnswer>> =>
  read(`requests/${encodeURIComponent(id)}/text`, { lang })

/** `since`: epoch milliseconds. */
export const readEndpoint = (id: string, since: number | null): Promise<Answer<EndpointAnswer>> =>
  read(`endpoints/${encodeURIComponent(id)}`, { since })

export const switchTo = (request: SwitchRequest): Promise<Answer<SwitchAnswer>> =>
  write('POST', 'switch', request)

export const probe = (request: ProbeRequest): Promise<Answer<ProbeAnswer>> => write('POST', 'probe', request)

export const setEnabled = (request: EnabledRequest): Promise<Answer<ChangedAnswer>> =>
  write('POST', 'enabled', request)

export const setDrain = (request: DrainRequest): Promise<Answer<ChangedAnswer>> =>
  write('POST', 'drain', request)
