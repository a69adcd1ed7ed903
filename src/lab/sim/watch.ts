/**
 * An engine under watch: whatever is asked of it goes through, and what it
 * says is held against the rules that must hold at every step.
 */
import type { Decision } from '../../core/failover/route.ts'
import type { Evidence, Seen } from '../../core/health/evidence.ts'
import type { Probed } from '../../core/health/probe.ts'
import type { Endpoint, EndpointId, RoutingTable } from '../../core/model.ts'
import type { RouterState, Slot } from '../../core/router.ts'
import type { Ask } from '../../engine/ask.ts'
import type { Engine } from '../../engine/engine.ts'
import { lifted, type Signal } from './lifted.ts'
import type { Router } from './host.ts'
import { brokenBy } from './send-rules.ts'
import type { ToldLimits } from './told-limits.ts'
import { Violation } from './violation.ts'

/** What is known of a request, by its place. */
interface Request {
  readonly tried: Set<EndpointId>
  isCommitted: boolean
  out: number
}

export class Watch implements Router {
  readonly engine: Engine
  readonly #now: () => number
  readonly #mostAttempts: number
  readonly #told: ToldLimits
  readonly #requests = new Map<number, Request>()
  readonly #slots = new Map<Slot, Request>()

  /** `told`: what endpoints said of their limits, which outlives the engine. */
  constructor(engine: Engine, now: () => number, mostAttempts: number, told: ToldLimits) {
    this.engine = engine
    this.#now = now
    this.#mostAttempts = mostAttempts
    this.#told = told
  }

  newPlace(): number {
    const place = this.engine.newPlace()
    this.#requests.set(place, { tried: new Set(), isCommitted: false, out: 0 })
    return place
  }

  acquire(ask: Ask): Decision {
    const before = this.engine.state
    const decision = this.engine.acquire(ask)
    const request = this.#requests.get(ask.place)
    if (request === undefined) return fail('place', `request ${String(ask.place)} asks after it left`)
    if (request.isCommitted) return fail('commit', `request ${String(ask.place)} asks after its commit`)
    if (request.out > 0) return fail('release', `request ${String(ask.place)} asks with an attempt out`)
    this.#judged(ask, decision, request, before)
    if (decision.kind === 'send') {
      request.tried.add(decision.to.id)
      request.out += 1
      this.#slots.set(decision.slot, request)
    }
    this.#compared(before, null)
    return decision
  }

  commit(slot: Slot) {
    const request = this.#slots.get(slot)
    if (request === undefined) return fail('commit', `${slot.endpoint} commits what is over`)
    if (request.isCommitted) return fail('commit', `${slot.endpoint} commits a second time`)
    request.isCommitted = true
    const before = this.engine.state
    const news = this.engine.commit(slot)
    this.#compared(before, { kind: 'served', slot })
    return news
  }

  release(slot: Slot, seen: Seen) {
    const request = this.#slots.get(slot)
    if (request === undefined) return fail('release', `${slot.endpoint} is released a second time`)
    request.out -= 1
    this.#slots.delete(slot)
    const before = this.engine.state
    const news = this.engine.release(slot, seen)
    const teaches = seen.outcome.kind === 'ok' || seen.progress !== 'committed'
    if (teaches && before.network.downSince === null) this.#told.onOutcome(slot, seen.outcome, this.#now())
    this.#compared(before, seen.outcome.kind === 'ok' ? { kind: 'served', slot } : null)
    return news
  }

  blame(slots: readonly Slot[]): void {
    const before = this.engine.state
    this.engine.blame(slots)
    this.#compared(before, null)
  }

  probed(source: EndpointId, probed: Probed): void {
    const before = this.engine.state
    this.engine.probed(source, probed)
    if (probed.result === 'pass') this.#told.onProbePassed(source, probed.model)
    this.#compared(before, probed.result === 'pass' ? { kind: 'probe', source, model: probed.model } : null)
  }

  configure(table: RoutingTable): void {
    const before = this.engine.state
    this.engine.configure(table)
    this.#compared(before, null)
  }

  leave(place: number): void {
    if ((this.#requests.get(place)?.out ?? 0) > 0) fail('release', `request ${String(place)} leaves a slot`)
    this.#requests.delete(place)
    this.engine.leave(place)
  }

  /** When all requests are through. */
  atEnd(): void {
    const { inFlight } = this.engine
    if (inFlight > 0 || this.#slots.size > 0)
      fail('release', `${String(inFlight)} slots were never given back`)
    if (this.#requests.size > 0) fail('place', `${String(this.#requests.size)} requests never left`)
    const busy = this.engine.state.loads.filter((load) => load.inFlight > 0)
    if (busy.length > 0) fail('release', 'an endpoint has load when nothing is in flight')
  }

  answeredBy(...args: Parameters<Engine['answeredBy']>) {
    return this.engine.answeredBy(...args)
  }
  candidates(...args: Parameters<Engine['candidates']>) {
    return this.engine.candidates(...args)
  }
  hasAnother(...args: Parameters<Engine['hasAnother']>) {
    return this.engine.hasAnother(...args)
  }
  lastMove(...args: Parameters<Engine['lastMove']>) {
    return this.engine.lastMove(...args)
  }
  get networkDownSince() {
    return this.engine.networkDownSince
  }
  onChange(...args: Parameters<Engine['onChange']>) {
    return this.engine.onChange(...args)
  }
  refusals(...args: Parameters<Engine['refusals']>) {
    return this.engine.refusals(...args)
  }

  #judged(ask: Ask, decision: Decision, { tried }: Request, before: RouterState): void {
    const broken = brokenBy({
      ...{ ask, decision, tried, before, after: this.engine.state },
      ...{ told: this.#told, mostAttempts: this.#mostAttempts, now: this.#now() },
    })
    if (broken !== null) fail(broken.rule, broken.detail)
  }

  /** Holds the state before a call against the one after it. */
  #compared(before: RouterState, signal: Signal | null): void {
    const after = this.engine.state
    if (after.evidence === before.evidence) return
    for (const [index, is] of after.evidence.entries()) {
      const source = after.line.sources[index]
      const at = source === undefined ? undefined : before.line.sourceOf.get(source.sourceId)
      const was = at === undefined ? undefined : before.evidence[at]
      if (source === undefined || was === undefined || was === is) continue
      this.#learnt(source, was, is, signal)
    }
  }

  #learnt({ name, sourceId }: Endpoint, was: Evidence, is: Evidence, signal: Signal | null): void {
    const { out, tokens } = is.budget
    if (tokens < 0 || out < 0) fail('budget', `${name}: ${String(tokens)} tokens, ${String(out)} out`)
    if (was.born !== is.born) this.#told.forget(sourceId)
    else if (was.benches !== is.benches) {
      const wrongly = lifted(was.benches, is.benches, { source: sourceId, signal, now: this.#now() })
      if (wrongly !== null) fail('a bench was lifted by the wrong signal', `${name}: ${wrongly}`)
    }
  }
}

function fail(rule: string, detail: string): never {
  throw new Violation(rule, detail)
}
