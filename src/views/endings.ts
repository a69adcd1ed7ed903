import type { Ending } from '../ports/log.ts'

/** How requests end. */
export const ENDINGS = [
  'served',
  'passed',
  'refused',
  'broken',
  'cancelled',
  'accepted',
  'local',
] as const satisfies readonly Ending[]
