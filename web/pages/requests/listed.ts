/** The list of requests: read page by page, with what is new on top. */
import { signal } from '@preact/signals'
import type { RequestSummary } from '../../../src/admin/contract/requests.ts'
import { readRequests, type Failure } from '../../api.ts'
import type { Filters } from './filter-query.ts'
import { withNewest, withOlder } from './merged.ts'

const PAGE = 200
/** A request is told of before its trail is written, and fifty of them a second are one question. */
const SOON_MS = 700

/** What is shown; null until the first page is there. */
export const rows = signal<readonly RequestSummary[] | null>(null)
export const failure = signal<Failure | null>(null)
/** Whether the top of the list is seen; what is new moves nothing otherwise. */
export const isAtTop = signal(true)

/** New ones that wait until somebody looks at the top again. `many`: more than were read. */
type Waiting =
  | { readonly kind: 'none' }
  | { readonly kind: 'some'; readonly grown: readonly RequestSummary[] }
  | { readonly kind: 'many' }

export const waiting = signal<Waiting>({ kind: 'none' })

const asked: {
  filters: Filters | null
  next: string | null
  turn: number
  isReading: boolean
  /** Of the top. `again`: something has come since it was asked for. */
  look: 'none' | 'soon' | 'under-way' | 'again'
} = { filters: null, next: null, turn: 0, isReading: false, look: 'none' }

/** Reads the list anew. */
export function startOver(filters: Filters): void {
  asked.filters = filters
  asked.next = null
  asked.isReading = false
  const turn = (asked.turn += 1)
  waiting.value = { kind: 'none' }
  void readRequests({ ...filters, limit: PAGE }).then((answer) => {
    if (turn !== asked.turn) return
    failure.value = answer.kind === 'ok' ? null : answer
    if (answer.kind !== 'ok') return
    asked.next = answer.value.next
    rows.value = answer.value.requests
  })
}

/** Reads on below, where there is more. */
export async function readOn(): Promise<void> {
  const { filters, isReading, next, turn } = asked
  if (filters === null || next === null || isReading) return
  asked.isReading = true
  const answer = await readRequests({ ...filters, limit: PAGE, before: next })
  if (turn !== asked.turn) return
  asked.isReading = false
  if (answer.kind !== 'ok') return
  asked.next = answer.value.next
  rows.value = withOlder(rows.value ?? [], answer.value.requests)
}

/** Looks at the top before long, however often it is told to. */
export function catchUpSoon(): void {
  if (asked.look === 'under-way') asked.look = 'again'
  if (asked.look !== 'none') return
  asked.look = 'soon'
  setTimeout(() => {
    asked.look = 'under-way'
    void catchUp().finally(() => {
      const isAgain = asked.look === 'again'
      asked.look = 'none'
      if (isAgain) catchUpSoon()
    })
  }, SOON_MS)
}

async function catchUp(): Promise<void> {
  const { filters, turn } = asked
  if (filters === null || document.hidden || waiting.value.kind === 'many') return
  const answer = await readRequests({ ...filters, limit: PAGE })
  if (turn !== asked.turn || answer.kind !== 'ok') return
  const known = waiting.value.kind === 'some' ? waiting.value.grown : (rows.value ?? [])
  const grown = withNewest(known, answer.value.requests)
  if (isAtTop.value) {
    if (grown === null) startOver(filters)
    else rows.value = grown
  } else if (grown === null) waiting.value = { kind: 'many' }
  else if (grown.length > known.length) waiting.value = { kind: 'some', grown }
}

/** Shows what has waited. */
export function showNewest(): void {
  const { value } = waiting
  if (value.kind === 'some') rows.value = value.grown
  if (value.kind === 'many' && asked.filters !== null) startOver(asked.filters)
  waiting.value = { kind: 'none' }
}
