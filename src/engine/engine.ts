import { afterCommit, afterEnd, afterSend } from '../core/balancer/sticky.ts'
import { FRESH_ASKER, type Affinity, type Asker, type Demand } from '../core/failover/asker.ts'
import { candidates, REFUSES } from '../core/failover/eligible.ts'
import { asksForTurn } from '../core/failover/gate.ts'
import { onAsked } from '../core/failover/leaving.ts'
import { seatsFor, seatsWithin, type Hand } from '../core/failover/line-up.ts'
import { refusals, route, type Decision, type Refusal } from '../core/failover/route.ts'
import { switchBetween, type SwitchCause } from '../core/failover/switch.ts'
import { isWorthTelling } from '../core/health/check.ts'
import type { Chance } from '../core/health/circuit.ts'
import type { Seen } from '../core/health/evidence.ts'
import { newsBetween, type News } from '../core/health/news.ts'
import type { Probed } from '../core/health/probe.ts'
import { hasHung } from '../core/health/waits.ts'
import type { EndpointId, RoutingTable } from '../core/model.ts'
import { dueProbes, nextDueAt, onProbe, onProbesSent, type DueProbe } from '../core/probes.ts'
import { lastMove, type LastMove } from '../core/retry/next-move.ts'
import {
  freshRouter,
  onBlame,
  onCommit,
  onConfig,
  onHand,
  onOutcome,
  onSend,
  onWake,
} from '../core/router.ts'
import type { RouterState, Slot } from '../core/router.ts'
import { restored, restoredSessions, snapshotOf, type Snapshot } from '../core/snapshot.ts'
import type { Cancel } from '../ports/clock.ts'
import type { Ask } from './ask.ts'
import type { Deps } from './deps.ts'
import type { Live, Memory } from './memory.ts'
import { Repeats } from './repeats.ts'
import { keyOf, SessionTable, type SessionName } from './session-table.ts'
import { standingsOf, tiersIn, type Standing, type TiersNow } from './standings.ts'
import { WaitingLine } from './waiting-line.ts'

const MOST_SESSIONS = 10_000

/**
 * The one mutable cell. Every change is a synchronous call, so no two requests
 * can interleave inside a decision and no lock is needed.
 */
export class Engine {
  readonly #deps: Deps
  readonly #sessions: SessionTable
  readonly #repeats = new Repeats()
  readonly #waiting = new WaitingLine()
  readonly #live = new Map<Slot, Live>()
  readonly #listeners = new Set<() => void>()
  #state: RouterState

  constructor(table: RoutingTable, deps: Deps) {
    this.#deps = deps
    this.#sessions = new SessionTable(deps.mostSessions ?? MOST_SESSIONS)
    this.#state = freshRouter(table, deps.clock.now())
  }

