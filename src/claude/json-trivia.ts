/** What may stand between the parts of a JSON text that has comments. */

/** Where the comma behind this place stands; null when something else comes first. */
export function commaBehind(body: string, end: number): number | null {
  const found = /^(?:\s|\/\/[^\r\n]*|\/\*[^]*?\*\/)*,/.exec(body.slice(end))
  return found === null ? null : end + found[0].length - 1
}

/** Where a comment ends that closes the line of this place; the place itself when there is none. */
export function commentEnd(body: string, from: number): number {
  const rest = /^(?:[ \t]|\/\*[^\r\n]*?\*\/)*(?:\/\/[^\r\n]*)?(?=[\r\n]|$)/.exec(body.slice(from))
  return from + (rest?.[0].trimEnd().length ?? 0)
}
