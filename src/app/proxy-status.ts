import type { Identity, ProxyStatus } from '../admin/contract.ts'
import { localUrl } from '../core/local-url.ts'
import { isLoopbackName } from '../core/loopback.ts'
import type { Engine } from '../engine/engine.ts'
import type { RunningProxy } from '../proxy/server.ts'
import { endpointStatus } from './endpoint-status.ts'
import { heldStatus } from './held-status.ts'
import type { LiveConfiguration } from './live-configuration.ts'
import type { LiveTokens } from './live-tokens.ts'
import { systemClock } from './system-clock.ts'

/** The profiles that the root URL serves, in the order in which they are asked. */
export function servedBy(
  engine: Pick<Engine, 'tiers'>,
  { now, onlyProfile }: LiveConfiguration,
): readonly string[] {
  return onlyProfile === null ? engine.tiers().places.flatMap(({ profiles }) => profiles) : now.active
}

interface Running {
  readonly engine: Engine
  readonly live: LiveConfiguration
  readonly server: RunningProxy
  readonly tokens: LiveTokens
}

/** What the proxy says of itself; `told`: what it is told elsewhere. */
export function proxyStatus(
  { pid, version }: Identity,
  told: Pick<ProxyStatus, 'startedAt' | 'logFault' | 'tiers' | 'queue'>,
  { engine, live, server, tokens }: Running,
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
