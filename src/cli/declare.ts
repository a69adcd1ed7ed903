import type { ExitCode } from '../errors/failures.ts'
import type { Context } from './context.ts'

/** What a group's declaration works with. */
export interface Declaring {
  readonly context: Context
  /** Makes a command's action of a function that loads it and runs it; nothing resolved is success. */
  readonly run: (action: () => Promise<ExitCode | void>) => Promise<void>
}
