/** Which checks are due, and when the next one will be: the prober sleeps until then. */
import { FRESH_ASKER, type Asker } from './failover/asker.ts'
import { candidates } from './failover/eligible.ts'
import { onPlaceProbe, onPlaceProbeSent } from './failover/coming-back.ts'
import type { Seat } from './failover/line-up.ts'
import { outageOf } from './failover/outage.ts'
import { standingAt } from './failover/tier.ts'
import type { Chance } from './health/circuit.ts'
import type { Bench } from './health/bench.ts'
import { circuitAt } from './health/circuit.ts'
import type { Evidence } from './health/evidence.ts'
import { isLoopback, NETWORK_PROBE_MS, onTried } from './health/local-network.ts'
import { afterProbe, isServing, onProbeSent, type Probed } from './health/probe.ts'
import type { Endpoint, EndpointId } from './model.ts'
import type { RouterState } from './router.ts'
import { isRecent, isWithin } from './span.ts'
import {
  CONVERSATION_TOKENS,
  LONG_CONVERSATION_TOKENS,
  mayUse,
  nextDayAt,
  nextOwnCheck,
  type OwnCheck,
} from './health/watch.ts'

export interface DueProbe {
  /**
   * `tier`: whether a place may serve again. `network`: whether anything can
   * be reached; a connection will do.
   * `routine`, `stale`: nothing has been seen of it for a while.
   */
  readonly why: 'recheck' | 'trial' | 'tier' | 'network' | OwnCheck['why']
  readonly endpoint: Endpoint
  readonly kind: 'reach' | 'free' | 'conversation'
  /** Whether a second question, with room to think, is within what checks may use. */
  readonly mayAskAgain: boolean
  /** The model to ask for; null for any. */
  readonly model: string | null
}

/** A trial that a request may yet take is looked at again after this. */
const LOOK_AGAIN_MS = 5_000

export function dueProbes(state: RouterState, now: number): readonly DueProbe[] {
  // Loopback is there without a network too.
  const away = state.line.sources.find(({ origin }) => !isLoopback(origin))
  if (state.network.downSince !== null && away !== undefined) {
    return [{ why: 'network', endpoint: away, kind: 'reach', mayAskAgain: false, model: null }]
  }
  const ofEndpoints = state.line.sources.flatMap((endpoint, source): readonly DueProbe[] => {
    const evidence = state.evidence[source]
    if (evidence === undefined || !isUsed(state, source)) return []
    const decisive = decisiveProbes(state, { endpoint, evidence, source }, now)
    if (decisive.length > 0) return decisive
    const own = ownCheckOf(state, evidence, now)
    if (own === null || own.at > now) return []
    return [probeOf(state, evidence, { why: own.why, endpoint, model: null }, now)]
  })
  return [...ofEndpoints, ...dueInPlaces(state, now)]
}

/** What is worth looking at now, due or not: one check of each endpoint, as far as one may go. */
export function probeRound(state: RouterState, now: number): readonly DueProbe[] {
  const due = dueProbes(state, now)
  return state.line.sources.flatMap((endpoint, source) => {
    const evidence = state.evidence[source]
    if (evidence === undefined || !isUsed(state, source)) return []
    const found = due.find((one) => one.endpoint.sourceId === endpoint.sourceId)
    return found ?? probeOf(state, evidence, { why: 'routine', endpoint, model: null }, now)
  })
}

/** Those whose outcome decides who serves. */
function decisiveProbes(
  state: RouterState,
  {
    endpoint,
    evidence,
    source,
  }: { readonly endpoint: Endpoint; readonly evidence: Evidence; readonly source: number },
  now: number,
): readonly DueProbe[] {
  const rechecks = evidence.benches
    .filter((bench) => (recheckAtOf(state, evidence, bench, now) ?? Infinity) <= now)
    .map(({ model }) => probeOf(state, evidence, { why: 'recheck', endpoint, model }, now))
  const isTrialDue =
    (probeAtOf(state, evidence, now) ?? Infinity) <= now && !hasSomebodyBehind(state, source, now)
  if (!isTrialDue) return rechecks
  return [...rechecks, probeOf(state, evidence, { why: 'trial', endpoint, model: null }, now)]
}

