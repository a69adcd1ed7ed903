import type { History, TrailBatch } from '../ports/history.ts'

/** Trails that are read at once: few milliseconds' worth. */
const AT_ONCE = 128

/** What is kept of requests before a batch, or all of it for null, in pages, the newest first. */
export type TrailPages = (before: number | null) => AsyncIterable<readonly TrailBatch[]>

/** `rest` comes between two pages: in a proxy streams pass there. */
export const trailPages = (
  { requests }: Pick<History, 'requests'>,
  rest: () => Promise<void> = async () => undefined,
): TrailPages =>
  async function* (before) {
    for (let last = before; ;) {
      const page = await requests.batches(last, AT_ONCE)
      const oldest = page.at(-1)
      if (oldest === undefined) return
      yield page
      last = oldest.number
      await rest()
    }
  }
