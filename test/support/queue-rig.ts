import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { keepQueue } from '../../src/app/keep-queue.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import type { Document } from '../../src/core/config/document.ts'
import type { QueuedItem } from '../../src/core/queue/item.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import type { QueueStore } from '../../src/ports/queue.ts'
import type { ClientToken } from '../../src/ports/store.ts'
import type { Queue } from '../../src/queue/start-queue.ts'
import { openSealer } from '../../src/secrets/sealer.ts'
import type { Overrides } from '../../src/settings/resolve.ts'
import { queueAt } from '../../src/store/queue-at.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from './qcc.ts'
import { rigDocument, startRigOn, type Rig, type Target } from './rig.ts'
import { wrappingKeysOf } from './vault.ts'

/** A proxy with a queue in a home of its own. */
export interface QueueRig extends Rig {
  readonly home: string
  readonly queue: Queue
  /** The items as another process finds them, newest first. */
  items(): Promise<readonly QueuedItem[]>
  /** The only item there is. */
  item(): Promise<QueuedItem>
  /** What the log says of the queue. */
  told(): readonly LogEvent[]
}

interface Options {
  readonly flags?: Overrides
  readonly settings?: Document['settings']
  /** Of an earlier rig; a new one unless given. */
  readonly home?: string
  readonly document?: Document
  readonly tokens?: readonly ClientToken[]
}

/** What makes a proxy say at once that nobody is there, and checks not come in between. */
const IMPATIENT: Overrides = { 'hold.max': 0, 'health.mode': 'passive' }

export async function startQueueRig(targets: readonly Target[], options: Options = {}): Promise<QueueRig> {
  const { flags = {}, home = join(temporaryFolder(), 'home'), settings = {} } = options
  const file = join(home, 'queue.db')
  const sealed = await openStore({ file: join(home, 'qcc.db') })
  const sealer = openSealer({ keys: wrappingKeysOf(home), sealed: async () => sealed.sealedSecrets })
  const events: LogEvent[] = []
  const onFault = (why: string): void =>
    void events.push({ event: 'queue-fault', at: systemClock.now(), why })
  const open = (onDamage: typeof onFault | null): QueueStore =>
    queueAt({ file, sealer, clock: systemClock, onDamage })
  const depot = keepQueue({ file, sealer, store: open(onFault), onFault })
  const document = options.document ?? rigDocument(targets, settings)
  const { tokens = [] } = options
  const rig = await startRigOn(document, { depot, tokens, flags: { ...IMPATIENT, ...flags } })
  const { queue } = rig.composed
  if (queue === null) throw new Error('there is no queue')
  onTestFinished(() => {
    sealed.close()
  })
  const items = async (): Promise<readonly QueuedItem[]> => {
    const store = open(null)
    try {
      return await store.list({ most: 2_000 })
    } finally {
      store.close()
    }
  }
  return {
    ...rig,
    ...{ home, queue, items },
    item: async () => {
      const all = await items()
      const [one] = all
      if (one === undefined || all.length > 1) throw new Error(`there are ${String(all.length)} items`)
      return one
    },
    told: () => [...rig.events, ...events].filter(({ event }) => TOLD.has(event)),
  }
}

const TOLD: ReadonlySet<LogEvent['event']> = new Set<LogEvent['event']>([
  'parked',
  'not-parked',
  'retry',
  'answered-from-queue',
  'queue-fault',
])