/** What is asked, as far as the mode and what was used today allow. */
function probeOf(
  { line }: RouterState,
  { watch }: Evidence,
  due: Pick<DueProbe, 'why' | 'endpoint' | 'model'>,
  now: number,
): DueProbe {
  const { policy } = line.table
  const mayAsk = mayUse(watch, CONVERSATION_TOKENS, policy.checkTokens, now)
  const isQuestion = due.why !== 'routine' && policy.checkMode === 'conversational' && mayAsk
  const mayAskAgain = isQuestion && mayUse(watch, LONG_CONVERSATION_TOKENS, policy.checkTokens, now)
  return { ...due, kind: isQuestion ? 'conversation' : 'free', mayAskAgain }
}

/** When `dueProbes` may next have something; null when nothing is foreseen. */
export function nextDueAt(state: RouterState, now: number): number | null {
  if (state.network.downSince !== null) return now + NETWORK_PROBE_MS
  let next = nextInPlaces(state, now)
  for (const [source, evidence] of state.evidence.entries()) {
    if (!isUsed(state, source)) continue
    for (const bench of evidence.benches) {
      next = Math.min(next, recheckAtOf(state, evidence, bench, now) ?? Infinity)
    }
    next = Math.min(next, ownCheckOf(state, evidence, now)?.at ?? Infinity)
    const probeAt = probeAtOf(state, evidence, now)
    if (probeAt === null) continue
    const isTaken = probeAt <= now && hasSomebodyBehind(state, source, now)
    next = Math.min(next, isTaken ? now + LOOK_AGAIN_MS : probeAt)
  }
  return next === Infinity ? null : next
}

/** Whether the target that `source` names served a client lately. */
export function isServingSource({ evidence, line }: RouterState, source: EndpointId, now: number): boolean {
  const known = evidence[line.sourceOf.get(source) ?? -1]
  return known !== undefined && isServing(known, now)
}

/** Marks what is due as being looked at. */
export const onProbesSent = (state: RouterState, due: readonly DueProbe[], now: number): RouterState =>
  due.reduce((before, { endpoint: { sourceId }, kind }) => {
    const sent = withSource(before, sourceId, (one) => onProbeSent(one, kind === 'conversation', now))
    return onPlaceProbeSent(sent, sourceId, now)
  }, state)

/** After a probe of the target that `source` names. */
export function onProbe(state: RouterState, source: EndpointId, probed: Probed, chance: Chance): RouterState {
  const at = state.line.sourceOf.get(source)
  const endpoint = at === undefined ? undefined : state.line.sources[at]
  const before = at === undefined ? undefined : state.evidence[at]
  if (at === undefined || endpoint === undefined || before === undefined) return state
  const network = onTried(state.network, endpoint.origin, probed.seen, chance.now)
  const isCutOff = network.downSince !== null
  const after = withSource({ ...state, network }, source, (one) =>
    afterProbe(
      one,
      isCutOff ? { ...probed, result: 'unclear', check: null } : probed,
      state.line.table.policy,
      chance,
    ),
  )
  // What looked only for the network says nothing of a place.
  const isOfNetwork = isCutOff || state.network.downSince !== null
  return isOfNetwork ? after : onPlaceProbe(after, at, { before, probed }, chance.now)
}

function withSource(
  state: RouterState,
  source: EndpointId,
  change: (before: Evidence) => Evidence,
): RouterState {
  const at = state.line.sourceOf.get(source)
  const before = at === undefined ? undefined : state.evidence[at]
  if (at === undefined || before === undefined) return state
  return { ...state, evidence: state.evidence.with(at, change(before)) }
}

/** When a bench wants to be looked at, for which a question is needed; null when it never does. */
function recheckAtOf({ line }: RouterState, { watch }: Evidence, bench: Bench, now: number): number | null {
  const { checkMode, checkTokens } = line.table.policy
  if (!isWithin(bench, now) || bench.recheckAt === null || checkMode !== 'conversational') return null
  const mayAsk = mayUse(watch, CONVERSATION_TOKENS, checkTokens, now)
  const at = mayAsk ? bench.recheckAt : Math.max(bench.recheckAt, nextDayAt(now))
  return at < bench.until ? at : null
}

