/** How a list that is read piece by piece grows at both ends. */
import type { RequestSummary } from '../../../src/admin/contract/requests.ts'

/** The older ones go when there are more: they can be read again. */
export const MOST_ROWS = 5_000

/** `newest` is what stands at the top now, newest first. Null where it does not reach down to what is known: then everything is read anew. */
export function withNewest(
  known: readonly RequestSummary[],
  newest: readonly RequestSummary[],
): readonly RequestSummary[] | null {
  const ids = new Set(known.map(({ request }) => request))
  const added = newest.filter(({ request }) => !ids.has(request))
  if (added.length === newest.length && known.length > 0 && added.length > 0) return null
  return [...added, ...known].slice(0, MOST_ROWS)
}

/** Without those that came to the top meanwhile, and are known already. */
export function withOlder(
  known: readonly RequestSummary[],
  older: readonly RequestSummary[],
): readonly RequestSummary[] {
  const ids = new Set(known.map(({ request }) => request))
  return [...known, ...older.filter(({ request }) => !ids.has(request))]
}

/** Which rows are near what is seen. Heights in pixels. */
export function windowOf(
  { height, top }: { readonly top: number; readonly height: number },
  rowHeight: number,
  count: number,
): { readonly from: number; readonly to: number } {
  const spare = 8
  const from = Math.max(0, Math.floor(top / rowHeight) - spare)
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + spare)
  return { from: Math.min(from, to), to }
}
