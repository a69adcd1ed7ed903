/** A kept request in words. */
import { lasted } from '../../../src/views/lasted.ts'
import { say } from '../../language.ts'
import type { Tone } from '../../parts/badge.tsx'
import type { Item } from './kept.ts'

export const ITEM_TONES: Readonly<Record<Item['state'], Tone>> = {
  pending: 'warn',
  retrying: 'accent',
  succeeded: 'good',
  failed: 'bad',
  expired: 'quiet',
}

/** Its state and, once it is final, why. */
export const itemStateText = ({ finalReason, state }: Item): string =>
  finalReason === null ? say(`item.${state}`) : say(`item.${finalReason}`)

/** What has to happen before it goes on. `now`: epoch milliseconds. */
export function waitText(wait: Item['waitsFor'], now: number): string {
  const time = wait.kind === 'time' ? lasted(wait.until - now) : ''
  return say(`kept.waits-${wait.kind}`, { time })
}

const REASONS = [
  ...(['all-limited', 'all-out', 'all-too-slow', 'no-network'] as const),
  ...(['model-nowhere', 'no-balance', 'no-credential'] as const),
]

/** Why nobody served; a code that is not known here stays as it is. */
export function reasonText(code: string): string {
  const known = REASONS.find((one) => one === code)
  return known === undefined ? code : say(`parked.${known}`)
}
