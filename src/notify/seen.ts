import type { Out } from '../core/notify/notice.ts'
import type { Seen, Troubles } from '../core/notify/troubles.ts'
import type { LogEvent } from '../ports/log.ts'

/** How the proxy stands, asked when something happened. */
export interface Standings {
  /** What keeps each endpoint from serving the root URL; null when somebody can. */
  nobodyLeft(): readonly Out[] | null
  /** The name that stands for all endpoints of the same target. */
  targetOf(endpoint: string): string
  /** Tokens that checks of an endpoint used today, and may use; null where it is gone. */
  used(endpoint: string): { readonly tokens: number; readonly most: number } | null
  /** The names of all targets. */
  targets(): readonly string[]
}

type Looked = Extract<Seen, { readonly kind: 'looked' }>

/** What an event of the proxy says of troubles that people know, or should. */
export function seenIn(event: LogEvent, troubles: Troubles, standings: Standings): readonly Seen[] {
  const looked = (): Looked => ({ kind: 'looked', out: standings.nobodyLeft() })
  if (event.event === 'switch') {
    const { event: _, ...one } = event
    return [{ kind: 'switched', one }, ...lookedAfter(one.cause === 'failover', looked())]
  }
  if (event.event === 'endpoint') {
    const { kind } = event.news
    return [
      ...ofKey(event, standings),
      ...lookedAfter(kind === 'benched' || kind === 'circuit-opened', looked()),
    ]
  }
  if (event.event === 'config-followed') {
    return [{ kind: 'configured', endpoints: standings.targets() }, looked()]
  }
  if (event.event === 'probe') return ofProbe(event, standings)
  if (event.event !== 'attempt' || event.outcome !== 'ok') return []
  const endpoint = standings.targetOf(event.endpoint)
  return [{ kind: 'answered', endpoint }, ...(troubles.outSince === null ? [] : [looked()])]
}

/** What fails shows that nobody can serve, and never that somebody can again: there the time of a bench has run out. */
const lookedAfter = (isFailure: boolean, looked: Looked): readonly Seen[] =>
  isFailure && looked.out === null ? [] : [looked]

function ofProbe(
  { endpoint: name, kind, result }: Extract<LogEvent, { readonly event: 'probe' }>,
  standings: Standings,
): readonly Seen[] {
  const endpoint = standings.targetOf(name)
  const used = standings.used(endpoint)
  const isAnswer = result === 'pass' && kind !== 'free'
  return [
    ...(isAnswer ? [{ kind: 'answered', endpoint } as const] : []),
    ...(used === null ? [] : [{ kind: 'used', endpoint, ...used } as const]),
  ]
}

function ofKey(
  { endpoint: name, news }: Extract<LogEvent, { readonly event: 'endpoint' }>,
  standings: Standings,
): readonly Seen[] {
  if (news.kind !== 'benched' && news.kind !== 'bench-lifted') return []
  const { reason: why } = news
  if (why !== 'credential' && why !== 'balance') return []
  const endpoint = standings.targetOf(name)
  return [news.kind === 'benched' ? { kind: 'key-refused', endpoint, why } : { kind: 'answered', endpoint }]
}
