import { errorReader } from '../anthropic/error-reader.ts'
import { givenIdsReader } from '../anthropic/given-ids-reader.ts'
import { givesIds } from '../anthropic/given-ids.ts'
import { header } from '../anthropic/headers.ts'
import { passingReader, type Reader } from '../anthropic/reader.ts'
import { StreamReader } from '../anthropic/stream-reader.ts'
import { WholeReader } from '../anthropic/whole-reader.ts'
import { limitHeaders } from '../core/limits.ts'
import type { Settings } from '../settings/schema.ts'
import type { Job } from './job.ts'

/** An error text is short; what is longer is not read. */
const MAX_ERROR_BYTES = 2 ** 20
const NOT_MODIFIED = 304

/** What is needed besides the request and its answer's head. */
interface Around {
  readonly settings: Settings
  /** Told which ids of files and batches the answer gives. */
  readonly onGiven: (ids: readonly string[]) => void
}

/** Who judges an answer: only messages have the commit gate; of others only refusals, and what gives ids, are read. */
export function readerFor(
  job: Job,
  status: number,
  headers: readonly string[],
  { onGiven, settings }: Around,
): Reader {
  const isGood = (status >= 200 && status < 300) || status === NOT_MODIFIED
  if (!isGood) return errorReader(status, limitHeaders(headers), MAX_ERROR_BYTES)
  if (job.kind !== 'message') {
    const mayGive = givesIds(job.method, job.path)
    return mayGive ? givenIdsReader(header(headers, 'content-encoding'), onGiven) : passingReader
  }
  if (!job.stream) return new WholeReader(settings['gate.whole-bytes'])
  return new StreamReader({ events: settings['gate.events'], bytes: settings['gate.bytes'] })
}
