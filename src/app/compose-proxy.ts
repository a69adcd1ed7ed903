import { randomUUID } from 'node:crypto'
import { controlApi } from '../admin/control-api.ts'
import type { ListeningProxy } from '../cli/context.ts'
import { routingTable, type Document } from '../core/config/document.ts'
import { Engine } from '../engine/engine.ts'
import type { Log } from '../ports/log.ts'
import type { Vault } from '../ports/vault.ts'
import { startProxy } from '../proxy/server.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import { resolveSettings, timersOf, type Overrides } from '../settings/resolve.ts'
import { systemClock, systemDice } from './system-clock.ts'
import { VERSION } from './version.ts'

/** What a proxy is started with. */
interface Wanted {
  readonly document: Document
  readonly flags: Overrides
  readonly vault: Vault
  readonly log: Log
}

/** Puts a proxy together and starts it. Rejects with the socket's error when it cannot listen. */
export async function composeProxy({ document, flags, log, vault }: Wanted): Promise<ListeningProxy> {
  const settings = resolveSettings(document.settings, flags)
  const engine = new Engine(routingTable(document, timersOf(settings)), {
    clock: systemClock,
    dice: systemDice,
  })
  const endpoints = engine.standings().map(({ endpoint }) => endpoint)
  const sender = new UndiciSender()
  const control = controlApi({ product: 'qcc', version: VERSION, pid: process.pid, instance: randomUUID() })
  const keys = await Promise.all(endpoints.map(({ credential }) => vault.resolve(credential)))
  const proxy = await startProxy({ engine, sender, vault, clock: systemClock, log, settings }, control)
  return {
    url: `http://${proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host}:${String(proxy.port)}`,
    endpoints: endpoints.map((endpoint) => endpoint.name),
    keyless: endpoints.flatMap(({ credential: reference, name: endpoint }, index) =>
      keys[index] === null ? [{ endpoint, reference }] : [],
    ),
    drainMs: settings['proxy.drain'] * 1_000,
    get open() {
      return proxy.open
    },
    stop: async (ms) => {
      const broken = await proxy.drain(ms)
      await sender.close()
      return broken
    },
  }
}