  /** Decides and books in one step. Each `send` must be followed by one `release` of its slot, on every path. */
  acquire(ask: Ask): Decision {
    const chance = this.#chance()
    const asker = this.#askerOf(ask, chance.now)
    this.#become(onAsked(this.#state, asker, chance.now), 'failover', chance.now)
    const decision = route(this.#state, asker, chance)
    const { policy } = this.#state.line.table
    if (decision.kind === 'wait') this.#waiting.join(ask, decision.why, policy)
    else this.#waiting.leave(ask.place)
    if (decision.kind !== 'send') return decision
    const door = this.#waiting.sent(ask, policy, chance.now)
    const { slot, to } = decision
    this.#state = onSend(this.#state, slot)
    const session = ask.kind === 'message' ? ask.session : null
    const key = session === null ? '' : keyOf(ask)
    this.#live.set(slot, { session, key, isCommitted: false, door })
    if (session !== null) this.#sessions.put(key, afterSend(this.#found(key, chance.now), to.id, chance.now))
    return decision
  }

  /** The place of a request that has just come, behind all others. */
  newPlace(): number {
    return this.#waiting.newPlace()
  }

  /** Whether a request waits. */
  isInLine(place: number): boolean {
    return this.#waiting.has(place)
  }

  /** Whose clients are held now, since nobody can serve them yet. */
  heldNow(): readonly Ask[] {
    return this.#waiting.held()
  }

  /** A request asks no more, whether it was served, refused or its client left: those behind it move up. */
  leave(place: number): void {
    if (this.#waiting.leave(place)) this.#changed()
  }

  /** The first content of the answer goes to the client. Called again, or too late, it does nothing. */
  commit(slot: Slot): readonly News[] {
    const live = this.#live.get(slot)
    if (live === undefined || live.isCommitted) return []
    const now = this.#deps.clock.now()
    live.isCommitted = true
    this.#waiting.passed(live, 'committed')
    const news = this.#move(slot.source, onCommit(this.#state, slot, now), now)
    if (live.session !== null) {
      this.#sessions.change(live.key, (before) => afterCommit(before, slot.endpoint, slot.binds, now))
    }
    this.#changed()
    return news
  }

  /** The attempt is over. Called again it does nothing. */
  release(slot: Slot, seen: Seen): readonly News[] {
    const { limits, outcome } = seen
    const isCommitted = outcome.kind === 'ok' || seen.progress === 'committed'
    const atCommit = isCommitted ? this.commit(slot) : []
    const live = this.#live.get(slot)
    if (live === undefined) return []
    this.#live.delete(slot)
    this.#waiting.passed(live, outcome.kind === 'cancelled' ? 'cancelled' : 'failed')
    const chance = this.#chance()
    const progress = live.isCommitted ? 'committed' : seen.progress
    const news = this.#move(
      slot.source,
      onOutcome(this.#state, slot, { outcome, limits, progress }, chance),
      chance.now,
    )
    const { key, session } = live
    if (session !== null) {
      const ended = { outcome, progress, hasHung: hasHung(slot, outcome, progress, chance.now) }
      this.#sessions.change(key, (before) => afterEnd(before, slot.endpoint, ended, chance.now))
    }
    this.#changed()
    return atCommit.length === 0 ? news : [...atCommit, ...news]
  }

  /** Somebody served what these endpoints refused with a 4xx: it was their fault after all. */
  blame(slots: readonly Slot[]): void {
    for (const slot of slots) {
      const chance = this.#chance()
      this.#move(slot.source, onBlame(this.#state, slot, chance), chance.now)
    }
  }

  configure(table: RoutingTable): void {
    const now = this.#deps.clock.now()
    this.#become(onConfig(this.#state, table, now), 'config', now)
    this.#changed()
  }

  /** Puts a profile first, or ends that (null). False when there is no such profile. */
  switchTo(hand: Omit<Hand, 'since'> | null): boolean {
    const { hand: before, table } = this.#state.line
    if (hand !== null && !table.profiles.some(({ name }) => name === hand.profile)) return false
    const now = this.#deps.clock.now()
    const next = hand === null ? null : { ...hand, since: now }
    if (next !== null || before !== null || !table.policy.autoRecovery) {
      this.#become(onHand(this.#state, next, now), 'manual', now)
      this.#changed()
    }
    return true
  }

  /** This machine was asleep, or its clock was set: attempts that are out say nothing of their endpoints. */
  woke(): void {
    this.#state = onWake(this.#state, this.#deps.clock.now())
  }

  /** Why each endpoint of the fence would not serve this request. */
  refusals(ask: Ask): readonly Refusal[] {
    const now = this.#deps.clock.now()
    return refusals(this.#state, this.#askerOf(ask, now), now)
  }

  /** Whether anybody but `endpoint` could be asked for this request. */
  hasAnother(ask: Ask, endpoint: EndpointId): boolean {
    const now = this.#deps.clock.now()
    const all = candidates(this.#state, this.#askerOf(ask, now), now)
    return all.some(({ rank, seat }) => rank < REFUSES && seat.endpoint.id !== endpoint)
  }

  /** Whether this request would be sent to somebody now; nothing is booked. */
  wouldServe(ask: Ask): boolean {
    const chance = this.#chance()
    return route(this.#state, this.#askerOf(ask, chance.now), chance).kind === 'send'
  }

  /** Whether it decides something that a request begins a turn: only then its body need be looked at for that. */
  asksForTurn(ask: () => Ask): boolean {
    if (this.#state.tiers.length < 2) return false
    const now = this.#deps.clock.now()
    return asksForTurn(this.#state, () => this.#askerOf(ask(), now), now)
  }

  /** The next request of this session may be a repeat, to hear from `endpoint` what it said. */
  expectRepeat(name: SessionName, endpoint: EndpointId): void {
    if (name.session !== null) this.#repeats.expect(keyOf(name), endpoint, this.#deps.clock.now())
  }

  /** The endpoint that a repeat of this session is for; null when none is expected. */
  repeatOf(name: SessionName): EndpointId | null {
    if (name.session === null || this.#repeats.isEmpty) return null
    return this.#repeats.find(keyOf(name), this.#deps.clock.now())
  }

  /** What is left to do for a request when nobody is left for it. */
  lastMove({ course, isBehind, kind }: Ask): LastMove {
    const roll = this.#deps.dice.roll()
    return isBehind === true || course.isSpent ? { kind: 'give-up' } : lastMove(course, kind, roll)
  }

  /** The endpoints that have answered a session; null when a request belongs to none. */
  answeredBy(name: SessionName): readonly EndpointId[] | null {
    if (name.session === null) return null
    return this.#found(keyOf(name), this.#deps.clock.now())?.answeredBy ?? []
  }

  /** How many endpoints may serve a request, as far as the configuration goes. */
  candidates(demand: Pick<Demand, 'fence' | 'holder'>): number {
    return seatsFor(this.#state.line, demand).filter(({ endpoint }) => endpoint.enabled).length
  }

  dueProbes(): readonly DueProbe[] {
    const now = this.#deps.clock.now()
    const due = dueProbes(this.#state, now)
    this.#state = onProbesSent(this.#state, due, now)
    return due
  }

  /** What a probe of the target that `source` names came to. */
  probed(source: EndpointId, probed: Probed): void {
    const chance = this.#chance()
    const { check } = probed
    const { evidence, line } = this.#state
    const index = line.sourceOf.get(source) ?? -1
    const endpoint = line.sources[index]
    this.#move(source, onProbe(this.#state, source, probed, chance), chance.now)
    if (endpoint !== undefined && check !== null && isWorthTelling(evidence[index]?.checks ?? [], check)) {
      this.#deps.onCheck?.(endpoint, check)
    }
    this.#changed()
  }

  /** When `dueProbes` may have something (epoch ms), or null when nothing is foreseen. */
  get nextDueAt(): number | null {
    return nextDueAt(this.#state, this.#deps.clock.now())
  }

  /** What it decides from; a value, which nothing that happens later changes. */
  get state(): RouterState {
    return this.#state
  }

  /** Since when this machine has no network, or null. */
  get networkDownSince(): number | null {
    return this.#state.network.downSince
  }

  /** Attempts without an outcome yet, over all endpoints. */
  get inFlight(): number {
    return this.#live.size
  }

  /** Sessions that are remembered. */
  get sessions(): number {
    return this.#sessions.size
  }

  /** The endpoints inside a fence (null: those that serve the root URL), in the order in which they are asked. */
  standings(fence: string | null): readonly Standing[] {
    return standingsOf(this.#state, seatsWithin(this.#state.line, fence), this.#deps.clock.now())
  }

  /** Every endpoint, also one that only the URL of its profile reaches; those that serve the root URL first. */
  allStandings(): readonly Standing[] {
    const { active, seats } = this.#state.line
    return standingsOf(this.#state, [...new Set([...active, ...seats])], this.#deps.clock.now())
  }

  /** Whom a person put first; the same object until somebody says otherwise. */
  get hand(): Hand | null {
    return this.#state.line.hand
  }

  /** What the root URL asks, in order, and how each of it stands. */
  tiers(): TiersNow {
    return tiersIn(this.#state, this.#deps.clock.now())
  }

  /** As it is now; nothing that happens later is in it. */
  memory(): Memory {
    const live = [...this.#live].map(([slot, one]) => [slot, { ...one }] as const)
    return {
      state: this.#state,
      sessions: this.#sessions.contents(),
      repeats: this.#repeats.contents(),
      waiting: this.#waiting.contents(),
      live,
    }
  }

  /** Goes on from there, whatever it knew before. */
  recall({ live, repeats, sessions, state, waiting }: Memory): void {
    this.#state = state
    this.#sessions.replace(sessions)
    this.#repeats.replace(repeats)
    this.#waiting.replace(waiting)
    this.#live.clear()
    for (const [slot, one] of live) this.#live.set(slot, { ...one })
  }

  snapshot(): Snapshot {
    return snapshotOf(this.#state, this.#sessions.entries())
  }

  /** Takes over what a snapshot knows; anything else it is given leaves the engine as it is. */
  restore(json: unknown): void {
    const now = this.#deps.clock.now()
    this.#state = restored(this.#state, json, now)
    for (const [key, binding] of restoredSessions(this.#state, json, now)) this.#sessions.put(key, binding)
  }

  /** Calls `listener` whenever somebody who waits might be served; it must not throw. */
  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #askerOf(ask: Ask, now: number): Asker {
    const { course, heldMs, waitedMs } = ask
    const affinity = this.#affinityOf(ask, now)
    const { policy } = this.#state.line.table
    const isServable = (other: Ask): boolean => this.#isServable(other, now)
    const { ahead, giveWayMs, isFull: isLineFull } = this.#waiting.before(ask, policy, isServable, now)
    return { demand: ask, course, affinity, waitedMs, heldMs, ahead, giveWayMs, isLineFull }
  }

  /** Whether one that waits could be sent to somebody now: then it is about to ask again. */
  #isServable(ask: Ask, now: number): boolean {
    const asker = { ...FRESH_ASKER, demand: ask, course: ask.course, affinity: this.#affinityOf(ask, now) }
    return candidates(this.#state, asker, now).some(({ rank }) => rank < REFUSES)
  }

  #affinityOf(ask: Ask, now: number): Affinity | null {
    return this.#sessions.affinityOf(ask, this.#live, this.#affinityMs, now)
  }

  get #affinityMs(): number {
    return this.#state.line.table.policy.affinityMs
  }

  #found(key: string, now: number) {
    return this.#sessions.find(key, this.#affinityMs, now)
  }

  /** Takes the next state, and tells what it says of one target that the present one does not. */
  #move(source: EndpointId, next: RouterState, now: number): readonly News[] {
    const before = this.#state
    this.#become(next, 'recovery', now)
    const index = next.line.sourceOf.get(source) ?? -1
    const was = before.evidence[index]
    const is = next.evidence[index]
    if (was === undefined || is === undefined) return []
    const news = newsBetween(was, is, now)
    const endpoint = next.line.sources[index]
    if (endpoint !== undefined) for (const one of news) this.#deps.onNews?.(endpoint, one)
    return news
  }

  #become(next: RouterState, cause: SwitchCause, now: number): void {
    const one = switchBetween(this.#state, next, cause, now)
    this.#state = next
    if (one !== null) this.#deps.onSwitch?.(one)
  }

  #chance(): Chance {
    return { now: this.#deps.clock.now(), roll: this.#deps.dice.roll() }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
