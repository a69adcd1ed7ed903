import { fitting } from '../fitting.ts'
import type { Strategy } from '../model.ts'
import type { Contender, Draw, Pick } from './contender.ts'
import { fastest } from './fastest.ts'
import { leastBusy } from './least-busy.ts'
import { priority } from './priority.ts'
import { random } from './random.ts'
import { roundRobin, turnOf } from './round-robin.ts'
import { weightedRandom } from './weighted-random.ts'
import { weighted } from './weighted.ts'

/** What spoke for the one that is picked. */
const STRATEGIES = {
  weighted: { pick: weighted, because: 'share' },
  'weighted-random': { pick: weightedRandom, because: 'share' },
  'round-robin': { pick: roundRobin, because: 'turn' },
  random: { pick: random, because: 'chance' },
  'least-busy': { pick: leastBusy, because: 'load' },
  fastest: { pick: fastest, because: 'speed' },
  priority: { pick: priority, because: 'priority' },
} as const satisfies Readonly<Record<Strategy, { readonly pick: Pick; readonly because: string }>>

export type Merit = (typeof STRATEGIES)[Strategy]['because']

export interface Picked<T> {
  readonly to: T
  readonly because: Merit
  /** When the turn began that it used up; null where there are no turns. */
  readonly turn: number | null
}

/** Weight 0 is picked only when nobody else is there, in the order given. Null when nobody is there at all. */
export function pick<T extends Contender>(
  strategy: Strategy,
  from: readonly T[],
  draw: Draw,
): Picked<T> | null {
  const { because, pick: picks } = STRATEGIES[strategy]
  const willing = fitting(from, isWilling)
  const to = willing.length === 0 ? from[0] : picks(willing, draw)
  if (to === undefined || to === null) return null
  return { to, because, turn: strategy === 'round-robin' && isWilling(to) ? turnOf(to, willing) : null }
}

const isWilling = ({ effective }: Contender): boolean => effective > 0
