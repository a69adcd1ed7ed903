import type { Difference } from '../core/config/diff.ts'

/** As `--json` prints them. */
export const differencesView = (found: readonly Difference[]) =>
  found.map(({ after, before, path }) => ({ path: [...path], before, after }))
