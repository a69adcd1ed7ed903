/** What happens, as it happens. */
import type { ControlRequest } from '../../ports/control.ts'
import { API } from '../contract.ts'
import type { LiveEvents } from '../live-events.ts'
import type { Route } from '../route.ts'

/** `again`: lets a request in anew; rejects for whoever may not any more. */
export const eventRoutes = (
  events: LiveEvents,
  again: (request: ControlRequest) => Promise<unknown>,
): readonly Route[] => [
  {
    ...{ method: 'GET', path: `${API}/events`, access: 'viewer' },
    answer: async ({ login, query, request }) => {
      const role = login?.login.role ?? 'admin'
      events.admit(role)
      // A browser that comes back by itself says it in a header, and still has the older one in its address.
      const said = request.headers['last-event-id']
      const from = typeof said === 'string' ? said : query.get('from')
      const stillIn = () => again(request)
      return { kind: 'events', listen: (reader) => events.listen({ reader, role, stillIn }, from) }
    },
  },
]
