/**
 * `npm run soak`: mixed traffic through the built proxy for minutes, over lines that fail and endpoints that restart,
 * while the configuration changes and dashboards come and go. In the end every request is accounted for, and the proxy
 * takes what it took before. Flags: `--minutes N` (10), `--seed N`. Ends with 1 when something is not as it should be.
 */
import { parseArgs } from 'node:util'
import { connectControl } from '../../src/app/control-client.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { Books } from './books.ts'
import { play } from './load.ts'
import { itemsIn, measured, TrailReader, type Measured } from './measures.ts'
import { KEPT_SOCKETS, report, verdictOf, type Counters } from './report.ts'
import { EXTRA, makeTrouble, told, type Happened } from './trouble.ts'
import { startStage, type Stage } from './stage.ts'

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const minutes = Number(flags.minutes)
const seed = Number(flags.seed)
if (!(minutes > 0) || !Number.isInteger(seed))
  throw new Error('--minutes is a number above 0, --seed a whole one')

const ROUND_MS = 20_000
/** Three to compare with, three to compare, and one that only warms up. */
const LEAST_ROUNDS = 7
const READ_EVERY_MS = 500
/** For what was stalled to be given up, and for sockets that nobody uses to be closed. */
const SETTLED_MS = 60_000

async function until(what: () => string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const endsAt = Date.now() + SETTLED_MS; !(await holds());) {
    if (Date.now() > endsAt) throw new Error(`it did not come to this: ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function settled(stage: Stage): Promise<number> {
  const control = await connectControl(stage.home, systemClock)
  if (control === null) throw new Error('the proxy is gone')
  await until(
    () => 'nothing is under way',
    async () => {
      const { endpoints, open } = await control.status()
      return open === 0 && endpoints.every(({ inFlight }) => inFlight === 0)
    },
  )
  await control.settle()
  return (await control.status()).requests
}

/** Has everything sent that waits, looks after what was promised, and forgets it. Returns what was not kept. */
async function emptied(stage: Stage, promised: Set<string>): Promise<readonly string[]> {
  const isOpen = ({ state }: { readonly state: string }): boolean =>
    state === 'pending' || state === 'retrying'
  const open = (): readonly object[] => itemsIn(stage).filter(isOpen)
  let said = ''
  await until(
    () => `what is parked is over: ${JSON.stringify(open())} ${said}`,
    async () => {
      if (open().length === 0) return true
      await stage.qcc('queue', 'retry-all').catch(() => undefined)
      said = await stage.qcc('endpoint', 'list', 'parked')
      return false
    },
  )
  const items = new Map(itemsIn(stage).map((item) => [item.id, item]))
  const lost = [...promised].filter((id) => (items.get(id)?.reason ?? null) === null)
  await stage.qcc('queue', 'clear', '--yes')
  promised.clear()
  return lost.map((id) => `item ${id} was promised and is ${items.get(id)?.state ?? 'not there'}`)
}

/** What the proxy says that it counted: ends of clients' requests, but those of endpoints that were removed. */
async function countedEnds(stage: Stage): Promise<number> {
  const ends = (await told(stage, 'metrics')).match(/^qcc_requests_total\{.*\} \d+$/gm) ?? []
  return ends
    .filter((line) => !line.includes(`"${EXTRA}"`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

async function soak(stage: Stage, roll: () => number): Promise<boolean> {
  const books = new Books()
  const reader = new TrailReader(stage, books)
  const promised = new Set<string>()
  const happened: Happened = new Map()
  const rounds: Measured[] = []
  const lost: string[] = []
  let promises = 0
  const { sockets } = await measured(stage)
  const reading = setInterval(() => {
    reader.read()
  }, READ_EVERY_MS)
  const count = Math.max(LEAST_ROUNDS, Math.round((minutes * 60_000) / ROUND_MS))
  let taken = 0
  for (let round = 0; round < count; round++) {
    const endsAt = Date.now() + (minutes * 60_000) / count
    const isOver = (): boolean => Date.now() >= endsAt
    await Promise.all([
      play({ url: stage.run.url, roll, books, promised }, endsAt),
      makeTrouble({ stage, roll, happened, isOver }),
    ])
    await settled(stage)
    promises += promised.size
    lost.push(...(await emptied(stage, promised)))
    taken = await settled(stage)
    rounds.push(await measured(stage))
    const settledMs = Date.now() - endsAt
    process.stderr.write(
      `round ${String(round + 1)} of ${String(count)}: ${String(taken)} requests, at rest after ${String(Math.round(settledMs / 1_000))} s\n`,
    )
  }
  clearInterval(reading)
  // Sockets to endpoints are kept for half a minute, for whoever comes next.
  await until(
    () => 'its sockets are closed',
    async () => ((await measured(stage)).sockets ?? 0) <= (sockets ?? 0) + KEPT_SOCKETS,
  ).catch(() => undefined)
  reader.read()
  const counters: Counters = {
    taken,
    trails: books.trails,
    counted: reader.ofRemoved + (await countedEnds(stage)),
    promises,
  }
  const end = await measured(stage)
  const found = {
    rounds,
    end,
    socketsBefore: sockets,
    counters,
    account: books.account(),
    lost,
    log: stage.log(),
  }
  const faults = verdictOf(found)
  report({ ...found, happened, faults, seed })
  return faults.length === 0
}

process.stdout.write(`seed ${String(seed)}, ${String(minutes)} minutes\n`)
const roll = seeded(seed)
const stage = await startStage(roll)
process.exitCode = 1
try {
  if (await soak(stage, roll)) process.exitCode = 0
} finally {
  await stage.stop()
}
process.exit()
