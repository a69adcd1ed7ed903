/**
 * Clients like Claude Code, many at once, over endpoints that fail by a script:
 * once behind QCC and once without, with the same dice.
 */
import { Engine } from '../../src/engine/engine.ts'
import { Agenda, type Process } from '../../src/lab/sim/agenda.ts'
import { askedByClaudeCode } from '../../src/lab/sim/claude-code.ts'
import { Host } from '../../src/lab/sim/host.ts'
import { GOOD, type Answering, type Manner } from '../../src/lab/sim/manner.ts'
import type { Reply } from '../../src/lab/sim/reply.ts'
import { throughQcc } from '../../src/lab/sim/request.ts'
import { hash, seeded } from '../../src/lab/sim/seeded.ts'
import type { Turn } from '../../src/lab/sim/turn.ts'
import { endpoint, fleet } from './fleet.ts'

/** How an endpoint takes a request that comes `atMs` after the beginning, with `out` others on it. */
export type Script = (at: { readonly atMs: number; readonly roll: number; readonly out: number }) => Manner

export interface Storm {
  /** What each endpoint does. Without QCC, the clients are shared out among them. */
  readonly scripts: readonly Script[]
  readonly clients: number
  /** Of each client, one after the other. */
  readonly turns: number
  readonly seed: number
}

export interface Tally {
  readonly turns: number
  readonly served: number
  /** Over the turns that were served, from the beginning of each to the end of its answer. */
  readonly servedMs: number
  /** What the endpoints got. */
  readonly sends: number
}

const START = 1_000_000
const TIMERS = { connectMs: 5_000, firstContentMs: 300_000, idleMs: 240_000 }
const MOST_THINKING_MS = 5_000
/** A client without QCC gives a silent endpoint up after this (spec/client.md). */
const CLIENT_GIVES_UP_MS = 361_000

export function storm(where: 'behind QCC' | 'direct', { clients, scripts, seed, turns }: Storm): Tally {
  const agenda = new Agenda(START)
  const now = () => agenda.now
  const names = scripts.map((_, index) => String.fromCharCode(97 + index))
  const world = worldOf(scripts, names, agenda)
  const engine = new Engine(fleet(...names.map((name) => endpoint(name, { timers: TIMERS }))), {
    clock: { now },
    dice: { roll: seeded(seed) },
  })
  const host = new Host(engine, agenda)
  const tally = { turns: 0, served: 0, servedMs: 0 }

  function* client(index: number): Process {
    for (let number = 0; number < turns; number++) {
      const [dice, pauses] = [seeded(hash(seed, index, number)), seeded(hash(seed, index, -1 - number))]
      yield { until: now() + pauses() * MOST_THINKING_MS }
      const since = now()
      const meet = (name: string) => world.meet(name, dice)
      const turn: Turn = {
        ...{ session: `s${String(index)}`, agent: null, model: 'opus', bytes: 1_000, dice },
        ...{ leavesAt: Infinity, sends: 0, paid: 0, sentAt: since, by: '' },
      }
      const own = names[index % names.length] ?? ''
      const send = () =>
        where === 'direct'
          ? direct(() => meet(own), now)
          : throughQcc({ host, mostAttempts: 4, meet: ({ name }) => meet(name) }, turn)
      tally.turns += 1
      if ((yield* askedByClaudeCode(send, now, pauses)).kind !== 'served') continue
      tally.served += 1
      tally.servedMs += now() - since
    }
  }

  for (let index = 0; index < clients; index++) agenda.start(client(index))
  agenda.run()
  if (engine.inFlight !== 0) throw new Error(`${String(engine.inFlight)} slots were never given back`)
  return { ...tally, sends: world.sends() }
}

function* direct(meet: () => Answering, now: () => number): Process<Reply> {
  const { manner, overAt } = meet()
  yield { until: manner.hangs ? now() + CLIENT_GIVES_UP_MS : overAt }
  return manner.reply
}

/**
 * The endpoints. The dice are the turn's: its first send fares alike with QCC
 * and without, and so does its second, whenever and wherever they are made.
 */
function worldOf(scripts: readonly Script[], names: readonly string[], agenda: Agenda) {
  let sends = 0
  const ends: number[][] = names.map(() => [])
  const meet = (name: string, dice: () => number): Answering => {
    const index = names.indexOf(name)
    const [script, before] = [scripts[index], ends[index]]
    if (script === undefined || before === undefined) throw new Error(`no endpoint ${name}`)
    sends += 1
    const { now } = agenda
    const busy = before.filter((at) => at > now)
    const manner = script({ atMs: now - START, roll: dice(), out: busy.length })
    const answering = timed(manner, now, dice)
    ends[index] = [...busy, answering.overAt]
    return answering
  }
  return { meet, sends: () => sends }
}

/** First content within half a second to four, the rest in one to ten; refusals are quick, and breaks come early. */
function timed(manner: Manner, now: number, roll: () => number): Answering {
  const [first, rest] = [roll(), roll()]
  if (!manner.commits) return { manner, contentAt: now, overAt: now + 5 + 300 * first }
  const contentAt = now + 500 + 3_500 * first
  const isGood = manner.outcome.kind === 'ok'
  return { manner, contentAt, overAt: contentAt + (isGood ? 1_000 + 9_000 * rest : 3_000 * rest) }
}

/** Fails so many of a hundred requests. */
export const failing =
  (manner: Manner, percent: number): Script =>
  ({ roll }) =>
    roll * 100 < percent ? manner : GOOD

/** Bad and good in turn, each for `ms`; `phase` 1 begins with the good time. */
export const byTurns =
  (manner: Manner, ms: number, phase: 0 | 1 = 0): Script =>
  ({ atMs }) =>
    Math.floor(atMs / ms) % 2 === phase ? manner : GOOD

/** Dead between two instants, in milliseconds after the beginning. */
export const deadFrom =
  (manner: Manner, fromMs: number, toMs: number): Script =>
  ({ atMs }) =>
    atMs >= fromMs && atMs < toMs ? manner : GOOD

/** Refuses what comes while it serves `most`. */
export const crowded =
  (manner: Manner, most: number): Script =>
  ({ out }) =>
    out >= most ? manner : GOOD
