import type { ExitCode } from '../../errors/failures.ts'
import type { Context, Shown } from '../context.ts'

export interface DemoFlags {
  readonly once?: boolean
  readonly port?: number
}

const EXIT_CODES: Readonly<Record<Shown, ExitCode>> = { complete: 0, incomplete: 1, stopped: 130 }

/** Plays the demo; fails when a request was not served completely. */
export async function demo(context: Context, flags: DemoFlags): Promise<ExitCode> {
  return EXIT_CODES[await context.demo(flags.port ?? null, flags.once === true)]
}
