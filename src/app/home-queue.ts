import { join } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import type { QueueStore, Sealer } from '../ports/queue.ts'
import type { Store } from '../ports/store.ts'
import type { HomeKeys } from './home-keys.ts'

interface Setup {
  readonly home: string
  readonly clock: Clock
  readonly store: () => Promise<Store>
  readonly opening: () => Promise<HomeKeys>
}

/** The database of the queue in a home. */
export const queueFileOf = (home: string): string => join(home, 'queue.db')

/** The queue of a home and what seals it, each loaded at its first use. */
export interface HomeQueue {
  sealer(): Promise<Sealer>
  queue(onDamage?: (why: string) => void): Promise<QueueStore>
}

export function homeQueue({
  clock,
  home,
  opening,
  store,
}: Setup): HomeQueue & { readonly close: () => void } {
  let sealing: Promise<Sealer> | null = null
  const queues: QueueStore[] = []
  const sealed = async () => (await store()).sealedSecrets
  const openSealer = async (): Promise<Sealer> => {
    const [secrets, { wrapping }] = await Promise.all([import('../secrets/sealer.ts'), opening()])
    return secrets.openSealer({ keys: wrapping, sealed })
  }
  const sealer = (): Promise<Sealer> => (sealing ??= openSealer())
  return {
    sealer,
    queue: async (onDamage) => {
      const { queueAt } = await import('../store/queue-at.ts')
      const place = { file: queueFileOf(home), sealer: await sealer(), clock }
      const queue = queueAt({ ...place, onDamage: onDamage ?? null })
      queues.push(queue)
      return queue
    },
    close: () => {
      for (const queue of queues) queue.close()
    },
  }
}
