/** The people and programs of a scenario: who asks, when, and how they take what they hear. */
import type { Agenda, Process } from './agenda.ts'
import { askedByClaudeCode } from './claude-code.ts'
import type { Reply } from './reply.ts'
import type { ClientGroup } from './scenario.ts'
import { askedBySdk } from './sdk.ts'
import { hash, seeded } from './seeded.ts'
import { drawn } from './spread.ts'
import type { Turn } from './turn.ts'

/** How one request goes to whoever serves, once. */
export type Route = (turn: Turn) => Process<Reply>

export interface Ended {
  readonly turn: Turn
  readonly reply: Reply
  /** When it was asked first, and when its person had all that there was to have (epoch ms). */
  readonly from: number
  readonly to: number
  /** How often its client sent it. */
  readonly requests: number
}

export interface Crowd {
  readonly agenda: Agenda
  readonly seed: number
  /** Nobody asks anything new after this (epoch ms). */
  readonly endAt: number
  readonly route: Route
  readonly onEnd: (ended: Ended) => void
}

const MANNERS_OF = { 'claude-code': askedByClaudeCode, sdk: askedBySdk } as const

/** Every so many requests a session starts its sub-agents, each of which asks so often. */
const AGENTS_EVERY = 10
const ASKED_BY_AGENT = 3
const AGENT_PAUSE_MS = 1_500
/** Whoever gives up does so within this. */
const LEAVES_WITHIN_MS = 30_000

/** Starts all clients of all groups. */
export function startClients(groups: readonly ClientGroup[], crowd: Crowd): void {
  let index = 0
  for (const group of groups) {
    for (let i = 0; i < group.count; i++) crowd.agenda.start(client(group, index++, crowd))
  }
}

function* client(group: ClientGroup, index: number, crowd: Crowd): Process {
  const { agenda, endAt, seed } = crowd
  const pauses = seeded(hash(seed, index, -1))
  // They do not all begin in the same moment.
  yield { until: agenda.now + pauses() * group.pauseMs.rareMs }
  for (let number = 0; agenda.now < endAt; number++) {
    const session = `${String(seed)}-${String(index)}-${String(Math.floor(number / group.sessionOf))}`
    if (group.agents > 0 && number % AGENTS_EVERY === AGENTS_EVERY - 1) {
      yield* withAgents(group, [index, number], session, crowd)
    }
    yield* asked(group, { session, agent: null, dice: seeded(hash(seed, index, number)) }, pauses, crowd)
    yield { until: agenda.now + drawn(group.pauseMs, pauses()) }
  }
}

/** All at once, as Claude Code starts them; their session goes on when the last one is through. */
function* withAgents(
  group: ClientGroup,
  [index, number]: readonly [number, number],
  session: string,
  crowd: Crowd,
): Process {
  let working = group.agents
  let wake = (): void => undefined
  const agent = function* (of: number): Process {
    const name = `${session}-agent-${String(of)}`
    for (let i = 0; i < ASKED_BY_AGENT; i++) {
      const dice = seeded(hash(crowd.seed, index, number, of, i))
      yield* asked(group, { session, agent: name, dice }, dice, crowd)
      yield { until: crowd.agenda.now + AGENT_PAUSE_MS * (0.5 + dice()) }
    }
    working -= 1
    if (working === 0) wake()
  }
  for (let of = 0; of < group.agents; of++) crowd.agenda.start(agent(of))
  yield {
    until: Infinity,
    wakes: (wakeUp) => {
      wake = wakeUp
      return () => undefined
    },
  }
}

function* asked(
  group: ClientGroup,
  who: Pick<Turn, 'session' | 'agent' | 'dice'>,
  roll: () => number,
  { agenda, onEnd, route }: Crowd,
): Process {
  const now = (): number => agenda.now
  const from = now()
  const isLeaving = group.leaves > 0 && roll() < group.leaves
  const turn: Turn = {
    ...who,
    ...{ model: group.model, bytes: group.bytes },
    leavesAt: isLeaving ? from + roll() * LEAVES_WITHIN_MS : Infinity,
    ...{ sends: 0, paid: 0, sentAt: from, by: '' },
  }
  let requests = 0
  const send = (): Process<Reply> => {
    requests += 1
    return route(turn)
  }
  const reply = yield* MANNERS_OF[group.like](send, now, roll)
  onEnd({ turn, reply, from, to: now(), requests })
}
