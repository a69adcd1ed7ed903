/** What clients saw of their requests, held against the trails that the proxy wrote down. */
import type { Trail } from '../../src/ports/trail.ts'

/** How a request ended, as its client saw it. */
export type End =
  | { readonly kind: 'whole'; readonly requestId: string }
  /** Any status beside success, with the beginning of its body. */
  | { readonly kind: 'refused'; readonly requestId: string; readonly status: number; readonly why: string }
  | { readonly kind: 'accepted'; readonly requestId: string; readonly item: string }
  /** The connection broke before the answer was complete; `requestId` is empty when none had begun. */
  | { readonly kind: 'broken'; readonly requestId: string; readonly how: string }
  /** The client went away itself. */
  | { readonly kind: 'left'; readonly requestId: string }

type Told = Pick<Trail, 'request' | 'ending' | 'status' | 'arrivedAt'>

/** One request of one client. */
export interface Entry {
  readonly what: string
  /** Epoch ms. */
  readonly sentAt: number
  end: End | null
}

export interface Account {
  readonly requests: number
  /** How often what a client saw came with what the trail says. */
  readonly rows: ReadonlyMap<string, number>
  /** A line for each request that is not accounted for. */
  readonly faults: readonly string[]
}

/** What is known by one key, in the order in which it was sent and written down. */
interface Page {
  readonly entries: Entry[]
  readonly trails: Told[]
}

export class Books {
  readonly #pages = new Map<string, Page>()
  #trails = 0

  /** `key` is what its trails are found by; one that is used again is so only after the end before. */
  open(key: string, what: string, sentAt: number): Entry {
    const entry: Entry = { what, sentAt, end: null }
    this.#page(key).entries.push(entry)
    return entry
  }

  onTrail({ agent, arrivedAt, ending, request, session, status }: Trail): void {
    this.#trails += 1
    this.#page(agent ?? session ?? '').trails.push({ request, ending, status, arrivedAt })
  }

  /** Trails so far. */
  get trails(): number {
    return this.#trails
  }

  account(): Account {
    const rows = new Map<string, number>()
    const faults: string[] = []
    let requests = 0
    for (const [key, page] of this.#pages) {
      requests += page.entries.length
      for (const { entry, trails } of matched(page)) {
        const row = entry === null ? null : rowOf(entry, trails)
        if (row === null) faults.push(`${key}: ${told(entry, trails)}`)
        else rows.set(row, (rows.get(row) ?? 0) + 1)
      }
    }
    return { requests, rows, faults }
  }

  #page(key: string): Page {
    const known = this.#pages.get(key)
    if (known !== undefined) return known
    const page: Page = { entries: [], trails: [] }
    this.#pages.set(key, page)
    return page
  }
}

interface Match {
  /** Null for trails of requests that no client knows of. */
  readonly entry: Entry | null
  readonly trails: readonly Told[]
}

/** A client that was told the id of its request is known by that; of the others, each left, one after the other. */
function matched({ entries, trails }: Page): readonly Match[] {
  const idOf = ({ end }: Entry): string => end?.requestId ?? ''
  const named = new Set(entries.map(idOf))
  const nameless = trails.filter(({ request }) => !named.has(request))
  const matches = entries.map((entry): Match => {
    if (idOf(entry) !== '') return { entry, trails: trails.filter(({ request }) => request === idOf(entry)) }
    const at = nameless.findIndex(({ arrivedAt }) => arrivedAt >= entry.sentAt)
    return { entry, trails: at < 0 ? [] : nameless.splice(at, 1) }
  })
  return [...matches, ...nameless.map((trail): Match => ({ entry: null, trails: [trail] }))]
}

/** Null when it is not accounted for. */
function rowOf({ end }: Entry, [trail, second]: readonly Told[]): string | null {
  if (end === null || second !== undefined) return null
  // What a client takes back before it is read never was a request.
  if (trail === undefined) return end.kind === 'left' && end.requestId === '' ? 'left | never arrived' : null
  return agree(end, trail) ? `${end.kind} | ${trail.ending}` : null
}

function agree(end: End, { ending, status }: Told): boolean {
  switch (end.kind) {
    case 'whole':
      return ending === 'served'
    case 'refused':
      // What an endpoint says of its refusal is its own affair.
      return status === end.status && (ending === 'passed' || (ending === 'refused' && end.why !== ''))
    case 'accepted':
      return ending === 'accepted'
    case 'broken':
      return ending === 'broken'
    case 'left':
      return true
  }
}

const told = (entry: Entry | null, trails: readonly Told[]): string =>
  `${entry?.what ?? 'nobody'} saw ${JSON.stringify(entry?.end ?? null)}, trails: ${JSON.stringify(trails)}`
