import type { Context } from './context.ts'

/** What a group's declaration works with. */
export interface Declaring {
  readonly context: Context
  /** Makes a command's action of a function that loads it and runs it; it resolves to the exit code, nothing is success. */
  readonly run: (action: () => Promise<number | void>) => Promise<void>
  /** What stands behind `--` where that is another program's. */
  readonly behind: readonly string[]
}
