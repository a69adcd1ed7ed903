/** The list of requests: read page by page, with what is new on top. */
import { signal } from '@preact/signals'
import type { RequestSummary } from '../../../src/admin/contract/requests.ts'
import { readRequests, type Failure } from '../../api.ts'
import type { Filters } from './filter-query.ts'
import { withNewest, withOlder } from './merged.ts'

const PAGE = 200
const NEWEST = 100
/** A request is told of before its trail is written, and fifty of them a second are one question. */
const SOON_MS = 700

/** What is shown; null until the first page is there. */
export const rows = signal<readonly RequestSummary[] | null>(null)
export const failure = signal<Failure | null>(null)
/** New ones that wait until somebody looks at the top again. */
export const waiting = signal<readonly RequestSummary[] | null>(null)
/** Whether the top of the list is seen; what is new moves nothing otherwise. */
export const isAtTop = signal(true)

const asked: {
  filters: Filters | null
  next: string | null
  turn: number
  isSoon: boolean
  isReading: boolean
} = {
  filters: null,
  next: null,
  turn: 0,
  isSoon: false,
  isReading: false,
}

/** Reads the list anew. */
export function startOver(filters: Filters): void {
  asked.filters = filters
  asked.next = null
  asked.isReading = false
  const turn = (asked.turn += 1)
  waiting.value = null
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
  if (asked.isSoon) return
  asked.isSoon = true
  setTimeout(() => {
    asked.isSoon = false
    void catchUp()
  }, SOON_MS)
}

async function catchUp(): Promise<void> {
  const { filters, turn } = asked
  if (filters === null || document.hidden) return
  const answer = await readRequests({ ...filters, limit: NEWEST })
  if (turn !== asked.turn || answer.kind !== 'ok') return
  const grown = withNewest(waiting.value ?? rows.value ?? [], answer.value.requests)
  if (grown === null) startOver(filters)
  else if (isAtTop.value) showNewest(grown)
  else if (grown.length > (rows.value?.length ?? 0)) waiting.value = grown
}

/** Shows what has waited. */
export function showNewest(grown: readonly RequestSummary[] | null = waiting.value): void {
  if (grown !== null) rows.value = grown
  waiting.value = null
}
