/**
 * Scores compare the endpoints of one profile that are switched on, so that a
 * profile that is slow or bad throughout keeps the shares that it is given.
 */
import type { Evidence } from '../health/evidence.ts'
import { scoreFactors, scores, type Score } from '../health/score.ts'
import { evidenceOf, type RouterState } from '../router.ts'
import type { Seat } from './line-up.ts'

/** By `Seat.entry`. */
type ByEntry<T> = ReadonlyMap<number, T>

const NO_FACTORS: ByEntry<number> = new Map()

export function scoresBeside(state: RouterState, seat: Seat, now: number): ByEntry<Score> {
  const { entries, known } = scoresIn(state, seat, now)
  return byEntry(entries, known)
}

/** How much the weight of each endpoint counts beside the others; 1 for who is not in it. */
export function factorsBeside(state: RouterState, seat: Seat, now: number): ByEntry<number> {
  if (!state.line.table.policy.adjustsWeights) return NO_FACTORS
  const { entries, known } = scoresIn(state, seat, now)
  return byEntry(entries, scoreFactors(known))
}

function scoresIn(state: RouterState, { profile }: Seat, now: number) {
  const { byProfile, table } = state.line
  const entries: number[] = []
  const all: Evidence[] = []
  for (const seat of byProfile.get(table.profiles[profile]?.name ?? '') ?? []) {
    const evidence = seat.endpoint.enabled ? evidenceOf(state, seat) : undefined
    if (evidence === undefined) continue
    entries.push(seat.entry)
    all.push(evidence)
  }
  return { entries, known: scores(all, table.policy, now) }
}

function byEntry<T>(entries: readonly number[], values: readonly T[]): ByEntry<T> {
  const map = new Map<number, T>()
  for (const [index, value] of values.entries()) map.set(entries[index] ?? -1, value)
  return map
}
