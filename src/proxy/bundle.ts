import { requestHeaders } from '../anthropic/headers.ts'
import type { Endpoint } from '../core/model.ts'
import type { Outbound } from '../ports/sender.ts'
import type { Job } from './job.ts'

/**
 * Everything of one endpoint that an attempt carries, taken as a whole: where
 * it goes, through which proxy, with whose key, in which header, and without
 * which betas. The body and all other bytes are the client's.
 */
export function bundle(job: Job, endpoint: Endpoint, key: string): Outbound {
  return {
    origin: endpoint.origin,
    proxy: endpoint.outboundProxy,
    path: endpoint.pathPrefix + job.path,
    method: job.method,
    headers: requestHeaders(
      job.headers,
      { auth: endpoint.auth, key, deniedBetas: endpoint.deniedBetas },
      job.kind === 'message',
    ),
    body: job.body,
  }
}
