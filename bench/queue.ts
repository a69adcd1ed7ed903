// What keeping requests costs: parking, taking, clearing. Run by hand: node bench/queue.ts
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/app/system-clock.ts'
import type { Clock } from '../src/ports/clock.ts'
import type { QueueStore } from '../src/ports/queue.ts'
import { openSealer } from '../src/secrets/sealer.ts'
import { openStore } from '../src/store/open-store.ts'
import { queueAt } from '../src/store/queue-at.ts'
import { wrappingKeysOf } from '../test/support/vault.ts'

const CAPS = { items: 1e6, bytes: 1e12 }
const AGENTS = 30
const LEASE = { owner: 'bench', until: Number.MAX_SAFE_INTEGER }

/** Whatever comes is written at once. */
const HASTY: Clock = {
  now: () => systemClock.now(),
  after: (_ms, run) => {
    queueMicrotask(run)
    return () => undefined
  },
}

const sources = readdirSync('src', { recursive: true }).map(String)
const text = sources
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('')
const noise = randomBytes(256_000)

// A clock of ours keeps no process alive.
const alive = setInterval(() => undefined, 60_000)
for (const bytes of [10_000, 1_000_000]) {
  for (const clock of [systemClock, HASTY]) {
    await inQueue(clock, (queue) =>
      report(`${AGENTS} of ${bytes} bytes at once${nameOf(clock)}`, () => many(queue, bytes)),
    )
  }
}
await inQueue(systemClock, async (queue) => {
  for (let round = 0; round < 10; round++) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => park(queue, `${round}-${index}`, noise)))
  }
  await report('take one of 256 kB', () => queue.take('0-0', LEASE, systemClock.now()))
  await report('list 1,000', () => queue.list({ most: 1_000 }))
  await report('clear 1,000 of 256 kB', async () => {
    const { fileBytesAfter, fileBytesBefore } = await queue.clear({}, LEASE.until)
    process.stdout.write(`${fileBytesBefore} bytes before, ${fileBytesAfter} after\n`)
  })
})
clearInterval(alive)

function nameOf(clock: Clock): string {
  return clock === HASTY ? ', one by one' : ''
}

async function many(queue: QueueStore, bytes: number): Promise<void> {
  const parked = Array.from({ length: AGENTS }, (_, index) =>
    park(queue, `r${index}`, Buffer.from(text.slice(index, index + bytes))),
  )
  await Promise.all(parked)
}

async function park(queue: QueueStore, id: string, body: Uint8Array): Promise<void> {
  const request = {
    ...{ id, fence: null, session: null, agent: null, method: 'POST', path: '/v1/messages' },
    ...{ headers: [], chunks: [body], model: null, stream: true },
  }
  const rest = { reason: 'all-out', isAccepted: false, isHolder: false, at: systemClock.now(), nextAt: null }
  await queue.park({ request, fingerprint: id, ...rest }, CAPS)
}

/** Time by the clock, and of processors in all threads. */
async function report(what: string, work: () => Promise<unknown>): Promise<void> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { system, user } = process.cpuUsage(before)
  const took = performance.now() - startedAt
  process.stdout.write(
    `${what}: ${took.toFixed(0)} ms, ${((user + system) / 1_000).toFixed(0)} ms of processors\n`,
  )
}

async function inQueue(clock: Clock, work: (queue: QueueStore) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'qcc-bench-'))
  const store = await openStore({ file: join(home, 'qcc.db') })
  const sealer = openSealer({ keys: wrappingKeysOf(home), sealed: async () => store.sealedSecrets })
  const queue = queueAt({ file: join(home, 'queue.db'), sealer, clock, onDamage: null })
  await park(queue, 'first', noise)
  await work(queue)
  queue.close()
  store.close()
  rmSync(home, { recursive: true })
}