/** A check for its own sake, of an endpoint that is in service. */
function ownCheckOf(state: RouterState, { circuit, metAt, watch }: Evidence, now: number): OwnCheck | null {
  if (circuitAt(circuit, now).kind !== 'closed') return null
  const usedAt = state.evidence.reduce<number | null>(
    (last, { servedAt }) => (servedAt !== null && servedAt > (last ?? 0) ? servedAt : last),
    null,
  )
  return nextOwnCheck(watch, { metAt, usedAt }, state.line.table.policy, now)
}

/** A place that nobody uses need not be asked for. */
const USED_LATELY_MS = 1_800_000

const mayLookInPlaces = ({ evidence, line }: RouterState, now: number): boolean =>
  line.table.policy.checkMode !== 'passive' &&
  evidence.some(({ servedAt }) => isRecent(servedAt, USED_LATELY_MS, now))

/** Of each place that is coming back, one endpoint, unless a request finds out already. */
function dueInPlaces(state: RouterState, now: number): readonly DueProbe[] {
  const { line, tiers } = state
  if (tiers.length < 2 || !mayLookInPlaces(state, now)) return []
  return tiers.flatMap((record, index): readonly DueProbe[] => {
    const at = standingAt(record, line.table.policy, now)
    if (at.kind !== 'recovering' || at.permits > 0 || at.probeAt > now) return []
    const found = likeliest(state, index, now)
    if (found === null) return []
    const { endpoint, known } = found
    return [probeOf(state, known, { why: 'tier', endpoint, model: null }, now)]
  })
}

function nextInPlaces(state: RouterState, now: number): number {
  const { line, tiers } = state
  if (tiers.length < 2 || !mayLookInPlaces(state, now)) return Infinity
  const times = tiers.map((record, index) => {
    const at = standingAt(record, line.table.policy, now)
    if (at.kind === 'cooling') return at.until ?? Infinity
    if (at.kind === 'serving' || at.permits > 0) return Infinity
    return at.probeAt > now || likeliest(state, index, now) !== null ? at.probeAt : now + LOOK_AGAIN_MS
  })
  return Math.min(...times)
}

interface Likely {
  readonly endpoint: Endpoint
  readonly known: Evidence
}

/** The endpoint of a place that will most likely pass: one that is well, or else on trial. */
function likeliest({ evidence, line }: RouterState, index: number, now: number): Likely | null {
  const seats = (line.places[index]?.seats ?? []).flatMap(({ endpoint, source }) => {
    const known = evidence[source]
    return known === undefined ? [] : { endpoint, known, outage: outageOf(endpoint, known, now) }
  })
  const best =
    seats.find(({ outage }) => outage === null) ?? seats.find(({ outage }) => outage?.no === 'on-trial')
  return best ?? null
}

/** When a trial wants a probe; for a circuit that is still open, when it ends. */
function probeAtOf({ line }: RouterState, { circuit }: Evidence, now: number): number | null {
  if (line.table.policy.checkMode === 'passive') return null
  const at = circuitAt(circuit, now)
  if (at.kind === 'closed') return null
  if (at.kind === 'open') return at.until
  return at.permits > 0 ? null : at.probeAt
}

const isUsed = (state: RouterState, source: number): boolean =>
  state.line.seats.some((seat) => seat.source === source && seat.endpoint.enabled)

/** Whether a request could try it out with somebody to fall back on. */
function hasSomebodyBehind(state: RouterState, source: number, now: number): boolean {
  const seats = state.line.seats.filter((seat) => seat.source === source)
  return seats.some((seat) =>
    candidates(state, anybody(state, seat), now).some(
      ({ no, seat: other }) => no === null && other.source !== source,
    ),
  )
}

/** A request that says nothing about itself, in the fence that this seat belongs to. */
function anybody({ line }: RouterState, seat: Seat): Asker {
  const fence = line.active.includes(seat) ? null : (line.table.profiles[seat.profile]?.name ?? null)
  const demand = { kind: 'message', fence, holder: null, model: null, bytes: 0, stream: true } as const
  return { ...FRESH_ASKER, demand }
}
