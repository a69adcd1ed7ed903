import type { ServiceWish } from '../../core/service/service-wish.ts'
import type { Asked, OwnService } from '../../cli/own-service.ts'

/** What starts services on a system, and how one of them is told to it. */
export interface Supervisor extends Pick<OwnService, 'kind' | 'name' | 'file'> {
  text(wish: ServiceWish): string
  /** The part of a text that says what is run, and a text without what differs from shell to shell. */
  commandOf(text: string): string
  besidesVariables(text: string): string
  ask(): Promise<Asked>
  /** Reads the file anew and starts it, now and at each log-in. Resolves to why it could not, null when it did. */
  begin(): Promise<string | null>
  /** Stops it, and starts it no more. */
  end(): Promise<void>
  /** Removes what else it keeps of one whose file is gone. */
  forget(): Promise<void>
}

/** For a question, and for an order that takes its time, such as to stop what has requests to end. */
export const ASK_MS = 10_000
export const ORDER_MS = 15 * 60_000
