import type { RouterState, Slot } from '../core/router.ts'
import type { RepeatContents } from './repeats.ts'
import type { SessionContents } from './session-table.ts'
import type { Group } from './doors.ts'
import type { LineContents } from './waiting-line.ts'

/** What the engine knows of a slot that is out. */
export interface Live {
  /** Of the session that it belongs to, and that session's key; null for what belongs to none. */
  readonly session: string | null
  readonly key: string
  isCommitted: boolean
  /** Of those that go one after another; null when it is none of them, or has told what the next may do. */
  door: Group | null
}

/** Everything that an engine's decisions depend on, besides time and chance. */
export interface Memory {
  readonly state: RouterState
  readonly sessions: SessionContents
  readonly repeats: RepeatContents
  readonly waiting: LineContents
  readonly live: readonly (readonly [Slot, Live])[]
}
