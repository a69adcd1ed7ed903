import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished } from 'vitest'
import { connectControl } from '../../src/app/control-client.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import type { ControlClient } from '../../src/cli/control-client.ts'
import type { Act } from '../../src/lab/act.ts'
import type { SeenRequest } from '../../src/lab/exchange.ts'
import { startUpstream, type Upstream } from '../../src/lab/upstream.ts'
import {
  ANSWER_WORDS,
  answerTo,
  AskedBodies,
  CLIENT_KEY,
  PROMPT_WORDS,
  sessionOf,
  type Asked,
} from './asked-bodies.ts'
import { homeWith } from './home.ts'
import { until } from './proxy-process.ts'
import { startQcc, type Running } from './qcc.ts'

const KEYS = { KEY_one: 'made-up-key-of-one', KEY_two: 'made-up-key-of-two' }
const SECRETS = [PROMPT_WORDS, ANSWER_WORDS, CLIENT_KEY, ...Object.values(KEYS)]
/** At once, while the proxy lives. */
const CLIENTS = 8
/** Answers, while it lives; so a busy machine is killed as far on as an idle one. */
const MOST_ANSWERS = 45
/** From one answer to about the next. */
const ANSWER_MS = 20
const LOOK_MS = 5
const RETRY_EVERY_MS = 15
/** Each endpoint, by chance: nobody serves every second request. */
const FAILS = 0.7

/** So that what fails by chance keeps nobody out for long, and is sent again at once. Nobody but clients and the queue asks the endpoints. */
const SETTINGS = {
  'hold.max': 0,
  'health.mode': 'passive',
  'circuit.failure-threshold': 1_000_000,
  'circuit.max-open': 1,
  'queue.auto': 'on',
  'queue.strategy': 'immediate',
  'queue.max-attempts': 1_000_000,
  'queue.max-items': 100_000,
} as const

interface Figures {
  /** Different requests. */
  readonly asked: number
  /** Those whose clients heard of an error, or of 202. */
  readonly promised: number
  readonly heard: AskedBodies['answers']
  /** Items, over all kills. */
  readonly killedWith: { readonly waiting: number; readonly beingSent: number }
  /** Items at last. */
  readonly succeeded: number
  readonly sends: number
  readonly paid: number
  /** A kill came between the last byte of the endpoint's answer and the record of it, or the client's end of it. */
  readonly paidTwice: number
}

interface Stage {
  readonly home: string
  readonly asked: AskedBodies
  readonly ups: readonly Upstream[]
  readonly roll: () => number
  /** What the endpoints do by chance; when it is over they serve all. */
  isOver: boolean
}

/**
 * Kills the built proxy `rounds` times at any moment, while clients ask, come
 * back and fetch, and a person has things sent again; looks after each time at
 * what it left, before anybody else could mend it; and at last lets one live
 * until everything that was promised is there. Resolves to its figures.
 */
export async function proxyCrashLoop(rounds: number, roll: () => number): Promise<Figures> {
  const stage = await startStage(roll)
  const { asked } = stage
  const killedWith = { waiting: 0, beingSent: 0 }
  let startMs = 300
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    const running = startProxy(stage)
    // Every fifth kill meets the start, in which the databases are made, or mended after the kill before.
    if (round % 5 === 1) {
      await pause(roll() * startMs)
      await killed(running)
    } else {
      const control = await listening(stage.home)
      startMs = performance.now() - startedAt
      await killedUnderLoad(running, control, stage)
    }
    const left = expectSound(stage)
    killedWith.waiting += left.pending
    killedWith.beingSent += left.retrying
  }
  const { succeeded } = await expectAllThere(stage)
  return {
    asked: asked.all.length,
    promised: asked.all.filter(({ isPromised }) => isPromised).length,
    heard: asked.answers,
    ...{ killedWith, succeeded },
    sends: sum(asked.all, ({ sends }) => sends),
    paid: sum(asked.all, ({ paid }) => paid),
    paidTwice: asked.all.filter(({ paid }) => paid > 1).length,
  }
}

function startProxy({ asked, home }: Stage): Running {
  for (const one of asked.all) one.paidInRound = 0
  return startQcc(['--quiet', 'proxy', 'start'], { QCC_HOME: home, ...KEYS })
}

async function killedUnderLoad(running: Running, control: ControlClient, stage: Stage): Promise<void> {
  const { asked, roll, ups } = stage
  const load = startLoad(control, stage)
  const enough = asked.heard + roll() * MOST_ANSWERS
  await until('clients are answered', async () => (asked.heard >= enough ? true : null), LOOK_MS)
  await pause(roll() * ANSWER_MS)
  load.end()
  await killed(running)
  await load.ended
  const isQuiet = (): boolean => ups.every(({ open }) => open === 0)
  await until('the endpoints know that it is gone', async () => (isQuiet() ? true : null), LOOK_MS)
}

async function killed({ child, finished }: Running): Promise<void> {
  child.kill('SIGKILL')
  await finished
}

async function startStage(roll: () => number): Promise<Stage> {
  const asked = new AskedBodies(roll)
  const stage = { asked, roll, isOver: false }
  const ups = await Promise.all(
    Object.entries(KEYS).map(([name, key]) =>
      startUpstream({
        ...{ clock: systemClock, name: name.replace('KEY_', ''), key, remember: 0 },
        reply: (request) => reply(request, stage),
      }),
    ),
  )
  onTestFinished(async () => {
    await Promise.all(ups.map((up) => up.close()))
  })
  return Object.assign(stage, { ups, home: await homeWith(ups, SETTINGS) })
}

