/**
 * The one of `candidates` that `word` was probably meant to be, or null. At most
 * two letters in five may be wrong, in any case; of equally near ones the first.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: { readonly candidate: string; readonly edits: number } | null = null
  for (const candidate of candidates) {
    const allowed = Math.floor(Math.max(word.length, candidate.length) * 0.4)
    if (Math.abs(word.length - candidate.length) > allowed) continue
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits <= allowed && (best === null || edits < best.edits)) best = { candidate, edits }
  }
  return best?.candidate ?? null
}

/**
 * Levenshtein's distance, how many letters must be put in, taken out or
 * replaced; two neighbours that changed places count as one.
 */
function distance(from: string, to: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1]
      const isSwapped = j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}
