import type { Clock } from '../ports/clock.ts'
import type { History, TrailBatch } from '../ports/history.ts'

/** Trails that are read at once: few milliseconds' worth. */
const AT_ONCE = 128

/**
 * What is kept of requests before a batch, or all of it for null, in pages, the newest first. Streams pass between two of
 * them.
 */
export async function* trailPages(
  { requests }: Pick<History, 'requests'>,
  before: number | null,
  clock: Clock,
): AsyncGenerator<readonly TrailBatch[], void> {
  for (let last = before; ;) {
    const page = await requests.batches(last, AT_ONCE)
    const oldest = page.at(-1)
    if (oldest === undefined) return
    yield page
    last = oldest.number
    await new Promise<void>((resolve) => void clock.after(0, resolve))
  }
}
