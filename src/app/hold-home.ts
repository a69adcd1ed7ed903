import type { AppError } from '../errors/app-error.ts'
import { holdFile, type Hold } from '../store/hold-file.ts'
import { connectControl, runLock } from './control-client.ts'
import { systemClock, wait } from './system-clock.ts'
import { toldError } from './told-error.ts'

/** Whoever holds a home and cannot be asked is about to be there, or about to be gone. */
const SETTLES_MS = 2_000
const LOOK_AGAIN_MS = 100

/** Takes the home for the proxy of this process. Throws `already-running` when there is another. */
export async function holdHome(home: string): Promise<Hold> {
  const until = systemClock.now() + SETTLES_MS
  for (;;) {
    const hold = holdFile(runLock(home))
    if (hold !== null) return hold
    const running = await runningElsewhere(home)
    if (running !== null) throw running
    if (systemClock.now() > until) throw toldError('already-running', 'proxy.already-held', { home })
    await wait(LOOK_AGAIN_MS)
  }
}

/** Whether a process has it now. */
export function isHeld(home: string): boolean {
  const hold = holdFile(runLock(home))
  hold?.release()
  return hold === null
}

/** Why no second proxy is started for this home; null when none answers for it. */
export async function runningElsewhere(home: string): Promise<AppError | null> {
  const running = await connectControl(home, systemClock)
  if (running === null) return null
  const { identity, url } = running
  return toldError('already-running', 'proxy.already-running', { url, pid: identity.pid })
}
