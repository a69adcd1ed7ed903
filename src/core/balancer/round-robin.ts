/**
 * Turns, by weight: twice the weight has a turn twice as often.
 *
 * A turn begins when the one before has run for 1 ÷ weight, and not before the
 * latest turn of all. So nobody makes up for turns that it missed while it was
 * out, and no turn has to be taken back when a weight changes: only when the
 * last one began is kept, and the next one follows from the weight as it is now.
 *
 * Source: Goyal, Vin and Cheng, "Start-time Fair Queueing", SIGCOMM 1996.
 */
import type { Contender, Pick } from './contender.ts'

export const roundRobin: Pick = <T extends Contender>(from: readonly T[]): T | null => {
  const latest = latestTurn(from)
  let first: T | null = null
  let firstAt = Infinity
  for (const one of from) {
    const at = nextTurn(one, latest)
    // Of those whose turn it is, the one that has waited longest.
    const isBefore = at < firstAt || (at === firstAt && one.turn < (first?.turn ?? Infinity))
    if (isBefore) [first, firstAt] = [one, at]
  }
  return first
}

/** When the turn of `to` begins that it has now; no unit, rising. */
export const turnOf = (to: Contender, from: readonly Contender[]): number => nextTurn(to, latestTurn(from))

const nextTurn = ({ effective, turn }: Contender, latest: number): number =>
  Math.max(latest, turn + 1 / effective)

function latestTurn(from: readonly Contender[]): number {
  let latest = 0
  for (const { turn } of from) if (turn > latest) latest = turn
  return latest
}
