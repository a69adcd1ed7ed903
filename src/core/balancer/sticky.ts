/**
 * Which endpoint a session belongs to. Its prompt cache and its thinking
 * signatures are there, so it stays as long as the endpoint does: a request
 * that another one serves meanwhile does not move it.
 */
import type { Affinity } from '../failover/asker.ts'
import type { EndpointId } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import { isRecent } from '../span.ts'

export interface Binding {
  readonly owner: EndpointId
  /** Whether the owner has answered it. */
  readonly isProven: boolean
  readonly usedAt: number
  /** The endpoints that answered it last. */
  readonly answeredBy: readonly EndpointId[]
  /** The one that broke its last answer, or left it waiting, and when. */
  readonly shunned: { readonly endpoint: EndpointId; readonly since: number } | null
}

/** Sub-agents of one session that share its endpoint; more of them are spread. */
export const MOST_MATES = 6

const SHUNNED_MS = 60_000
/** Prompt caches last for five minutes: https://docs.claude.com/en/docs/build-with-claude/prompt-caching. */
const IDLE_MS = 300_000
const MOST_REMEMBERED = 8

/** Null when it was not used for `affinityMs`, and what it shuns is forgotten too. */
export const aliveAt = (binding: Binding | undefined, affinityMs: number, now: number): Binding | null =>
  binding !== undefined && isRecent(binding.usedAt, Math.max(affinityMs, SHUNNED_MS), now) ? binding : null

/** The endpoint that a session belongs to; null when it was not used for `affinityMs`. */
export const ownerAt = (binding: Binding, affinityMs: number, now: number): EndpointId | null =>
  isRecent(binding.usedAt, affinityMs, now) ? binding.owner : null

/** `joined`: the endpoint of the session that a new sub-agent belongs to, while that has room for it. */
export function affinityOf(
  key: string,
  binding: Binding | null,
  { affinityMs, joined }: { readonly affinityMs: number; readonly joined: EndpointId | null },
  now: number,
): Affinity {
  const owner = binding === null ? joined : ownerAt(binding, affinityMs, now)
  const shunned = binding?.shunned ?? null
  return {
    key,
    owner,
    isProven: binding !== null && owner !== null && binding.isProven,
    isIdle: binding !== null && !isRecent(binding.usedAt, IDLE_MS, now),
    shunned: shunned !== null && isRecent(shunned.since, SHUNNED_MS, now) ? shunned.endpoint : null,
  }
}

/** The first send of a session says where its next requests join it. */
export const afterSend = (binding: Binding | null, endpoint: EndpointId, now: number): Binding =>
  binding === null
    ? { owner: endpoint, isProven: false, usedAt: now, answeredBy: [], shunned: null }
    : { ...binding, usedAt: now }

/** `binds` as in the slot of the send. */
export function afterCommit(binding: Binding, endpoint: EndpointId, binds: boolean, now: number): Binding {
  const owner = binds ? endpoint : binding.owner
  const answeredBy = withNewest(binding.answeredBy, endpoint)
  return { ...binding, owner, isProven: binding.isProven || binds, usedAt: now, answeredBy }
}

/** Nearly always the last one answers again. */
function withNewest(before: Binding['answeredBy'], endpoint: EndpointId): Binding['answeredBy'] {
  if (before.at(-1) === endpoint) return before
  return [...before.filter((one) => one !== endpoint).slice(1 - MOST_REMEMBERED), endpoint]
}

/** `hasHung`: its client left it without a byte. That, or an answer that broke, makes the session look elsewhere for a minute; it still belongs where it did. */
export function afterEnd(
  binding: Binding,
  endpoint: EndpointId,
  ended: { readonly outcome: Outcome; readonly progress: Progress; readonly hasHung: boolean },
  now: number,
): Binding {
  const { hasHung, outcome, progress } = ended
  const isOver = outcome.kind === 'ok' || outcome.kind === 'cancelled'
  const broke = progress === 'committed' && !isOver
  return broke || hasHung ? { ...binding, shunned: { endpoint, since: now } } : binding
}
