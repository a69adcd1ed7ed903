import { API } from '../contract.ts'
import { notifyRequest, type NotifyAnswer, type NotifyRequest } from '../contract/notify.ts'
import { bodyOf } from '../given.ts'
import { ok, type Route } from '../route.ts'

/** `send` sends a test message to a channel, or with null to all that are set up. */
export const notifyRoutes = (
  send: (channel: NotifyRequest['channel']) => Promise<NotifyAnswer['tried']>,
): readonly Route[] => [
  {
    ...{ method: 'POST', path: `${API}/notify`, access: 'admin' },
    answer: async (asked) => {
      const { channel } = await bodyOf(asked, notifyRequest)
      return ok({ tried: await send(channel) } satisfies NotifyAnswer)
    },
  },
]
