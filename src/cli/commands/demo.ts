import type { ExitCode } from '../../errors/failures.ts'
import type { Context } from '../context.ts'

export interface DemoFlags {
  readonly once?: boolean
  readonly port?: number
}

/** Plays the demo; fails when a request was not served completely. */
export async function demo(context: Context, flags: DemoFlags): Promise<ExitCode> {
  return (await context.demo(flags.port ?? null, flags.once === true)) ? 0 : 1
}
