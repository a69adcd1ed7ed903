import type { Clock } from '../ports/clock.ts'

/** Lets streams pass. */
export const breath = (clock: Clock): Promise<void> =>
  new Promise<void>((resolve) => void clock.after(0, resolve))

/** What is read in parts: the first for null, each further one by what the last one names; streams pass between two. */
export async function* inParts<P extends { readonly next: number | null }>(
  clock: Clock,
  first: number | null,
  read: (next: number | null) => Promise<P>,
): AsyncGenerator<P, void> {
  for (let next = first; ;) {
    const part = await read(next)
    yield part
    next = part.next
    if (next === null) return
    await breath(clock)
  }
}
