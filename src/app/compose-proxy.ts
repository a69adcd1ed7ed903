import { randomBytes, randomUUID } from 'node:crypto'
import type { Identity, ProxyStatus, TiersStatus } from '../admin/contract.ts'
import { controlApi } from '../admin/control-api.ts'
import { isLoopbackName } from '../core/loopback.ts'
import { localUrl } from '../core/local-url.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { Configuration } from '../document/configuration.ts'
import type { Engine } from '../engine/engine.ts'
import { flightRecord } from '../engine/flight-text.ts'
import { RecordedEngine } from '../engine/recorded-engine.ts'
import { Holders } from '../engine/holders.ts'
import { startProber, type Prober } from '../health/prober.ts'
import type { Log } from '../ports/log.ts'
import type { Parking, QueueActions } from '../ports/parking.ts'
import type { Sender } from '../ports/sender.ts'
import type { ClientToken, GivenId } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { keyOf } from '../proxy/endpoint-key.ts'
import type { Parts } from '../proxy/parts.ts'
import { serveKept } from '../proxy/serve-kept.ts'
import { startProxy, type RunningProxy } from '../proxy/server.ts'
import type { DepotAccess } from '../queue/kit.ts'
import { NO_QUEUE } from '../queue/no-queue.ts'
import { startQueue, type Queue } from '../queue/start-queue.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import { endpointStatus } from './endpoint-status.ts'
import { LiveTokens } from './live-tokens.ts'
import { LiveConfiguration, noEndpoint, type ForThisRun } from './live-configuration.ts'
import type { KeptHistory } from './keep-history.ts'
import { heldStatus } from './held-status.ts'
import { systemClock, systemDice } from './system-clock.ts'
import { tiersStatus } from './tiers-status.ts'
import { VERSION } from './version.ts'
import { watchSleep } from './watch-sleep.ts'

/** What a proxy is started with. */
export interface Wanted {
  readonly configuration: Configuration
  readonly forThisRun: ForThisRun
  readonly vault: Vault
  readonly log: Log
  readonly history: KeptHistory
  /** Where the queue is stored; without it nothing is kept. */
  readonly depot?: DepotAccess
  /** Why the log is not written; null when it is. */
  readonly logFault?: () => string | null
  /** The last one that an earlier proxy made. */
  readonly lastSwitch?: Switch | null
  /** What an earlier proxy knew of its endpoints, as it saved it. */
  readonly state?: unknown
  /** The ids that endpoints gave to an earlier one, oldest first. */
  readonly givenIds?: readonly GivenId[]
  /** The outbound client; undici's unless given. */
  readonly sender?: Sender
  /** The client tokens that there are. */
  readonly tokens?: readonly ClientToken[]
  /** What programs of this home use for one, where one is needed. */
  readonly ownToken?: string | null
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
  readonly tokens: LiveTokens
  /** Null where nothing is kept. */
  readonly queue: Queue | null
  /** The newest one; the same until there is another. */
  readonly lastSwitch: () => Switch | null
  /** Resolves when the control API was asked to stop. */
  readonly askedToStop: Promise<{ readonly drainMs: number }>
  /** Takes another version of the configuration; requests under way go on as they began. */
  follow(configuration: Configuration): void
  /** Lets go of everything; what is still open is cut off. */
  close(): Promise<void>
}

/** Puts a proxy together and starts it. Rejects with the socket's error when it cannot listen. */
export async function composeProxy(wanted: Wanted): Promise<ComposedProxy> {
  const { log, logFault = () => null, sender = new UndiciSender(), history, vault } = wanted
  const live = new LiveConfiguration(wanted.configuration, wanted.forThisRun)
  const tokens = tokensOf(wanted)
  const { engine, lastSwitch } = engineOf(wanted, live)
  const holders = new Holders()
  holders.restore(wanted.givenIds ?? [])
  const prober = proberFor(engine, live, { log, sender, vault })
  const stopWatching = watchSleep(systemClock, () => {
    engine.woke()
  })
  const asked = Promise.withResolvers<{ readonly drainMs: number }>()
  const identity = { product: 'qcc', version: VERSION, pid: process.pid, instance: randomUUID() } as const
  const token = randomBytes(32).toString('base64url')
  const startedAt = systemClock.now()
  const tiers = (): TiersStatus =>
    tiersStatus(engine.tiers(), live.now.table.policy, { lastSwitch: lastSwitch(), startedAt })
  // The queue sends as the proxy does, and the proxy asks the queue.
  const late: Late = { queue: NO_QUEUE, server: null }
  const control = controlApi({
    identity,
    token,
    probing: prober,
    retry: async (ids) => late.queue.retry(ids),
    settle: () => history.settle(),
    flight: () => flightRecord(engine.flight.stretch ?? { memory: engine.memory(), entries: [] }, VERSION),
    switchTo: (hand) => (engine.switchTo(hand) ? tiers() : null),
    status: () => {
      const told = { startedAt, logFault: logFault(), tiers: tiers(), queue: late.queue.standing() }
      return statusOf(identity, told, { engine, live, server, tokens })
    },
    stop: (drainMs) => {
      asked.resolve({ drainMs })
      return server.drain(drainMs)
    },
  })
  const fixed = { engine, holders, sender, vault, log, trails: history, clients: tokens }
  const parts = partsOf(fixed, live, late)
  const queue = await queueOf(wanted, parts, identity.instance, late)
  const server = await startProxy(parts, control)
  late.server = server
  return {
    ...{ url: localUrl(server), identity, token, engine, holders, server, live, tokens, queue, lastSwitch },
    askedToStop: asked.promise,
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
      await queue?.close()
      await sender.close()
      await history.close()
    },
  }
}

