import type { ProxyStatus, TiersStatus } from '../admin/contract.ts'
import { controlApi } from '../admin/control-api.ts'
import { flightRecord } from '../engine/flight-text.ts'
import type { Control } from '../ports/control.ts'
import type { RunningProxy } from '../proxy/server.ts'
import type { BehindControl, Late } from './behind-control.ts'
import { proxyStatus } from './proxy-status.ts'
import { systemClock } from './system-clock.ts'
import { tiersStatus } from './tiers-status.ts'
import { VERSION } from './version.ts'

/** The control API of a proxy, and when it was asked to stop that. */
export function composeControl(behind: BehindControl): {
  readonly control: Control
  readonly askedToStop: Promise<{ readonly drainMs: number }>
} {
  const { engine, identity, lastSwitch, late, live, prober, token, tokens, wanted } = behind
  const { history, logFault = () => null, logins = null } = wanted
  const asked = Promise.withResolvers<{ readonly drainMs: number }>()
  const startedAt = systemClock.now()
  const tiers = (): TiersStatus =>
    tiersStatus(engine.tiers(), live.now.table.policy, { lastSwitch: lastSwitch(), startedAt })
  const status = (): ProxyStatus => {
    const told = { startedAt, logFault: logFault(), tiers: tiers(), queue: late.queue.standing() }
    return proxyStatus(identity, told, { engine, live, server: listening(late), tokens })
  }
  const door = {
    ...{ token, logins, clients: tokens, now: () => systemClock.now() },
    isBeyond: () => live.now.settings['dashboard.beyond'] === 'on',
  }
  const control = controlApi({
    ...{ identity, door },
    probing: prober,
    retry: async (ids) => late.queue.retry(ids),
    settle: () => history.settle(),
    flight: () => flightRecord(engine.flight.stretch ?? { memory: engine.memory(), entries: [] }, VERSION),
    switchTo: (hand) => (engine.switchTo(hand) ? tiers() : null),
    status,
    stop: (drainMs) => {
      asked.resolve({ drainMs })
      return listening(late).drain(drainMs)
    },
    more: async () => (await import('./more-routes.ts')).moreRoutes(behind, door, status),
    deep: async () => (await import('./deep-routes.ts')).deepRoutes(behind, status),
  })
  return { control, askedToStop: asked.promise }
}

/** Whoever asks asked it: it is there by then. */
function listening({ server }: Late): RunningProxy {
  if (server === null) throw new Error('the proxy was asked before it listened')
  return server
}
