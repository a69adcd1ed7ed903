import type { EndpointId } from '../model.ts'
import type { RequestKind } from '../request-kind.ts'
import { FRESH_COURSE, type Course } from '../retry/course.ts'

/** What routing needs to know of a request. */
export interface Demand {
  readonly kind: RequestKind
  /** The profile that it is limited to; null for the root URL. */
  readonly fence: string | null
  /** Has what the request names, such as a file; null when it names nothing, or nothing that is known. */
  readonly holder: EndpointId | null
  /** The model as the client asks for it, where it names one. */
  readonly model: string | null
  /** Of its body. */
  readonly bytes: number
  /** Whether the answer is asked for as a stream. */
  readonly stream: boolean
  /** Whether its last message is a person's and not a tool's result; absent: not looked at. */
  readonly startsTurn?: boolean
  /**
   * It goes behind all others, since nobody waits for it: only to whom nothing speaks against, and only
   * while nobody waits who could be served. It never waits itself, and finds out nothing. Absent: no.
   */
  readonly isBehind?: boolean
  /** Of one behind all others: a person wants it sent now, so it may find out who is back. */
  readonly mayBeTrial?: boolean
  /** How long its client wants to be held when nobody can serve; absent: as long as the policy says. */
  readonly holdMs?: number
  /** When being held must end, since its client waits for no longer (epoch ms); absent: never. */
  readonly holdEndsAt?: number
}

/** Where its session belongs. */
export interface Affinity {
  /** The same key meets the same endpoint, as long as that is there. */
  readonly key: string
  /** Serves the session, or the conversation that it is part of; null when nobody does yet. */
  readonly owner: EndpointId | null
  /** Whether the owner has answered this session. One that has not may be replaced by whoever does. */
  readonly isProven: boolean
  /** Its last request was so long ago that nothing is lost by moving it. */
  readonly isIdle: boolean
  /** Just broke an answer of this session; asked only when nobody else is there. */
  readonly shunned: EndpointId | null
}

/** A request that wants an endpoint, with what it has been through. */
export interface Asker {
  readonly demand: Demand
  readonly course: Course
  readonly affinity: Affinity | null
  /** How long it has waited since it began, or began anew. */
  readonly waitedMs: number
  /** How long ago it was held for the first time; 0: it was not yet. */
  readonly heldMs: number
  /** How many wait for a turn inside the same fence that came before it; for one behind all others, those that could be served. */
  readonly ahead: number
  /** For how long others that waited are to be let pass first; 0: it may go. */
  readonly giveWayMs: number
  /** As many are held as may be, and it is none of them. */
  readonly isLineFull: boolean
}

/** One that has just come and meets nobody. */
export const FRESH_ASKER: Omit<Asker, 'demand'> = {
  course: FRESH_COURSE,
  affinity: null,
  waitedMs: 0,
  heldMs: 0,
  ahead: 0,
  giveWayMs: 0,
  isLineFull: false,
}
