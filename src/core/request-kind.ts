/**
 * What a request is, as far as failing over is concerned.
 *
 * `message` is the paid one and has the commit gate. `count` asks for a token
 * count and never decides anything about an endpoint. `read` changes nothing
 * upstream and may be asked anywhere. `write` is everything else (batches,
 * files, paths not known today): sent twice it might happen twice.
 */
export type RequestKind = 'message' | 'count' | 'read' | 'write'

/** `path` is the URL's path without the query. */
export function requestKind(method: string, path: string): RequestKind {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return 'read'
  if (method === 'POST' && path.endsWith('/v1/messages')) return 'message'
  if (method === 'POST' && path.endsWith('/v1/messages/count_tokens')) return 'count'
  return 'write'
}
