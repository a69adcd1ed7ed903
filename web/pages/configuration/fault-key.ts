/** Keys and positions from the top of a document. */
export type Path = readonly (string | number)[]

/** `timeouts.idle` for what stands there below `path`; null elsewhere. */
export function keyBelow(path: Path, found: Path): string | null {
  if (path.some((part, index) => found[index] !== part)) return null
  const rest = found.slice(path.length)
  // Of what stands in a list or a map the field is the list or the map.
  return rest[0] === 'timeouts' ? rest.slice(0, 2).join('.') : String(rest[0] ?? '')
}
