/** The endpoints of a table, as a scenario has them: what each does with a send that comes now. */
import type { Endpoint, EndpointId, RoutingTable } from '../../core/model.ts'
import { GOOD, refusal, type Answering, type Manner } from './manner.ts'
import { Quota } from './quota.ts'
import type { Happening, Nature, Scenario, Spread } from './scenario.ts'
import { ALL, selected } from './selector.ts'
import { drawn } from './spread.ts'
import { mannerOf } from './taken.ts'
import type { Turn } from './turn.ts'

/** One target: whatever reuses its address and key meets the same. */
interface Target {
  readonly nature: Nature
  readonly quota: Quota | null
  readonly happens: readonly Happening[]
  /** The key that it had when the scenario began. */
  readonly credential: string
  readonly manners: Map<Happening, Manner>
  /** When each of the sends that it serves is over. */
  busy: number[]
}

/** As a large endpoint is on a usual day. */
const USUAL: Nature = {
  at: ALL,
  firstMs: { usualMs: 1_200, rareMs: 8_000 },
  restMs: { usualMs: 5_000, rareMs: 40_000 },
  mostAtOnce: null,
  limit: null,
}
const REFUSED_WITHIN: Spread = { usualMs: 120, rareMs: 900 }
const OVERLOADED = refusal(529, { kind: 'overloaded', told: null })

export class World {
  readonly #targets = new Map<EndpointId, Target>()
  readonly #startAt: number

  constructor({ endpoints, happens }: Scenario, table: RoutingTable, startAt: number) {
    this.#startAt = startAt
    const natures = endpoints.map((nature) => [nature, selected(table, nature.at)] as const)
    const all = happens.map((happening) => [happening, selected(table, happening.at)] as const)
    for (const { credential, sourceId } of table.profiles.flatMap((profile) => profile.endpoints)) {
      if (this.#targets.has(sourceId)) continue
      const nature = natures.findLast(([, ids]) => ids.has(sourceId))?.[0] ?? USUAL
      const quota = nature.limit === null ? null : new Quota(nature.limit, startAt)
      const own = all.flatMap(([happening, ids]) => (ids.has(sourceId) ? [happening] : []))
      this.#targets.set(sourceId, { nature, quota, happens: own, credential, manners: new Map(), busy: [] })
    }
  }

  /** What becomes of a send; the dice are the turn's, so that chance is as kind with QCC as without. */
  meet(endpoint: Endpoint, turn: Turn, now: number): Answering {
    const target = this.#targets.get(endpoint.sourceId)
    const answering = target === undefined ? missing(now) : this.#met(target, endpoint, turn, now)
    turn.sends += 1
    turn.sentAt = now
    turn.by = endpoint.name
    if (answering.manner.isPaid) turn.paid += 1
    return answering
  }

  /** Whether nothing happens to a target, for good or for now. */
  isCalm(source: EndpointId, now: number): boolean {
    const atMs = now - this.#startAt
    return !(this.#targets.get(source)?.happens ?? []).some(
      ({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs,
    )
  }

  #met(target: Target, endpoint: Endpoint, turn: Turn, now: number): Answering {
    const [chance, first, rest] = [turn.dice(), turn.dice(), turn.dice()]
    const happening = this.#happening(target, endpoint, turn.model, chance, now)
    const times = happening?.what === 'slow' ? happening.times : 1
    const manner =
      happening === null || happening.what === 'slow'
        ? usualManner(target, endpoint, now)
        : mannerIn(target, happening, endpoint)
    const { firstMs, restMs } = target.nature
    if (!manner.commits) {
      const overAt = now + drawn(manner.progress === 'streaming' ? REFUSED_WITHIN : QUICK, first)
      return { manner, contentAt: now, overAt }
    }
    const contentAt = now + times * drawn(firstMs, first)
    const wholeMs = times * drawn(restMs, rest)
    // What breaks does so anywhere in its answer.
    const overAt = contentAt + (manner.outcome.kind === 'ok' ? wholeMs : wholeMs * first)
    if (target.nature.mostAtOnce !== null) target.busy.push(overAt)
    return { manner, contentAt, overAt }
  }

  /** The first that happens to it now; null when all is well. */
  #happening(
    { credential, happens }: Target,
    endpoint: Endpoint,
    model: string,
    chance: number,
    now: number,
  ): Happening | null {
    const atMs = now - this.#startAt
    for (const one of happens) {
      if (atMs < one.fromMs || atMs >= one.toMs || chance >= one.share) continue
      if (one.everyMs !== null && (atMs - one.fromMs) % one.everyMs >= one.forMs) continue
      if (one.model !== null && one.model !== model) continue
      if (one.what === 'dead-key' && endpoint.credential !== credential) continue
      return one
    }
    return null
  }
}

const QUICK: Spread = { usualMs: 5, rareMs: 60 }

function usualManner(target: Target, endpoint: Endpoint, now: number): Manner {
  const { mostAtOnce } = target.nature
  if (mostAtOnce !== null) {
    target.busy = target.busy.filter((at) => at > now)
    if (target.busy.length >= mostAtOnce) return OVERLOADED
  }
  return target.quota?.take(endpoint, now) ?? GOOD
}

function mannerIn({ manners }: Target, happening: Happening, endpoint: Endpoint): Manner {
  let manner = manners.get(happening)
  if (manner === undefined) manners.set(happening, (manner = mannerOf(happening, endpoint)))
  return manner
}

/** Configured after the scenario began: nobody knows what it would do. */
const missing = (now: number): Answering => ({ manner: GOOD, contentAt: now + 1_000, overAt: now + 5_000 })