/** One that knows what an earlier proxy learnt; what changes in it is told to the log and the history. */
function engineOf(
  { history, lastSwitch = null, log, state = null }: Wanted,
  live: LiveConfiguration,
): { readonly engine: RecordedEngine; readonly lastSwitch: () => Switch | null } {
  let last = lastSwitch
  const engine = new RecordedEngine(live.now.table, {
    ...{ clock: systemClock, dice: systemDice },
    onNews: ({ name: endpoint, sourceId: endpointId }, news) => {
      const at = systemClock.now()
      log.write({ event: 'endpoint', at, endpoint, news })
      history.recordHealth({ kind: 'news', at, endpointId, news })
    },
    onCheck: ({ sourceId: endpointId }, check) => {
      history.recordHealth({ kind: 'check', at: check.at, endpointId, check })
    },
    onSwitch: (one) => {
      last = one
      history.recordSwitch(one)
      log.write({ event: 'switch', ...one })
    },
  })
  engine.restore(state)
  return { engine, lastSwitch: () => last }
}

const proberFor = (
  engine: Engine,
  live: LiveConfiguration,
  { log, sender, vault }: { readonly log: Log; readonly sender: Sender; readonly vault: Vault },
): Prober =>
  startProber({
    ...{ engine, sender, clock: systemClock, dice: systemDice, log },
    keyOf: (endpoint) => keyOf(endpoint, vault),
    settings: () => live.now.settings,
    endpoint: (id) => live.endpoint(id),
  })

function tokensOf({ ownToken = null, tokens = [] }: Wanted): LiveTokens {
  const live = new LiveTokens(() => systemClock.now(), ownToken)
  live.replace(tokens)
  return live
}

async function queueOf(
  { depot, log }: Pick<Wanted, 'depot' | 'log'>,
  parts: Parts,
  owner: string,
  late: Late,
): Promise<Queue | null> {
  if (depot === undefined) return null
  const { engine } = parts
  const queue = await startQueue({
    ...{ access: depot, serve: serveKept(parts), engine, log, clock: systemClock, dice: systemDice },
    owner,
    settings: () => parts.settings,
    isStopping: () => late.server?.isDraining === true,
  })
  late.queue = queue
  return queue
}

type Fixed = Pick<Parts, 'engine' | 'holders' | 'sender' | 'vault' | 'log' | 'trails' | 'clients'>

/** What is there a moment after that which needs it. */
interface Late {
  queue: Parking & QueueActions
  server: RunningProxy | null
}

function partsOf(fixed: Fixed, live: LiveConfiguration, late: Late): Parts {
  return {
    ...fixed,
    get parking() {
      return late.queue
    },
    clock: systemClock,
    host: live.now.settings['proxy.host'],
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
    noEndpoint: (fence) =>
      noEndpoint(fence === null ? askedBy(fixed.engine, live) : [fence], live.now.profiles),
  }
}

/** The profiles that the root URL serves, in the order in which they are asked. */
function servedBy(engine: Pick<Engine, 'tiers'>, { now, onlyProfile }: LiveConfiguration): readonly string[] {
  return onlyProfile === null ? engine.tiers().places.flatMap(({ profiles }) => profiles) : now.active
}

/** Those of them that a request is asked of now: without failover, the active tier alone. */
function askedBy(engine: Pick<Engine, 'tiers'>, live: LiveConfiguration): readonly string[] {
  const { autoFailover } = live.now.table.policy
  if (autoFailover || live.onlyProfile !== null) return servedBy(engine, live)
  return engine.tiers().places.flatMap(({ isActive, profiles }) => (isActive ? profiles : []))
}

function statusOf(
  { pid, version }: Identity,
  told: Pick<ProxyStatus, 'startedAt' | 'logFault' | 'tiers' | 'queue'>,
  { engine, live, server, tokens }: Pick<ComposedProxy, 'engine' | 'live' | 'server' | 'tokens'>,
): ProxyStatus {
  const { onlyProfile } = live
  const served = onlyProfile === null ? engine.allStandings() : engine.standings(onlyProfile)
  return {
    ...{ version, pid, url: localUrl(server), uptimeMs: systemClock.now() - told.startedAt, ...told },
    ...{ stopping: server.isDraining, requests: server.taken, open: server.open },
    memoryBytes: process.memoryUsage.rss(),
    ...{
      configuration: live.now.number,
      configurationFault: live.fault,
      profiles: servedBy(engine, live),
    },
    ...{ host: server.host, beyondMachine: !isLoopbackName(server.host), clientTokens: tokens.count },
    networkDownSince: engine.networkDownSince,
    held: heldStatus(engine.heldNow()),
    endpoints: served.map((standing) => endpointStatus(standing, systemClock.now())),
  }
}
