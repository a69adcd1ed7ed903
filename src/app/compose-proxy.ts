import { randomBytes, randomUUID } from 'node:crypto'
import type { Identity } from '../admin/contract.ts'
import { EventTap } from '../admin/event-tap.ts'
import { localUrl } from '../core/local-url.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { Configuration } from '../document/configuration.ts'
import type { Engine } from '../engine/engine.ts'
import { RecordedEngine } from '../engine/recorded-engine.ts'
import { Holders } from '../engine/holders.ts'
import { startProber, type Prober } from '../health/prober.ts'
import type { Log } from '../ports/log.ts'
import type { Sender } from '../ports/sender.ts'
import type { Vault } from '../ports/vault.ts'
import { keyOf } from '../proxy/endpoint-key.ts'
import type { Parts } from '../proxy/parts.ts'
import { serveKept } from '../proxy/serve-kept.ts'
import { startProxy, type RunningProxy } from '../proxy/server.ts'
import { NO_QUEUE } from '../queue/no-queue.ts'
import { startQueue, type Queue } from '../queue/start-queue.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import type { Late } from './behind-control.ts'
import { composeControl } from './compose-control.ts'
import { LiveTokens } from './live-tokens.ts'
import { configuredIn, LiveConfiguration, noEndpoint } from './live-configuration.ts'
import { notifying } from './notifying.ts'
import { observedHistory } from './observed-history.ts'
import { servedBy } from './proxy-status.ts'
import { systemClock, systemDice } from './system-clock.ts'
import { VERSION } from './version.ts'
import type { Wanted } from './wanted-proxy.ts'
import { watchSleep } from './watch-sleep.ts'

/** A proxy that listens, with what is behind it. */
export interface ComposedProxy {
  readonly url: string
  readonly identity: Identity
  /** Bearer token of the control API. */
  readonly token: string
  /** Tells whoever listens, besides writing. */
  readonly log: Log
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
  const { sender = new UndiciSender(), vault } = wanted
  const log = new EventTap(wanted.log)
  const live = new LiveConfiguration(wanted.configuration, wanted.forThisRun)
  const tokens = tokensOf(wanted)
  const identity = { product: 'qcc', version: VERSION, pid: process.pid, instance: randomUUID() } as const
  const observed = observedHistory(wanted.history, { live, log, instance: identity.instance })
  const { history } = observed
  const { engine, lastSwitch } = engineOf({ ...wanted, history, log }, live)
  const holders = new Holders()
  holders.restore(wanted.givenIds ?? [])
  const prober = proberFor(engine, live, { log, sender, vault })
  const stopWatching = watchSleep(systemClock, () => {
    engine.woke()
  })
  const token = randomBytes(32).toString('base64url')
  // The queue sends as the proxy does, and the proxy asks the queue.
  const late: Late = { queue: NO_QUEUE, server: null, endEvents: null }
  const behind = {
    ...{ wanted, identity, token, tap: log, engine, lastSwitch, live, tokens, prober, late },
    ...observed,
  }
  const { askedToStop, control } = composeControl(behind)
  const fixed = { engine, holders, sender, vault, log, trails: history, clients: tokens }
  const parts = partsOf(fixed, live, late)
  const queue = await queueOf({ ...wanted, log }, parts, identity.instance, late)
  const server = await startProxy(parts, control)
  late.server = server
  const stopNotifying = notifying({ ...behind, sender })
  return {
    ...{ url: localUrl(server), identity, token, log, engine, holders },
    ...{ server, live, tokens, queue, lastSwitch },
    askedToStop,
    follow: (configuration) => {
      const needsRestart = live.replace(configuration)
      engine.configure(live.now.table)
      observed.counts.configure(configuredIn(live))
      const endpoints = live.now.endpoints.map(({ name }) => name)
      const at = systemClock.now()
      log.write({ event: 'config-followed', at, configuration: live.now.number, endpoints, needsRestart })
    },
    close: async () => {
      stopWatching()
      stopNotifying()
      prober.stop()
      late.endEvents?.()
      await server.close()
      await queue?.close()
      await sender.close()
      await history.close()
      await wanted.home?.close()
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

/** Those of them that a request is asked of now: without failover, the active tier alone. */
function askedBy(engine: Pick<Engine, 'tiers'>, live: LiveConfiguration): readonly string[] {
  const { autoFailover } = live.now.table.policy
  if (autoFailover || live.onlyProfile !== null) return servedBy(engine, live)
  return engine.tiers().places.flatMap(({ isActive, profiles }) => (isActive ? profiles : []))
}
