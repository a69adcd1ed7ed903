import { CHANNELS, type Channel } from '../core/notify/notice.ts'
import type { Say } from '../i18n/say.ts'
import { deliver, isSetUp, type Means } from './deliver.ts'
import type { DeliveryFault } from '../core/notify/delivery-fault.ts'

/** What came of a test message to one channel. */
interface Tried {
  readonly channel: Channel
  readonly sent: boolean
  /** Null when it arrived. */
  readonly fault: DeliveryFault | null
}

/** Sends a test message to that channel, or with null to all that are set up; each once, and none is held back. */
export async function tryChannels(only: Channel | null, say: Say, means: Means): Promise<Tried[]> {
  const settings = means.settings()
  const channels = only === null ? CHANNELS.filter((one) => isSetUp(one, settings)) : [only]
  const notice = { kind: 'test', at: means.clock.now() } as const
  return Promise.all(
    channels.map(async (channel) => {
      const delivery = await deliver(channel, notice, say, means)
      const fault = delivery.kind === 'sent' ? null : delivery.fault
      return { channel, sent: fault === null, fault }
    }),
  )
}
