import type { BenchStatus, EndpointStatus, HeldRequests } from '../admin/contract.ts'
import { lasted } from '../views/lasted.ts'
import type { Say } from './texts.ts'

type Known = Pick<EndpointStatus, 'benches' | 'reason' | 'state' | 'until'>

/** How an endpoint stands, in a few words; `health` is null where no running proxy serves it. */
export function stateText(enabled: boolean, health: Known | null, now: number, say: Say): string {
  if (!enabled || health === null) return say(enabled ? 'state.enabled' : 'state.disabled')
  const { benches, reason, state, until } = health
  const back = backText(until, now, say)
  if (state === 'benched' && reason !== null)
    return say('state.benched', { reason: say(`bench.${reason}`), back })
  if (state !== 'ok') return say(`state.${state}`, { back })
  return benches.map((bench) => modelText(bench, now, say)).join('; ') || say('state.ok')
}

function modelText({ model, reason, until }: BenchStatus, now: number, say: Say): string {
  const values = { reason: say(`bench.${reason}`), back: backText(until, now, say) }
  return model === null ? say('state.benched', values) : say('state.benched-model', { model, ...values })
}

const backText = (until: number | null, now: number, say: Say): string =>
  until === null ? say('state.back-unknown') : say('state.back-in', { time: lasted(until - now) })

/** A line about requests that are held, while there are any. */
export function heldPair(held: readonly HeldRequests[], say: Say): readonly (readonly [string, string])[] {
  if (held.length === 0) return []
  const told = held.map(({ model, profile, requests }) => {
    const whom = [profile === null ? null : `/p/${profile}`, model].filter((part) => part !== null).join(' ')
    return whom === '' ? String(requests) : `${String(requests)} (${whom})`
  })
  return [[say('title.held'), say('status.held', { requests: told.join(', ') })]]
}

/** A line about this machine's network, while there is none. */
export function networkPair(
  downSince: number | null,
  now: number,
  say: Say,
): readonly (readonly [string, string])[] {
  if (downSince === null) return []
  return [[say('title.network'), say('status.network-down', { time: lasted(now - downSince) })]]
}
