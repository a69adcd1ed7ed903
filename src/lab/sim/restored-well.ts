import type { Bench } from '../../core/health/bench.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { Violation } from './violation.ts'

/** Holds what a new engine knows against what it was given: only what is over may be missing. */
export function restoredWell(given: Snapshot, has: Snapshot, now: number): void {
  for (const [index, before] of given.endpoints.entries()) {
    const after = has.endpoints[index]
    const benches = before.benches.filter(({ until }) => until > now)
    const isSame =
      after?.source === before.source &&
      text(after.benches) === text(benches) &&
      after.openUntil === before.openUntil &&
      after.backOff === before.backOff &&
      after.servedAt === before.servedAt
    if (!isSame) {
      throw new Violation('restore', `${before.source}: ${JSON.stringify({ before, after })}`)
    }
  }
  const sessions = new Map(has.sessions.map(({ key, owner }) => [key, owner]))
  const lost = given.sessions.find(({ key, owner }) => sessions.get(key) !== owner)
  if (lost !== undefined) throw new Violation('restore', `the session ${lost.key} lost ${lost.owner}`)
}

const KEYS = ['reason', 'model', 'origin', 'since', 'until', 'strikes', 'recheckAt'] satisfies (keyof Bench)[]

const text = (benches: readonly Bench[]): string => JSON.stringify(benches, KEYS)
