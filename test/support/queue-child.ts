/**
 * A process of its own at a queue, for the test that kills it at any moment:
 * `node queue-child.ts HOME OWNER SEED`. As a proxy does, it frees what an
 * earlier one had taken, and then parks, takes and settles, several at once,
 * until it ends. It writes a line of JSON before and after each thing.
 */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/app/system-clock.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { openSealer } from '../../src/secrets/sealer.ts'
import { openStore } from '../../src/store/open-store.ts'
import { queueAt } from '../../src/store/queue-at.ts'
import type { QueueSaid } from './queue-crash-loop.ts'
import { wrappingKeysOf } from './vault.ts'

const CAPS = { items: 1_000_000, bytes: 1e12 }
const LEASE_MS = 60_000
/** Parked and sent at the same time. */
const AT_ONCE = 4

const [home = '', owner = '', seed = '0'] = process.argv.slice(2)
const roll = seeded(Number(seed))

// Not through a stream: what is said must be out before the next thing is begun.
const say = (fact: QueueSaid): void => void writeSync(1, `${JSON.stringify(fact)}\n`)

const store = await openStore({ file: join(home, 'qcc.db') })
const sealer = openSealer({ keys: wrappingKeysOf(home), sealed: async () => store.sealedSecrets })
const queue = queueAt({ file: join(home, 'queue.db'), sealer, clock: systemClock, onDamage: null })

/** From a line to some pages, so that a kill meets every kind of write. */
const textOf = (id: string): string => `${id} `.repeat(1 + Math.floor(roll() * 4_000))

async function park(number: number): Promise<void> {
  const id = `${owner}-${String(number)}`
  const at = systemClock.now()
  const request = {
    ...{ id, fence: null, session: null, agent: null, method: 'POST', path: '/v1/messages', headers: [] },
    ...{ chunks: [Buffer.from(textOf(id))], model: null, stream: true },
  }
  const draft = {
    request,
    fingerprint: id,
    reason: 'all-out',
    isAccepted: false,
    isHolder: false,
    at,
    nextAt: at,
  }
  const { kind } = await queue.park(draft, CAPS)
  if (kind === 'parked') say({ kind: 'parked', id })
}

/** Sends one, as it were: its answer is told here before it is recorded, as an upstream would have it. */
async function send(id: string): Promise<void> {
  const now = systemClock.now()
  const taken = await queue.take(id, { owner, until: now + LEASE_MS }, now)
  if (taken.kind === 'corrupt') say({ kind: 'corrupt', id })
  if (taken.kind !== 'taken') return
  const text = Buffer.concat(taken.request.chunks).toString()
  if (!text.startsWith(`${id} `)) say({ kind: 'corrupt', id })
  say({ kind: 'sent', id })
  const isServed = roll() < 0.7
  const tried = {
    at: now,
    request: id,
    endpoint: 'a',
    status: 200,
    receipts: [],
    end: isServed ? 'served' : 'nobody',
  } as const
  const answer = { status: 200, headers: [], body: Buffer.from(text) }
  const after = isServed
    ? ({ kind: 'succeeded', answer, reason: 'answered' } as const)
    : ({ kind: 'pending', nextAt: null } as const)
  const isRecorded = await queue.settle(id, owner, after, tried, now)
  if (isRecorded && isServed) say({ kind: 'served', id })
}

// The clock keeps no process alive.
const alive = setInterval(() => undefined, 1_000)
say({ kind: 'freed', count: await queue.freeOthers(owner) })
for (let number = 0; number < Infinity; number += AT_ONCE) {
  const parked = Array.from({ length: AT_ONCE }, (_, index) => park(number + index))
  const open = (await queue.open()).filter(({ state }) => state === 'pending').slice(0, AT_ONCE)
  await Promise.all([...parked, ...open.map(({ id }) => send(id))])
}
clearInterval(alive)
