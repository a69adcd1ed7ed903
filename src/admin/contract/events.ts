/**
 * `GET /events`: a stream of server-sent events. Each has the id `INSTANCE-N` of
 * the newest thing that happened; a client that comes back says it in
 * `Last-Event-ID` or `?from=` and misses nothing, or is told `reset`.
 */
import type { LogEvent } from '../../ports/log.ts'
import type { ProxyStatus } from '../contract.ts'

/**
 * What is told, each under its name with its data as JSON:
 * - everything that the log is told, under its own name, but requests that QCC answered itself, and of others what their
 *   `answer` tells again: their `commit`, and the `attempt` that served;
 * - `status`: how the proxy stands, when something changed, twice a second at most, and each five seconds;
 * - `reset`: what was missed cannot be told any more; everything is to be fetched anew.
 */
export type LiveEvent =
  | { readonly name: LogEvent['event']; readonly id: string; readonly data: LogEvent }
  | { readonly name: 'status'; readonly id: string; readonly data: ProxyStatus }
  | { readonly name: 'reset'; readonly id: string; readonly data: Readonly<Record<string, never>> }

export type LiveEventName = LiveEvent['name']
