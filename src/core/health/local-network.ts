/**
 * Tells a dead network of this machine from dead endpoints: when at least two
 * hosts were tried within five seconds and not one could be reached, nobody is
 * to blame. A refusal comes from a host that was reached, and loopback needs
 * no network.
 */
import type { Outcome, Progress } from '../outcome.ts'
import { isRecent } from '../span.ts'

interface Try {
  readonly host: string
  readonly at: number
}

export interface LocalNetwork {
  /** Hosts that were not reached, each with its newest try. */
  readonly unreached: readonly Try[]
  /** The newest try that reached somebody. */
  readonly reached: Try | null
  /** Since when it is down, or null. */
  readonly downSince: number | null
}

export const FRESH_NETWORK: LocalNetwork = { unreached: [], reached: null, downSince: null }

const TRIED_WITHIN_MS = 5_000
const LEAST_HOSTS = 2
const MOST_TRIES = 16
/** How often a probe looks whether the network is back. */
export const NETWORK_PROBE_MS = 2_000

/** What an attempt shows of the way to `origin`: reached, not reached, or nothing. */
export function onTried(
  network: LocalNetwork,
  origin: string,
  seen: { readonly outcome: Outcome; readonly progress: Progress },
  now: number,
): LocalNetwork {
  const isReached = reaches(seen.outcome, seen.progress)
  if (isReached === null || isLoopback(origin)) return network
  const isLive = ({ at, host }: Try) => host !== origin && isRecent(at, TRIED_WITHIN_MS, now)
  const others = network.unreached.filter(isLive)
  if (isReached) return { unreached: others, reached: { host: origin, at: now }, downSince: null }
  const unreached = [...others.slice(1 - MOST_TRIES), { host: origin, at: now }]
  const isSomebodyThere = network.reached !== null && isLive(network.reached)
  const isDown = unreached.length >= LEAST_HOSTS && !isSomebodyThere
  return { ...network, unreached, downSince: network.downSince ?? (isDown ? now : null) }
}

/** Whether the host was reached; null when it cannot be told. */
function reaches(outcome: Outcome, progress: Progress): boolean | null {
  if (progress !== 'not-sent') return true
  if (outcome.kind === 'timed-out') return false
  if (outcome.kind !== 'unreachable') return null
  return REACHED[outcome.why]
}

const REACHED = {
  refused: true,
  tls: true,
  reset: null,
  garbled: null,
  other: null,
  'no-such-host': false,
  'no-dns': false,
  'no-route': false,
  'time-out': false,
} as const

/** Whether an attempt that came to this never got as far as its host. */
export function isCutOff(outcome: Outcome): boolean {
  if (outcome.kind === 'timed-out') return outcome.phase === 'connection'
  return outcome.kind === 'unreachable' && REACHED[outcome.why] === false
}

/** `origin` is scheme, host and port. */
export const isLoopback = (origin: string): boolean => LOOPBACK.test(origin)

const LOOPBACK = /^[a-z]+:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i

/** Whether there is no way to this host, since this machine has no network. */
export const isUnreached = ({ downSince }: LocalNetwork, origin: string): boolean =>
  downSince !== null && !isLoopback(origin)
