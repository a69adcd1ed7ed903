/** Everything that happens around the requests while they are under way. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Faults, Lane } from '../../src/lab/fault-proxy.ts'
import { urlOf, type Line, type Stage } from './stage.ts'

/** What happened, by what it was. */
export type Happened = Map<string, number>

interface Trouble {
  readonly stage: Stage
  readonly roll: () => number
  readonly happened: Happened
  readonly isOver: () => boolean
}

const pick = <T>(roll: () => number, all: readonly T[]): T => {
  const one = all[Math.floor(roll() * all.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

const count = ({ happened }: Trouble, what: string): void => {
  happened.set(what, (happened.get(what) ?? 0) + 1)
}

const between = (roll: () => number, least: number, most: number): number =>
  least + Math.floor(roll() * (most - least))

/** What may go wrong with a line; byte counts fall before, into and behind the answers. */
const LANES: readonly (readonly [what: string, lane: (roll: () => number) => Lane])[] = [
  ['latency', (roll) => ({ latencyMs: between(roll, 5, 80) })],
  ['slicing', (roll) => ({ sliceBytes: between(roll, 16, 1_500) })],
  ['bandwidth', (roll) => ({ bytesPerSecond: between(roll, 300_000, 3_000_000) })],
  ['reset', (roll) => ({ resetAfterBytes: between(roll, 0, 20_000) })],
  ['half-close', (roll) => ({ halfCloseAfterBytes: between(roll, 0, 20_000) })],
  ['stall', (roll) => ({ stallAfterBytes: between(roll, 0, 20_000) })],
]
const CALM_SHARE = 0.4

/** Plays until it is over, and then puts everything in order again. */
export async function makeTrouble(trouble: Trouble): Promise<void> {
  const { lines } = trouble.stage
  for (const { setGood } of lines) setGood(false)
  await Promise.all([
    repeatedly(trouble, 200, 1_500, badLine),
    repeatedly(trouble, 2_000, 6_000, restart),
    repeatedly(trouble, 1_000, 4_000, changeConfiguration),
    repeatedly(trouble, 500, 2_000, watch),
    repeatedly(trouble, 500, 2_000, look),
    // Whoever hands a request in finds nobody, most of the time.
    repeatedly(trouble, 1_000, 3_000, (now) => restartOf(now, 'p', between(now.roll, 1_000, 4_000))),
  ])
  for (const { faults, setGood, up } of lines) {
    setGood(true)
    faults.change({})
    // Sockets that are only kept for whoever comes next would be measured too.
    await up.down()
    await up.up()
  }
}

async function repeatedly(
  trouble: Trouble,
  leastMs: number,
  mostMs: number,
  act: (trouble: Trouble) => Promise<void>,
): Promise<void> {
  while (!trouble.isOver()) {
    await pause(trouble, between(trouble.roll, leastMs, mostMs))
    if (!trouble.isOver()) await act(trouble)
  }
}

/** Ends early when all is over. */
async function pause({ isOver }: Trouble, ms: number): Promise<void> {
  for (const endsAt = Date.now() + ms; Date.now() < endsAt && !isOver();)
    await new Promise((resolve) => setTimeout(resolve, Math.min(100, ms)))
}

async function badLine(trouble: Trouble): Promise<void> {
  const { roll, stage } = trouble
  const { faults } = pick(roll, stage.lines)
  if (roll() < CALM_SHARE) {
    faults.change({})
    return
  }
  const [what, lane] = pick(roll, LANES)
  const side: keyof Faults = roll() < 0.7 ? 'towardClient' : 'towardTarget'
  faults.change({ [side]: lane(roll) })
  count(trouble, what)
}

const restart = (trouble: Trouble): Promise<void> => {
  const { name } = pick(
    trouble.roll,
    trouble.stage.lines.filter((line) => line.name !== 'p'),
  )
  return restartOf(trouble, name, between(trouble.roll, 200, 1_500))
}

async function restartOf(trouble: Trouble, name: string, ms: number): Promise<void> {
  const { up } = trouble.stage.lines.find((line) => line.name === name) as Line
  await up.down()
  await pause(trouble, ms)
  await up.up()
  count(trouble, 'restart of an endpoint')
}

/** The endpoint that is added and removed again. */
export const EXTRA = 'main/extra'

/** Each is undone by the next one of its kind, or takes the place of the last. */
async function changeConfiguration(trouble: Trouble): Promise<void> {
  const { roll, stage } = trouble
  const change = pick(roll, [
    () => addedAndRemoved(trouble),
    () => taken(trouble),
    () =>
      stage.qcc('config', 'set', 'balancer.strategy', pick(roll, ['weighted', 'round-robin', 'priority'])),
    () => stage.qcc('config', 'set', 'queue.auto', pick(roll, ['on', 'off'])),
    () => stage.qcc('config', 'set', 'attempts.max', String(between(roll, 2, 6))),
  ])
  await change()
  count(trouble, 'change of the configuration')
}

async function addedAndRemoved(trouble: Trouble): Promise<void> {
  const { roll, stage } = trouble
  const { faults } = pick(roll, stage.lines)
  const target = ['--base-url', urlOf(faults), '--api-key-env', 'SOAK_KEY']
  await stage.qcc('endpoint', 'add', 'main', '--name', 'extra', ...target)
  await pause(trouble, between(roll, 500, 3_000))
  await stage.qcc('endpoint', 'remove', 'main', 'extra', '--yes')
}

async function taken(trouble: Trouble): Promise<void> {
  const { roll, stage } = trouble
  const name = pick(roll, ['a', 'b', 'c'])
  await stage.qcc('endpoint', 'disable', 'main', name)
  await pause(trouble, between(roll, 300, 2_000))
  await stage.qcc('endpoint', 'enable', 'main', name)
}

/** A dashboard that is opened, follows the events for a while, and goes. */
function watch(trouble: Trouble): Promise<void> {
  const { roll, stage } = trouble
  count(trouble, 'listener')
  return new Promise((resolve) => {
    const asking = get(
      `${stage.run.url}/_qcc/api/v1/events`,
      { agent: false, headers: authorized(stage) },
      (answer) => {
        answer.on('error', () => undefined).resume()
      },
    )
    asking.on('error', () => undefined).on('close', resolve)
    void pause(trouble, between(roll, 0, 4_000)).then(() => asking.destroy())
  })
}

/** Where a dashboard looks. */
async function look(trouble: Trouble): Promise<void> {
  const { roll, stage } = trouble
  const path = pick(roll, ['api/v1/overview', 'api/v1/requests', 'api/v1/queue', 'api/v1/status', 'metrics'])
  await told(stage, path)
  count(trouble, 'look of a dashboard')
}

/** What the control API answers, over a connection that is not kept. */
export async function told(stage: Stage, path: string): Promise<string> {
  const asking = get(`${stage.run.url}/_qcc/${path}`, { agent: false, headers: authorized(stage) })
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const body = await text(answer)
  if (answer.statusCode !== 200) throw new Error(`${path} answered ${String(answer.statusCode)}: ${body}`)
  return body
}

const authorized = ({ run }: Stage): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${run.token}`,
})
