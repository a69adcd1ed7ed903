import type { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'

/** How processes of one machine take turns. */
export interface Turns {
  /** Takes a file for this process alone; null while another has it. */
  readonly hold: (file: string) => { release(): void } | null
  readonly clock: Clock
  readonly wait: (ms: number) => Promise<void>
}

const LOOK_AGAIN_MS = 20

/** Does the work once `lock` is this process's, which it is for `mostMs` of waiting at most; `busy` is thrown after. */
export async function inTurn<T>(
  { clock, hold, wait }: Turns,
  { busy, lock, mostMs }: { readonly lock: string; readonly mostMs: number; readonly busy: () => AppError },
  work: () => Promise<T>,
): Promise<T> {
  const until = clock.now() + mostMs
  for (;;) {
    const held = hold(lock)
    if (held !== null) {
      try {
        return await work()
      } finally {
        held.release()
      }
    }
    if (clock.now() >= until) throw busy()
    await wait(LOOK_AGAIN_MS)
  }
}
