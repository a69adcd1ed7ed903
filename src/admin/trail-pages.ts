import type { Clock } from '../ports/clock.ts'
import type { History, TrailBatch } from '../ports/history.ts'
import { inParts } from './in-parts.ts'

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
  const read = async (last: number | null) => {
    const page = await requests.batches(last, AT_ONCE)
    return { page, next: page.at(-1)?.number ?? null }
  }
  for await (const { page } of inParts(clock, before, read)) if (page.length > 0) yield page
}
