import type { EventTap } from '../admin/event-tap.ts'
import { CHANNELS, type Channel } from '../core/notify/notice.ts'
import { nobodyLeft } from '../core/notify/nobody-left.ts'
import { knownSpent, type Troubles } from '../core/notify/troubles.ts'
import { spentToday } from '../core/health/watch.ts'
import type { Engine } from '../engine/engine.ts'
import type { Say } from '../i18n/say.ts'
import type { Notifier } from '../notify/notifier.ts'
import type { Standings } from '../notify/seen.ts'
import type { Cancel } from '../ports/clock.ts'
import type { LogEvent } from '../ports/log.ts'
import type { Sender } from '../ports/sender.ts'
import type { Settings } from '../settings/schema.ts'
import type { LiveConfiguration } from './live-configuration.ts'
import { loadedLater } from './loaded-later.ts'
import { systemClock } from './system-clock.ts'
import type { Wanted } from './wanted-proxy.ts'

interface Around {
  readonly tap: EventTap
  readonly engine: Engine
  readonly live: LiveConfiguration
  readonly sender: Sender
  readonly wanted: Pick<Wanted, 'addressee' | 'vault'>
}

/**
 * Tells people what happens to a proxy. What that takes is loaded at the first
 * event that may be worth a notice, and never where no channel is set up.
 */
export function notifying({ engine, live, sender, tap, wanted }: Around): Cancel {
  const { addressee, vault } = wanted
  if (addressee === undefined) return () => undefined
  const standings = standingsOf(engine, live)
  // What an earlier proxy told of already, or would have.
  const known = knownTroubles(engine, standings)
  const load = async (): Promise<Notifier> => {
    const [{ Notifier: Made }, { noticeMeans, noticeSay }] = await Promise.all([
      import('../notify/notifier.ts'),
      import('./notice-means.ts'),
    ])
    const means = await noticeMeans(addressee, { sender, vault, settings: () => live.now.settings })
    const say = (): Promise<Say> => noticeSay(addressee, live.now.settings)
    const onFault = (channel: Channel, why: string): void => {
      tap.write({ event: 'not-notified', at: systemClock.now(), channel, why })
    }
    return new Made({ ...means, standings, say, onFault }, known)
  }
  const notifier = loadedLater(load, (why) => {
    tap.write({ event: 'fault', at: systemClock.now(), message: `Nobody is told what happens: ${why}` })
  })
  const isTroubled = (): boolean =>
    notifier.now === null ? known.outSince !== null || known.keys.size > 0 : notifier.now.isTroubled
  const stop = tap.listen((event) => {
    if (!mayMatter(event, isTroubled) || !hasChannel(live.now.settings)) return
    notifier.use((one) => {
      one.see(event)
    })
  })
  return () => {
    stop()
    notifier.now?.close()
  }
}

/** Requests that are served matter only while something is known to be wrong. */
function mayMatter(event: LogEvent, isTroubled: () => boolean): boolean {
  if (event.event === 'attempt') return event.outcome === 'ok' && isTroubled()
  return MATTERS.has(event.event)
}

const MATTERS: ReadonlySet<LogEvent['event']> = new Set(['switch', 'endpoint', 'probe', 'config-followed'])

const hasChannel = (settings: Settings): boolean =>
  CHANNELS.some((one) => settings[`notify.${one}`] !== (one === 'desktop' ? 'off' : 'none'))

function standingsOf(engine: Engine, live: LiveConfiguration): Standings {
  const sources = () => engine.state.line.sources
  return {
    nobodyLeft: () => nobodyLeft(engine.state, systemClock.now()),
    targetOf: (name) => {
      const { line } = engine.state
      const seat = line.seats.find(({ endpoint }) => endpoint.name === name)
      return (seat === undefined ? null : line.sources[seat.source]?.name) ?? name
    },
    used: (name) => {
      const watch = engine.state.evidence[sources().findIndex((one) => one.name === name)]?.watch
      if (watch === undefined) return null
      const most = live.now.settings['health.daily-tokens']
      return { tokens: spentToday(watch, systemClock.now()), most }
    },
    targets: () => sources().map(({ name }) => name),
  }
}

function knownTroubles(engine: Engine, standings: Standings): Troubles {
  const now = systemClock.now()
  const { evidence, line } = engine.state
  const keys = line.sources.flatMap(({ name }, index) => {
    const benches = evidence[index]?.benches ?? []
    const bench = benches.find(
      ({ reason, until }) => until > now && (reason === 'credential' || reason === 'balance'),
    )
    return bench === undefined ? [] : [[name, bench.since] as const]
  })
  const used = standings.targets().flatMap((endpoint) => {
    const one = standings.used(endpoint)
    return one === null ? [] : [{ endpoint, ...one }]
  })
  return {
    outSince: standings.nobodyLeft() === null ? null : now,
    keys: new Map(keys),
    spent: knownSpent(used, now),
  }
}
