import type { Conflict } from '../claude/conflicts.ts'
import { printable } from '../views/printable.ts'
import type { Say } from './texts.ts'

/** A conflict in a line: what meets the settings and what to do about it. */
export function conflictText({ file, kind, name }: Conflict, say: Say): string {
  const shown = printable(file ?? '')
  const place = file === null ? say('conflict.in-shell') : say('conflict.in-file', { file: shown })
  return say(`conflict.${kind}`, { file: shown, name, place })
}
