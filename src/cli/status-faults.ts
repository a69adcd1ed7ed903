import type { EndpointState } from '../admin/contract.ts'
import { printable } from '../views/printable.ts'
import type { StatusShape } from './shapes/status.ts'
import type { StatusParts } from './status-parts.ts'
import type { Say } from './texts.ts'

type Fault = NonNullable<StatusShape['faults']>[number]
type Found = StatusParts
type Endpoint = Found['active']['profiles'][number]['endpoints'][number]

/** What keeps, or will keep, requests from being served; what a person need not act on is none. */
export function faultsOf(found: Found): readonly Fault[] {
  const { active, claude, protection, proxy, queue } = found
  const endpoints = active.profiles.flatMap((profile) => profile.endpoints).filter(({ enabled }) => enabled)
  const fault = (kind: Fault['kind'], about: string | null, holds = true): readonly Fault[] =>
    holds ? [{ kind, about }] : []
  const refused = proxy?.configurationFault ?? null
  const names = active.profiles.map(({ name }) => name).join(', ')
  return [
    ...fault('no-profile', null, active.why === 'none'),
    ...fault('no-endpoint', names, active.why !== 'none' && endpoints.length === 0),
    ...fault('proxy-not-running', null, proxy === null),
    ...fault('configuration-refused', refused, refused !== null),
    ...fault('network-down', null, proxy !== null && proxy.networkDownSince !== null),
    ...(protection.kind === 'unreadable' ? fault('keys-unreadable', protection.reason) : []),
    ...fault('queue-unreadable', queue.fault, queue.fault !== null),
    ...endpoints.flatMap((one) => fault('key-missing', one.name, lacksKey(one, proxy))),
    ...outFaults(active, proxy?.tiers ?? null, endpoints),
    ...fault('claude-points-nowhere', claude.baseUrl, claude.leads === 'nowhere'),
    ...claude.conflicts
      .filter(({ effect }) => effect === 'wins')
      .flatMap(({ file, name }) => fault('claude-overruled', file === null ? name : `${name} (${file})`)),
  ]
}

/** Somebody has to serve; what a person said may leave nobody who could. */
function outFaults(
  { profiles, why }: Found['active'],
  tiers: NonNullable<Found['proxy']>['tiers'],
  enabled: readonly Endpoint[],
): readonly Fault[] {
  const about = profiles.map(({ name }) => name).join(', ')
  const areOut = enabled.length > 0 && enabled.every(isOut)
  if (areOut) return [{ kind: why === 'only' ? 'fenced-by-hand' : 'nobody-can-serve', about }]
  const place = tiers?.places.find(({ isActive }) => isActive)
  if (place === undefined || tiers?.autoFailover !== false) return []
  const within = profiles.filter(({ name }) => place.profiles.includes(name))
  const able = within.flatMap(({ endpoints }) => endpoints).filter((one) => one.enabled && !isOut(one))
  return able.length === 0 ? [{ kind: 'failover-off', about: place.profiles.join(', ') }] : []
}

/** A variable counts where the proxy was started, into which nobody sees from here. */
const lacksKey = ({ credential, hasKey }: Endpoint, proxy: Found['proxy']): boolean =>
  !hasKey && (proxy === null || !credential.startsWith('env:'))

/** States that end by themselves within a moment, or that serve in need, are not among them. */
const OUT: readonly EndpointState[] = ['benched', 'circuit-open', 'host-down']

export const isOut = ({ health }: Endpoint): boolean => health !== null && OUT.includes(health.state)

/** A fault in a line: what is wrong and what to do next. */
export const faultText = ({ about, kind }: Fault, say: Say): string =>
  say(`check.${kind}`, { about: printable(about ?? '') })
