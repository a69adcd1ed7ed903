/** Enough of an id to read it out, as in the log. */
const SHOWN_OF_ID = 8

/** How each of `ids` is shown: its beginning, as long as no other of them begins so. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  const isClear = (length: number): boolean =>
    new Set(ids.map((id) => id.slice(0, length))).size === new Set(ids).size
  const longest = Math.max(SHOWN_OF_ID, ...ids.map(({ length }) => length))
  let length = SHOWN_OF_ID
  while (length < longest && !isClear(length)) length += 1
  return (id) => id.slice(0, length)
}
