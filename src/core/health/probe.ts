/** What a check that QCC itself sends teaches about an endpoint. */
import type { Policy } from '../model.ts'
import { isRecent } from '../span.ts'
import { withNewest, type Check, type Result } from './check.ts'
import { concerns, ended, isTimedLimit, onRecheckFailed, type Bench } from './bench.ts'
import { circuitAt, onProbed, onProbeUnclear, onTrialAsked, type Chance } from './circuit.ts'
import { afterRefusal, returnedAfter, type Evidence, type Seen } from './evidence.ts'
import type { Outcome } from '../outcome.ts'
import { pointsOf } from './points.ts'
import { onAsked, onChecked } from './watch.ts'

export interface Probed {
  /** The model that it asked for; null when it asked for none. */
  readonly model: string | null
  /** `unclear` when its answer says nothing of how real work would fare. */
  readonly result: Result
  readonly seen: Seen
  /** Null when nothing was sent. */
  readonly check: Check | null
}

/** Relays refuse bare probes: that one refuses a probe counts only when no client was served for this long. */
const SERVED_LATELY_MS = 3_600_000
const LOOK_AGAIN_MS = 1_800_000
/** A probe that never reports is asked for again after this. */
const LEASE_MS = 60_000

/** Whether clients are served, whatever a probe is told. */
export const isServing = ({ servedAt }: Pick<Evidence, 'servedAt'>, now: number): boolean =>
  isRecent(servedAt, SERVED_LATELY_MS, now)

/** While a probe is out: nobody else need send one. */
export function onProbeSent(before: Evidence, isQuestion: boolean, now: number): Evidence {
  const lease = (bench: Bench) =>
    bench.recheckAt !== null && bench.recheckAt <= now ? { ...bench, recheckAt: now + LEASE_MS } : bench
  const circuit = onProbeUnclear(before.circuit, now)
  return {
    ...before,
    benches: before.benches.map(lease),
    circuit,
    watch: onAsked(before.watch, isQuestion, now),
  }
}

export function afterProbe(known: Evidence, probed: Probed, policy: Policy, chance: Chance): Evidence {
  const before = withCheck(known, probed.check, chance.now)
  switch (probed.result) {
    case 'pass':
      return afterPass(before, probed.model, policy, chance)
    case 'unclear':
      return afterUnclear(before, probed.model, chance.now)
    case 'fail':
      return afterFail(before, probed, policy, chance)
  }
}

function withCheck(before: Evidence, check: Check | null, now: number): Evidence {
  if (check === null) return before
  return { ...before, checks: withNewest(before.checks, check), watch: onChecked(before.watch, check, now) }
}

/** Ends what was only assumed. A told limit that is worth a re-check ends in a trial; a short one just ends. */
function afterPass(before: Evidence, model: string | null, policy: Policy, chance: Chance): Evidence {
  const { now } = chance
  const isWrong = (bench: Bench) => concerns(bench, model) && !isTimedLimit(bench)
  const isOver = (bench: Bench) =>
    isTimedLimit(bench) && bench.recheckAt !== null && (bench.model === null || bench.model === model)
  const assumed = ended(before.benches, isWrong, now)
  const benches = ended(assumed, isOver, now)
  const circuit =
    benches === assumed ? onProbed(before.circuit, true, policy, chance) : onTrialAsked(before.circuit, now)
  const returnedAt = returnedAfter(before, circuit, now)
  return { ...before, circuit, returnedAt, benches, doubtedAt: null }
}

function afterUnclear(before: Evidence, model: string | null, now: number): Evidence {
  const later = (bench: Bench) =>
    concerns(bench, model) && bench.recheckAt !== null
      ? { ...bench, recheckAt: now + LOOK_AGAIN_MS < bench.until ? now + LOOK_AGAIN_MS : null }
      : bench
  return { ...before, benches: before.benches.map(later), circuit: onProbeUnclear(before.circuit, now) }
}

function afterFail(
  before: Evidence,
  { check, model, seen }: Probed,
  policy: Policy,
  chance: Chance,
): Evidence {
  const { now } = chance
  const { outcome } = seen
  if (isShownFine(before, outcome, policy, now)) return afterUnclear(before, model, now)
  const isDue = (bench: Bench) => concerns(bench, model) && bench.recheckAt !== null && bench.until > now
  const benches = before.benches.map((bench) => (isDue(bench) ? onRecheckFailed(bench, now) : bench))
  const meeting = { model, sentAt: now, bytes: Infinity }
  // What a list says of limits or keys holds for lists.
  const isOfList = check?.kind === 'free'
  const evidence = isOfList
    ? { ...before, benches }
    : afterRefusal({ ...before, benches }, meeting, outcome, now)
  const circuit =
    pointsOf(outcome, false) > 0
      ? onProbed(before.circuit, false, policy, chance)
      : onProbeUnclear(before.circuit, now)
  return { ...evidence, circuit }
}

/** Requests that are served right now say more than a probe that is refused without a time. */
function isShownFine(
  { circuit, servedAt }: Evidence,
  outcome: Outcome,
  policy: Policy,
  now: number,
): boolean {
  const isTold = 'told' in outcome && outcome.told !== null
  const isIn = circuitAt(circuit, now).kind === 'closed'
  return isIn && !isTold && isRecent(servedAt, policy.checkIntervalMs, now)
}
