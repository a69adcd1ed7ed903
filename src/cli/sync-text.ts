import type { Conflict, Question } from '../core/sync/three-way.ts'
import { lasted } from '../views/lasted.ts'
import { printable } from '../views/printable.ts'
import { localTime } from '../views/local-time.ts'
import type { SyncShape } from './shapes/sync.ts'
import type { StatusShape } from './shapes/status.ts'
import type { Say } from './texts.ts'

/** What both sides changed, and to what: three lines. */
export function conflictLines(question: Question, say: Say): readonly string[] {
  const { base, ours, theirs } = question
  return [
    say('sync.conflict', { what: whereText(question), base: shown(base, say) }),
    `  ${say('sync.ours')}: ${shown(ours, say)}`,
    `  ${say('sync.theirs')}: ${shown(theirs, say)}`,
  ]
}

export const whereText = ({ path }: Question): string => printable(path.join('.'))

function shown(value: unknown, say: Say): string {
  if (value === undefined || value === null) return say('sync.nothing')
  return printable(typeof value === 'string' ? value : JSON.stringify(value))
}

export const conflictView = ({
  base,
  ours,
  path,
  taken,
  theirs,
}: Conflict): SyncShape['conflicts'][number] => ({
  ...{ path: [...path], taken },
  ...{ base: base ?? null, ours: ours ?? null, theirs: theirs ?? null },
})

/** How the home stands to its remote, in a line. */
export function syncText(sync: StatusShape['sync'], now: number, say: Say): string {
  if (sync === null) return say('sync.status-local')
  const { ahead, backend, behind, by, fault, place, syncedAt } = sync
  const values = { backend, place, ahead, behind, by: by ?? '-' }
  const how =
    syncedAt === null
      ? say('sync.status-never', values)
      : say('sync.status', { ...values, ago: lasted(now - syncedAt) })
  return fault === null
    ? how
    : `${how} ${say('sync.status-fault', { time: localTime(fault.at), why: fault.why })}`
}
