import { randomBytes, randomUUID } from 'node:crypto'
import type { Identity, ProxyStatus } from '../admin/contract.ts'
import { controlApi } from '../admin/control-api.ts'
import type { Configuration } from '../document/configuration.ts'
import type { Engine } from '../engine/engine.ts'
import { flightRecord } from '../engine/flight-text.ts'
import { RecordedEngine } from '../engine/recorded-engine.ts'
import { Holders } from '../engine/holders.ts'
import { startProber } from '../health/prober.ts'
import type { Log } from '../ports/log.ts'
import type { GivenId } from '../ports/store.ts'
import type { Sender } from '../ports/sender.ts'
import type { Vault } from '../ports/vault.ts'
import { keyOf } from '../proxy/endpoint-key.ts'
import type { Parts } from '../proxy/parts.ts'
import { startProxy, type RunningProxy } from '../proxy/server.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import { endpointStatus } from './endpoint-status.ts'
import { LiveConfiguration, noEndpoint, type ForThisRun } from './live-configuration.ts'
import type { KeptTrails } from './keep-trails.ts'
import { systemClock, systemDice } from './system-clock.ts'
import { VERSION } from './version.ts'
import { watchSleep } from './watch-sleep.ts'

/** What a proxy is started with. */
export interface Wanted {
  readonly configuration: Configuration
  readonly forThisRun: ForThisRun
  readonly vault: Vault
  readonly log: Log
  readonly trails: KeptTrails
  /** Why the log is not written; null when it is. */
  readonly logFault?: () => string | null
  /** What an earlier proxy knew of its endpoints, as it saved it. */
  readonly state?: unknown
  /** The ids that endpoints gave to an earlier one, oldest first. */
  readonly givenIds?: readonly GivenId[]
  /** The outbound client; undici's unless given. */
  readonly sender?: Sender
}

/** A proxy that listens, with what is behind it. */
export interface ComposedProxy {
  readonly url: string
  readonly identity: Identity
  /** Bearer token of the control API. */
  readonly token: string
  readonly engine: Engine
  readonly holders: Holders
  readonly server: RunningProxy
  readonly live: LiveConfiguration
  /** Resolves when the control API was asked to stop. */
  readonly askedToStop: Promise<{ readonly drainMs: number }>
  /** Takes another version of the configuration; requests under way go on as they began. */
  follow(configuration: Configuration): void
  /** Lets go of everything; what is still open is cut off. */
  close(): Promise<void>
}

/** Puts a proxy together and starts it. Rejects with the socket's error when it cannot listen. */
export async function composeProxy(wanted: Wanted): Promise<ComposedProxy> {
  const { log, logFault = () => null, sender = new UndiciSender(), trails, vault } = wanted
  const live = new LiveConfiguration(wanted.configuration, wanted.forThisRun)
  const engine = new RecordedEngine(live.now.table, {
    ...{ clock: systemClock, dice: systemDice },
    onNews: (endpoint, news) => {
      log.write({ event: 'endpoint', at: systemClock.now(), endpoint, news })
    },
  })
  engine.restore(wanted.state ?? null)
  const holders = new Holders()
  holders.restore(wanted.givenIds ?? [])
  const prober = startProber({
    ...{ engine, sender, clock: systemClock, log, keyOf: (endpoint) => keyOf(endpoint, vault) },
    settings: () => live.now.settings,
    endpoint: (id) => live.endpoint(id),
  })
  const stopWatching = watchSleep(systemClock, () => {
    engine.woke()
  })
  const asked = Promise.withResolvers<{ readonly drainMs: number }>()
  const identity = { product: 'qcc', version: VERSION, pid: process.pid, instance: randomUUID() } as const
  const token = randomBytes(32).toString('base64url')
  const startedAt = systemClock.now()
  const control = controlApi({
    identity,
    token,
    probing: prober,
    settle: () => trails.settle(),
    flight: () => flightRecord(engine.flight.stretch ?? { memory: engine.memory(), entries: [] }, VERSION),
    status: () => ({ ...statusOf(identity, startedAt, { engine, live, server }), logFault: logFault() }),
    stop: (drainMs) => {
      asked.resolve({ drainMs })
      return server.drain(drainMs)
    },
  })
  const server = await startProxy(partsOf({ engine, holders, sender, vault, log, trails }, live), control)
  return {
    ...{ url: urlOf(server), identity, token, engine, holders, server, live, askedToStop: asked.promise },
    follow: (configuration) => {
      const needsRestart = live.replace(configuration)
      engine.configure(live.now.table)
      const endpoints = live.now.endpoints.map(({ name }) => name)
      const at = systemClock.now()
      log.write({ event: 'config-followed', at, configuration: live.now.number, endpoints, needsRestart })
    },
    close: async () => {
      stopWatching()
      prober.stop()
      await server.close()
      await sender.close()
      await trails.close()
    },
  }
}

type Fixed = Pick<Parts, 'engine' | 'holders' | 'sender' | 'vault' | 'log' | 'trails'>

function partsOf(fixed: Fixed, live: LiveConfiguration): Parts {
  return {
    ...fixed,
    clock: systemClock,
    get settings() {
      return live.now.settings
    },
    get profiles() {
      return live.now.profiles
    },
    get configuration() {
      return live.now.number
    },
    onlyProfile: live.onlyProfile,
    noEndpoint: (fence) => noEndpoint(fence === null ? live.now.active : [fence], live.now.profiles),
  }
}

function statusOf(
  { pid, version }: Identity,
  startedAt: number,
  { engine, live, server }: Pick<ComposedProxy, 'engine' | 'live' | 'server'>,
): Omit<ProxyStatus, 'logFault'> {
  const { onlyProfile } = live
  const served = onlyProfile === null ? engine.allStandings() : engine.standings(onlyProfile)
  return {
    ...{ version, pid, url: urlOf(server), startedAt, uptimeMs: systemClock.now() - startedAt },
    ...{ stopping: server.isDraining, requests: server.taken, open: server.open },
    memoryBytes: process.memoryUsage.rss(),
    ...{ configuration: live.now.number, configurationFault: live.fault, profiles: live.now.active },
    networkDownSince: engine.networkDownSince,
    endpoints: served.map((standing) => endpointStatus(standing, systemClock.now())),
  }
}

const urlOf = ({ host, port }: RunningProxy): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`
