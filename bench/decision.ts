// What one decision costs: acquire, commit and release of one request. Run by hand: node bench/decision.ts
import { Engine } from '../src/engine/engine.ts'
import { TIERS, type Strategy } from '../src/core/model.ts'
import { STRATEGIES } from '../src/settings/schema.ts'
import { ask, endpoint, profile, table as tableOf } from '../test/support/fleet.ts'

const ROUNDS = 20_000
const BEST_OF = 7

interface Load {
  readonly name: string
  /** The session of request number `i`. */
  readonly session: (i: number) => string | null
  /** Whether it fails. */
  readonly fails: (i: number) => boolean
  /** Places that the endpoints are spread over; one when it is not told. */
  readonly tiers?: number
}

const NEW_EACH: Load = {
  name: 'a new session each',
  session: (i) => `c2a6d7e2-3c1f-4a50-9b7e-${i}`,
  fails: () => false,
}
const LOADS: readonly Load[] = [
  { name: 'no session', session: () => null, fails: () => false },
  { name: 'a hundred sessions', session: (i) => `c2a6d7e2-3c1f-4a50-9b7e-${i % 100}`, fails: () => false },
  NEW_EACH,
  { name: 'a fifth fails', session: (i) => `c2a6d7e2-3c1f-4a50-9b7e-${i % 100}`, fails: (i) => i % 5 === 0 },
  { name: 'three tiers', session: (i) => `c2a6d7e2-3c1f-4a50-9b7e-${i % 100}`, fails: () => false, tiers: 3 },
]

for (const endpoints of [5, 50, 200]) {
  for (const load of LOADS) report(endpoints, load, 'weighted')
}
for (const endpoints of [5, 50]) {
  for (const strategy of STRATEGIES) report(endpoints, NEW_EACH, strategy)
}

function report(endpoints: number, load: Load, strategy: Strategy): void {
  const best = Math.min(...Array.from({ length: BEST_OF }, () => microseconds(endpoints, load, strategy)))
  process.stdout.write(`${endpoints} endpoints, ${load.name}, ${strategy}: ${best.toFixed(1)} µs\n`)
}

function microseconds(endpoints: number, { fails, session, tiers = 1 }: Load, strategy: Strategy): number {
  const time = { now: 1_000_000_000_000, roll: 0.1 }
  const dice = { roll: () => (time.roll = (time.roll * 16_807.37) % 1) }
  const all = Array.from({ length: endpoints }, (_, i) => endpoint(`work/e${i}`, { weight: 100 + i }))
  const profiles = TIERS.slice(0, tiers).map((tier, index) =>
    profile(
      tier,
      all.filter((_, i) => i % tiers === index),
      tier,
    ),
  )
  const table = tableOf(profiles, { strategy })
  const engine = new Engine(table, { clock: { now: () => (time.now += 3) }, dice })
  const startedAt = performance.now()
  for (let i = 0; i < ROUNDS; i++) {
    const decision = engine.acquire(ask({ session: session(i) }))
    if (decision.kind !== 'send') continue
    const { slot } = decision
    if (fails(i)) {
      engine.release(slot, { outcome: { kind: 'empty' }, progress: 'streaming', limits: null })
      continue
    }
    engine.commit(slot)
    engine.release(slot, { outcome: { kind: 'ok' }, progress: 'committed', limits: null })
  }
  return ((performance.now() - startedAt) * 1_000) / ROUNDS
}
