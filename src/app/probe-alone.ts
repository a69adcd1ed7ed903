import { routingTable } from '../core/config/routing-table.ts'
import type { Probed } from '../core/health/probe.ts'
import type { Json } from '../core/json.ts'
import type { EndpointId, RoutingTable } from '../core/model.ts'
import type { Configuration } from '../document/configuration.ts'
import type { Deps } from '../engine/deps.ts'
import { Engine } from '../engine/engine.ts'
import { AppError } from '../errors/app-error.ts'
import { startProber } from '../health/prober.ts'
import type { History } from '../ports/history.ts'
import type { Probing } from '../ports/probing.ts'
import type { States } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { keyOf } from '../proxy/endpoint-key.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import type { Hold } from '../store/hold-file.ts'
import { policyOf, timersOf } from '../settings/resolve.ts'
import type { Settings } from '../settings/schema.ts'
import { holdHome } from './hold-home.ts'
import { keepHistory } from './keep-history.ts'
import { keptState, ROUTER } from './keep-state.ts'
import { systemClock, systemDice } from './system-clock.ts'

interface Around {
  readonly home: string
  readonly configuration: Configuration
  readonly states: States
  readonly history: () => Promise<History>
  readonly historyFile: string
  readonly vault: Vault
  readonly settings: Settings
}

/** Checks without a proxy; what they show is kept for the next one. `close` when done. */
export async function probeAlone(around: Around): Promise<Probing & { close(): Promise<void> }> {
  const { configuration, home, settings, states, vault } = around
  const table = routingTable(configuration.document, {
    timers: timersOf(settings),
    policy: policyOf(settings),
  })
  const { state } = await engineOf(table, states)
  const shown: Shown[] = []
  const sender = new UndiciSender()
  const all = table.profiles.flatMap(({ endpoints }) => endpoints)
  const still = { dueProbes: () => [], nextDueAt: null, onChange: () => () => undefined }
  const prober = startProber({
    ...{ sender, clock: systemClock, dice: systemDice, log: { write: () => undefined } },
    engine: {
      ...{ ...still, state },
      // A key that this shell lacks may be there for the next proxy.
      probed: (source, probed) => void (probed.check === null || shown.push({ source, probed })),
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
      const hold = await heldHome(home)
      // A proxy that has started meanwhile saves what it knows itself.
      if (hold === null) return
      try {
        await keep(shown, table, around)
      } finally {
        hold.release()
      }
    },
  }
}

/** What a check showed, and of which target. */
interface Shown {
  readonly source: EndpointId
  readonly probed: Probed
}

/** One that knows what is kept at this moment. */
async function engineOf(table: RoutingTable, states: States, more: Partial<Deps> = {}): Promise<Engine> {
  const engine = new Engine(table, { clock: systemClock, dice: systemDice, ...more })
  engine.restore(await keptState(states))
  return engine
}

/** Adds to what is known by now, which may be more than when the checks were sent. */
async function keep(shown: readonly Shown[], table: RoutingTable, around: Around): Promise<void> {
  const { history: open, historyFile: file, settings, states } = around
  const history = keepHistory({
    ...{ open, file, clock: systemClock, settings: () => settings },
    // The next proxy tells it.
    onFault: () => undefined,
  })
  const engine = await engineOf(table, states, {
    onCheck: ({ sourceId: endpointId }, check) => {
      history.recordHealth({ kind: 'check', at: check.at, endpointId, check })
    },
    onNews: ({ sourceId: endpointId }, news) => {
      history.recordHealth({ kind: 'news', at: systemClock.now(), endpointId, news })
    },
  })
  for (const { probed, source } of shown) engine.probed(source, probed)
  await states.set(ROUTER, JSON.parse(JSON.stringify(engine.snapshot())) as Json)
  await history.close()
}

/** Null when a proxy has it. */
async function heldHome(home: string): Promise<Hold | null> {
  try {
    return await holdHome(home)
  } catch (error) {
    if (error instanceof AppError && error.code === 'already-running') return null
    throw error
  }
}
