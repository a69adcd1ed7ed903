import type { Demand } from '../core/failover/asker.ts'
import type { Course } from '../core/retry/course.ts'
import type { SessionName } from './session-table.ts'

/** A request that wants an endpoint. */
export interface Ask extends Demand, SessionName {
  readonly course: Course
  /** How long it has waited at `wait` decisions so far, since it began, or began anew. */
  readonly waitedMs: number
  /** How long ago it was held for the first time; 0: it was not yet. */
  readonly heldMs: number
  /** Its place among those that wait: lower ones are served first. */
  readonly place: number
}
