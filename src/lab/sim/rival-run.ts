/** The same scenario with a simpler policy between clients and endpoints. */
import { hashStart, unitHash } from '../../core/balancer/hash.ts'
import { lineUp } from '../../core/failover/line-up.ts'
import type { Endpoint, EndpointId, RoutingTable } from '../../core/model.ts'
import { Agenda, type Process } from './agenda.ts'
import { startClients } from './clients.ts'
import type { Answering } from './manner.ts'
import { reconfigured } from './reconfigured.ts'
import { CONNECTION_ENDED, LEFT, statusReply, type Reply } from './reply.ts'
import { RIVALS, type RivalName, type RivalPolicy } from './rival-policy.ts'
import { START_AT, type Setup } from './simulate.ts'
import { Tally, type Totals } from './tally.ts'
import type { Turn } from './turn.ts'
import { World } from './world.ts'

/** What became of its clients. Its proxy neither crashes nor restarts. */
export function rivalRun(name: RivalName, setup: Pick<Setup, 'scenario' | 'seed' | 'table'>): Totals {
  const { scenario, seed, table } = setup
  const agenda = new Agenda(START_AT)
  const world = new World(scenario, table, START_AT)
  const tally = new Tally(table, START_AT, scenario.lastsMs)
  const rival = new Rival(RIVALS[name], table, agenda, (endpoint, turn) =>
    world.meet(endpoint, turn, agenda.now),
  )
  if (name === 'direct') rival.table = onlyFirst(table)
  for (const event of scenario.proxy) {
    if (event.does === 'crash' || event.does === 'restart') continue
    agenda.start(
      (function* () {
        yield { until: START_AT + event.atMs }
        rival.table = reconfigured(rival.table, event)
      })(),
    )
  }
  startClients(scenario.clients, {
    ...{ agenda, seed, endAt: START_AT + scenario.lastsMs },
    route: (turn) => rival.asked(turn),
    onEnd: (ended) => {
      tally.add(ended)
    },
  })
  agenda.run()
  return tally.totals
}

function onlyFirst(table: RoutingTable): RoutingTable {
  const first = lineUp(table).active[0]?.endpoint.id
  const profiles = table.profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.filter(({ id }) => id === first),
  }))
  return { ...table, profiles }
}

/** What is held against an endpoint. */
interface Record {
  fails: readonly number[]
  outUntil: number
}

class Rival {
  table: RoutingTable
  readonly #policy: RivalPolicy
  readonly #agenda: Agenda
  readonly #meet: (endpoint: Endpoint, turn: Turn) => Answering
  readonly #records = new Map<EndpointId, Record>()

  constructor(
    policy: RivalPolicy,
    table: RoutingTable,
    agenda: Agenda,
    meet: (endpoint: Endpoint, turn: Turn) => Answering,
  ) {
    this.table = table
    this.#policy = policy
    this.#agenda = agenda
    this.#meet = meet
  }

  *asked(turn: Turn): Process<Reply> {
    const all = this.#inOrder(turn)
    let last: Reply = statusReply(502)
    for (let round = 0; round < this.#policy.rounds; round++) {
      for (const endpoint of all) {
        // A single one is never taken out.
        if (all.length > 1 && this.#recordOf(endpoint).outUntil > this.#agenda.now) continue
        const reply = yield* this.#sent(endpoint, turn)
        if (reply.kind === 'final') return reply.reply
        last = reply.reply
      }
    }
    return last
  }

  /** One send; `final`: nobody else is asked. */
  *#sent(
    endpoint: Endpoint,
    turn: Turn,
  ): Process<{ readonly kind: 'final' | 'next'; readonly reply: Reply }> {
    const { manner, overAt } = this.#meet(endpoint, turn)
    const endsAt = manner.hangs ? this.#agenda.now + this.#policy.headersMs : overAt
    yield { until: Math.min(endsAt, turn.leavesAt) }
    if (this.#agenda.now >= turn.leavesAt) return { kind: 'final', reply: LEFT }
    this.#learn(endpoint, this.#policy.counts(manner), manner.outcome.kind === 'ok')
    const reply = manner.hangs ? CONNECTION_ENDED : manner.reply
    return { kind: this.#policy.asksNextAfter(manner) ? 'next' : 'final', reply }
  }

  #learn(endpoint: Endpoint, isFailure: boolean, isGood: boolean): void {
    const record = this.#recordOf(endpoint)
    if (isGood) record.fails = []
    if (!isFailure) return
    const { mostFails, outMs, withinMs } = this.#policy
    const { now } = this.#agenda
    record.fails = [...record.fails.filter((at) => now - at < withinMs), now]
    if (record.fails.length < mostFails) return
    record.fails = []
    record.outUntil = now + outMs
  }

  #recordOf({ sourceId }: Endpoint): Record {
    let record = this.#records.get(sourceId)
    if (record === undefined) this.#records.set(sourceId, (record = { fails: [], outUntil: 0 }))
    return record
  }

  /** Tiers and profiles in order; within a profile, a session keeps its endpoint, and its next one. */
  #inOrder({ agent, session }: Turn): readonly Endpoint[] {
    const seats = lineUp(this.table).active.filter(({ endpoint }) => endpoint.enabled)
    const profiles = [...new Set(seats.map(({ profile }) => profile))]
    const key = hashStart(`${session ?? ''} ${agent ?? ''}\n`)
    return profiles.flatMap((profile) => {
      const own = seats.flatMap((seat) => (seat.profile === profile ? [seat.endpoint] : []))
      const scored = own.map((endpoint) => ({ endpoint, score: score(endpoint, key) }))
      return scored.toSorted((a, b) => b.score - a.score).map(({ endpoint }) => endpoint)
    })
  }
}

/** A weighted rendezvous, as the core has it. */
const score = ({ id, weight }: Endpoint, key: number): number => weight / -Math.log(unitHash(id, key))