function reply(request: SeenRequest, { asked, isOver, roll }: Omit<Stage, 'ups' | 'home'>): Act {
  const session = request.headers.find(([name]) => name === 'x-claude-code-session-id')?.[1] ?? ''
  const one = asked.of(session)
  if (one === undefined) throw new Error(`nobody asked for ${session}`)
  one.sends += 1
  one.open += 1
  const fault = faultOf(one)
  if (fault !== null) asked.faults.push(`${String(one.number)} was sent again ${fault}`)
  const isServed = isOver || roll() > FAILS
  void request.finished.then((how) => {
    one.open -= 1
    if (!isServed || how !== 'complete') return
    one.paid += 1
    one.paidInRound += 1
  })
  if (!isServed) return { do: 'status', status: 500 }
  const manner = { headersAfterMs: roll() * 30, everyMs: roll() * 10 }
  return { do: 'serve', text: answerTo(one), deltas: 6, manner }
}

/** Why a request may not come to an endpoint any more; null when it may. */
function faultOf({ isOut, open, paidInRound, recorded }: Asked): string | null {
  if (open > 1) return 'while it was being sent'
  if (paidInRound > 0) return 'after it was answered, without a kill between'
  if (recorded === 'answer') return 'after its answer was recorded'
  // A client that was cut off while it got the answer may ask anew; the queue may not.
  return recorded === 'gone' && !isOut ? 'after it was served, and nobody asked' : null
}

const listening = (home: string): Promise<ControlClient> =>
  until('it listens', () => connectControl(home, systemClock))

function startLoad(control: ControlClient, { asked, roll }: Stage) {
  let isOver = false
  const person = async (): Promise<void> => {
    while (!isOver) {
      const id = asked.ids[Math.floor(roll() * asked.ids.length)]
      if (id !== undefined) await control.retry(id).catch(() => null)
      await pause(RETRY_EVERY_MS)
    }
  }
  const clients = Array.from({ length: CLIENTS }, () => asked.askOn(control.url, () => isOver))
  return {
    ended: Promise.all([person(), ...clients]),
    end: (): void => {
      isOver = true
    },
  }
}

/** Opened for reading, so that the log stays as the kill left it. */
function expectSound({ asked, home }: Stage): Left {
  const left = { pending: 0, retrying: 0, succeeded: 0 }
  expect(asked.faults).toEqual([])
  expect(leaksIn(home)).toEqual([])
  if (!readdirSync(home).includes('queue.db')) return left
  const db = new DatabaseSync(join(home, 'queue.db'), { readOnly: true })
  try {
    expect(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})).toEqual(['ok'])
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    const rows = db.prepare('SELECT session, state, answer_status, answer_given_at FROM items').all()
    const kept = new Set<Asked>()
    for (const { answer_given_at: givenAt, answer_status: status, session, state } of rows) {
      const one = asked.of(String(session))
      if (one === undefined) throw new Error(`nobody asked for ${String(session)}`)
      // One item, however often it was asked.
      expect([session, kept.has(one)]).toEqual([session, false])
      kept.add(one)
      const isAnswered = givenAt === null && status !== null
      one.recorded = state !== 'succeeded' ? 'nothing' : isAnswered ? 'answer' : 'gone'
      // Nobody left, nothing was at fault, and tries do not end.
      expect([session, Object.hasOwn(left, String(state))]).toEqual([session, true])
      left[state as keyof Left] += 1
    }
    expect(asked.all.filter((one) => one.isPromised && !kept.has(one)).map(sessionOf)).toEqual([])
    return left
  } finally {
    db.close()
  }
}

/** Items in each state. */
type Left = Record<'pending' | 'retrying' | 'succeeded', number>

/** Files of a home in which something lies open that is nobody else's. */
function leaksIn(home: string): readonly string[] {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.flatMap(({ name, parentPath }) => {
    const bytes = readFileSync(join(parentPath, name))
    return SECRETS.filter((secret) => bytes.includes(secret)).map((secret) => `${secret} in ${name}`)
  })
}

/** With endpoints that serve all, one proxy brings everything to its end, and each client that comes back gets its answer. */
async function expectAllThere(stage: Stage): Promise<Left> {
  const { asked, home } = stage
  stage.isOver = true
  const running = startProxy(stage)
  const control = await listening(home)
  await until('nothing waits', async () => {
    const { queue } = await control.status()
    return queue.waiting + queue.sending === 0 ? true : null
  })
  const missing = asked.all.filter(({ isPromised, isServed }) => isPromised && !isServed)
  // The answers of some had gone out to clients that did not get to the end.
  const gone = missing.filter(({ recorded }) => recorded === 'gone')
  const sends = sum(missing, (one) => one.sends)
  for (const one of missing) await asked.ask(control.url, one)
  expect(missing.filter(({ isServed }) => !isServed).map(sessionOf)).toEqual([])
  expect(sum(missing, (one) => one.sends) - sends).toBeLessThanOrEqual(gone.length)
  await killed(running)
  return expectSound(stage)
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((so, one) => so + of(one), 0)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
