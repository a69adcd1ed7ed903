/** How an endpoint stands, in words and in a tone. */
import type { EndpointStatus } from '../../src/admin/contract.ts'
import { lasted } from '../../src/views/lasted.ts'
import { say } from '../language.ts'
import type { Tone } from '../parts/badge.tsx'

const TONES: Readonly<Record<EndpointStatus['state'], Tone>> = {
  ok: 'good',
  benched: 'bad',
  'circuit-open': 'bad',
  'host-down': 'bad',
  'on-trial': 'warn',
  full: 'warn',
  draining: 'warn',
  budget: 'warn',
  'too-small': 'warn',
  shunned: 'warn',
  tried: 'warn',
  disabled: 'quiet',
  'fenced-off': 'quiet',
}

/** One that serves, but not every model, is not all well. */
export const toneOf = ({ benches, state }: Pick<EndpointStatus, 'benches' | 'state'>): Tone =>
  state === 'ok' && benches.length > 0 ? 'warn' : TONES[state]

/** `now`: epoch milliseconds by the proxy's clock. */
export function stateText({ reason, state, until }: EndpointStatus, now: number): string {
  const back =
    until === null ? say('state.back-unknown') : say('state.back-in', { time: lasted(until - now) })
  if (state === 'benched' && reason !== null)
    return say('state.benched', { reason: say(`bench.${reason}`), back })
  if (state === 'disabled' || state === 'benched') return say(`evidence.${state}`)
  return say(`state.${state}`, { back })
}
