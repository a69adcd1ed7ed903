/** For what looks after programs: whether it lives, and whether it can serve. Tells nothing that is secret. */
import type { EndpointState, ProxyStatus } from '../contract.ts'
import type { ReadyzAnswer } from '../contract/access.ts'
import { ok, type Route } from '../route.ts'

export const healthRoutes = (status: () => ProxyStatus): readonly Route[] => [
  { method: 'GET', path: '/_qcc/healthz', access: 'anybody', answer: async () => ok({ ok: true }) },
  {
    ...{ method: 'GET', path: '/_qcc/readyz', access: 'anybody' },
    answer: async () => {
      const why = whyNotReady(status())
      const body: ReadyzAnswer = { ready: why === null, why }
      return { kind: 'json', status: why === null ? 200 : NOT_AVAILABLE, body }
    },
  },
]

/** Source: RFC 9110, section 15.6.4. */
const NOT_AVAILABLE = 503

/** A newest configuration that has a fault takes nobody away from it: it serves by the one before. */
function whyNotReady({ endpoints, stopping }: ProxyStatus): ReadyzAnswer['why'] {
  if (stopping) return 'stopping'
  return endpoints.some(({ state }) => MAY_SERVE.has(state)) ? null : 'no-endpoint'
}

/** What is full serves, and what is on trial may. */
const MAY_SERVE: ReadonlySet<EndpointState> = new Set(['ok', 'full', 'on-trial', 'draining'])
