import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/app/system-clock.ts'
import type { KeptAnswer, KeptRequest, ParkDraft, QueueStore, Sealer } from '../../src/ports/queue.ts'
import { openSealer } from '../../src/secrets/sealer.ts'
import { openStore } from '../../src/store/open-store.ts'
import { queueAt } from '../../src/store/queue-at.ts'
import { temporaryFolder } from './qcc.ts'
import { NOW } from './queue-items.ts'
import { wrappingKeysOf } from './vault.ts'

/** More than any test keeps. */
export const CAPS = { items: 1_000, bytes: 256e6 }
export const LEASE = { owner: 'one', until: NOW + 60_000 }

interface QueueRig {
  readonly home: string
  readonly file: string
  readonly queue: QueueStore
  readonly sealer: Sealer
  /** Why a damaged file was set aside, each time. */
  readonly damages: readonly string[]
  /** The same file, opened as another process would. */
  readonly another: () => QueueStore
}

/** The sealer of a home, with the keys that are in its database. */
function sealerOf(home: string): Sealer {
  const store = openStore({ file: join(home, 'qcc.db') })
  onTestFinished(async () => {
    ;(await store).close()
  })
  return openSealer({
    keys: wrappingKeysOf(home),
    sealed: async () => (await store).sealedSecrets,
  })
}

/** A queue in a home of its own, closed when the test ends. */
export function queueRig({ clock = systemClock, home = join(temporaryFolder(), 'home') } = {}): QueueRig {
  const file = join(home, 'queue.db')
  const sealer = sealerOf(home)
  const damages: string[] = []
  const open = (onDamage: ((why: string) => void) | null): QueueStore => {
    const queue = queueAt({ file, sealer, clock, onDamage })
    onTestFinished(() => {
      queue.close()
    })
    return queue
  }
  const queue = open((why) => void damages.push(why))
  return { home, file, queue, sealer, damages, another: () => open(null) }
}

/** A request, like any other but for what is said of it. */
export const request = (id: string, more: Partial<KeptRequest> = {}): KeptRequest => ({
  ...{ id, fence: null, session: 's1', agent: null, method: 'POST', path: '/v1/messages?beta=true' },
  headers: ['anthropic-version', '2023-06-01', 'x-own', 'a\nb'],
  chunks: [Buffer.from(`{"id":"${id}",`), Buffer.from('"text":"bytes \u0000 一"}')],
  ...{ model: 'made-up', stream: true },
  ...more,
})

/** One fingerprint an id, unless another is given. */
export const draftOf = (id: string, more: Partial<ParkDraft> = {}): ParkDraft => ({
  ...{ request: request(id), fingerprint: `print of ${id}`, reason: 'all-out', isAccepted: false },
  ...{ isHolder: false, at: NOW, nextAt: NOW + 5_000 },
  ...more,
})

export const answer = (text = 'an answer \u0000 一'): KeptAnswer => ({
  ...{ status: 200, headers: ['content-type', 'text/event-stream', 'request-id', 'req_1'] },
  body: Buffer.from(text),
})
