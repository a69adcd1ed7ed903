import { routingTable } from '../core/config/routing-table.ts'
import type { Json } from '../core/json.ts'
import type { Configuration } from '../document/configuration.ts'
import { Engine } from '../engine/engine.ts'
import { startProber } from '../health/prober.ts'
import type { Probing } from '../ports/probing.ts'
import type { States } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { keyOf } from '../proxy/endpoint-key.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import { policyOf, timersOf } from '../settings/resolve.ts'
import type { Settings } from '../settings/schema.ts'
import { keptState, ROUTER } from './keep-state.ts'
import { systemClock, systemDice } from './system-clock.ts'

interface Around {
  readonly configuration: Configuration
  readonly states: States
  readonly vault: Vault
  readonly settings: Settings
}

/** Checks without a proxy; what they show is kept for the next one. `close` when done. */
export async function probeAlone(around: Around): Promise<Probing & { close(): Promise<void> }> {
  const { configuration, settings, states, vault } = around
  const table = routingTable(configuration.document, {
    timers: timersOf(settings),
    policy: policyOf(settings),
  })
  const engine = new Engine(table, { clock: systemClock, dice: systemDice })
  engine.restore(await keptState(states))
  const sender = new UndiciSender()
  const all = table.profiles.flatMap(({ endpoints }) => endpoints)
  const still = { dueProbes: () => [], nextDueAt: null, onChange: () => () => undefined }
  const prober = startProber({
    ...{ sender, clock: systemClock, dice: systemDice, log: { write: () => undefined } },
    engine: {
      ...still,
      get state() {
        return engine.state
      },
      probed: (source, probed) => {
        engine.probed(source, probed)
      },
    },
    keyOf: (endpoint) => keyOf(endpoint, vault),
    settings: () => settings,
    endpoint: (id) => all.find((one) => one.id === id) ?? null,
  })
  return {
    test: (ids, kind) => prober.test(ids, kind),
    round: () => prober.round(),
    close: async () => {
      prober.stop()
      await sender.close()
      await states.set(ROUTER, JSON.parse(JSON.stringify(engine.snapshot())) as Json)
    },
  }
}
