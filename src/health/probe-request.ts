/** The requests that checks send. */
import { requestHeaders } from '../anthropic/headers.ts'
import type { Endpoint } from '../core/model.ts'
import type { Outbound } from '../ports/sender.ts'

/** The models that it has; without a key nothing is said of who asks. */
export function listRequest(endpoint: Endpoint, key: string | null): Outbound {
  const plain = ['accept', 'application/json', ...VERSION]
  const headers = key === null ? plain : requestHeaders(plain, { auth: endpoint.auth, key }, true)
  return { ...placeOf(endpoint, '/v1/models'), method: 'GET', headers, body: null }
}

/** A message, streamed, or the count of its tokens. */
export function postRequest(
  endpoint: Endpoint,
  key: string,
  path: '/v1/messages' | '/v1/messages/count_tokens',
  content: object,
): Outbound {
  const body = Buffer.from(JSON.stringify(content))
  const plain = ['content-type', 'application/json', 'accept', 'application/json', ...VERSION]
  return {
    ...placeOf(endpoint, path),
    method: 'POST',
    headers: requestHeaders(plain, { auth: endpoint.auth, key }, true),
    body: { kind: 'kept', chunks: [body], bytes: body.length },
  }
}

const placeOf = ({ origin, outboundProxy, pathPrefix }: Endpoint, path: string) => ({
  ...{ origin, proxy: outboundProxy, path: pathPrefix + path },
})

/** Source: https://docs.claude.com/en/api/versioning. */
const VERSION = ['anthropic-version', '2023-06-01'] as const
