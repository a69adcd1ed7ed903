/** Whether this machine's clock can be right. */
import { localTime } from '../../views/local-time.ts'
import type { Say } from '../texts.ts'
import { fault, well, type Finding } from './finding.ts'

/** A clock that is put right moves by less. */
const MOVES_MS = 60_000

/** What was written at `newestAt` (null: nothing was yet) cannot lie ahead of `now`; both in epoch milliseconds. */
export function clockFinding(now: number, newestAt: number | null, say: Say): Finding {
  if (newestAt === null || newestAt <= now + MOVES_MS) return well('clock', localTime(now))
  const values = { now: localTime(now), newest: localTime(newestAt) }
  return fault('clock', 'clock-behind', say('doctor.clock-behind', values))
}
