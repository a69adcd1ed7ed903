import type { Difference } from '../core/config/diff.ts'
import type { Say } from '../i18n/say.ts'

/** Differences as a person reads them. What writes the YAML in them is larger than all else that a page needs. */
export async function linesOf(found: readonly Difference[], say: Say): Promise<string[]> {
  const { differenceLines } = await import('../views/difference-lines.ts')
  return [...differenceLines(found, say)]
}
