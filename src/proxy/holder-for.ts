import { fileIdsIn, idsNamedIn } from '../anthropic/given-ids.ts'
import type { EndpointId } from '../core/model.ts'
import type { Holders } from '../engine/holders.ts'
import type { Job } from './job.ts'

/** The endpoint that has what a request names: a file or batch in its URL, a file in the body of a message. */
export function holderFor(
  { kind, path }: Pick<Job, 'kind' | 'path'>,
  chunks: readonly Buffer[] | null,
  holders: Holders,
  now: number,
): EndpointId | null {
  if (kind === 'read' || kind === 'write') return holders.holderOf(idsNamedIn(path), now)
  return holders.hasFiles && chunks !== null ? holders.holderOf(fileIdsIn(chunks), now) : null
}
