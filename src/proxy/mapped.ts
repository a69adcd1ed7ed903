import type { Span } from '../anthropic/peek.ts'
import type { Job } from './job.ts'

/**
 * The job as an endpoint gets it: the model by the `name` that the decision
 * chose for it there.
 * Only the bytes of that one value change; every other byte of the body stays
 * the client's. The same job when there is nothing to change.
 */
export function mapped(job: Job, name: string | null): Job {
  const { body, model, modelAt } = job
  if (name === null || name === model || modelAt === null || body?.kind !== 'kept') return job
  const chunks = replaced(body.chunks, modelAt, Buffer.from(JSON.stringify(name)))
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const releaseBody = (): void => {
    chunks.length = 0
    job.releaseBody()
  }
  return { ...job, body: { kind: 'kept', chunks, bytes }, releaseBody }
}

/** The chunks with other bytes in place of a span of them, none copied. */
function replaced(chunks: readonly Buffer[], { from, to }: Span, by: Buffer): Buffer[] {
  const before: Buffer[] = []
  const after: Buffer[] = []
  let at = 0
  for (const chunk of chunks) {
    if (at < from) before.push(chunk.subarray(0, from - at))
    if (at + chunk.length > to) after.push(chunk.subarray(Math.max(0, to - at)))
    at += chunk.length
  }
  return [...before, by, ...after]
}
