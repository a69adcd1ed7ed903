/** Plays a case with all contenders in turn in each round, so that a busy machine slows all alike. */
import type { Case, Crowd, Failover, Streams } from './cases.ts'
import type { Contender } from './contender.ts'
import type { CrowdAsked, Done, Load } from './load-process.ts'
import { cpuTimeMs, forgetPeak, memoryMb } from './process-cost.ts'
import { FAILURES, started, type FailureName, type Started, type Upstreams } from './started.ts'

/** What one contender did in one case; lists have a value a round. */
export interface Measured {
  readonly name: string
  /** CPU milliseconds a request; empty where the system does not tell. */
  readonly cpuMs: readonly number[]
  /** Requests a second, many at a time. */
  readonly perSecond: readonly number[]
  /** Median milliseconds to the first byte, one at a time. */
  readonly firstByteMs: readonly number[]
  /** Milliseconds from an event's writing to its reading: medians and 99th percentiles. */
  readonly delayMs: readonly number[]
  readonly delayP99Ms: readonly number[]
  readonly asked: number
  readonly wrong: number
  readonly firstWrong: string | null
  /** Megabytes resident: the most, and after the last round. */
  readonly memory: { readonly peak: number; readonly now: number } | null
}

export interface FailoverMeasured {
  readonly name: string
  readonly failing: Readonly<Record<FailureName, Failing>>
}

/** Before and while the first endpoint failed; lists have a value a round, a median of all pairs of requests. */
export interface Failing {
  readonly wellMs: readonly number[]
  readonly addedMs: readonly number[]
  readonly asked: number
  readonly wrong: number
  readonly firstWrong: string | null
  /** How many requests the failing endpoint met; null where it cannot count. */
  readonly met: number | null
}

export type Result =
  | { readonly kind: 'crowd'; readonly of: Crowd; readonly measured: readonly Measured[] }
  | { readonly kind: 'streams'; readonly of: Streams; readonly measured: readonly Measured[] }
  | { readonly kind: 'failover'; readonly of: Failover; readonly measured: readonly FailoverMeasured[] }

export interface Bench {
  readonly load: Load
  readonly upstreams: Upstreams
  readonly rounds: number
  /** How long the crowd of a round asks. */
  readonly roundMs: number
  /** Share of the streams and of the requests one by one that are made; 1 but for a first look. */
  readonly scale: number
}

/** Work that is put off until after the answer still belongs to it. */
const SETTLES_MS = 150
/** The longest that warming up takes, in rounds: a slow one is as warm as it gets. */
const WARM_UP_ROUNDS = 6

interface Round {
  /** Many at once. */
  readonly crowd: Done
  readonly cpuMs: number | null
  /** One after the other; null for streams. */
  readonly alone: Done | null
}

/** `contenders` are up. */
export async function measure(
  one: Crowd | Streams,
  contenders: readonly Started[],
  bench: Bench,
): Promise<readonly Measured[]> {
  const played = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]))
  for (const it of contenders) await warmUp(one, it, bench)
  for (const { pid } of contenders) forgetPeak(pid)
  for (let round = 0; round < bench.rounds; round++) {
    for (const it of inTurn(contenders, round)) played.get(it.name)?.push(await playRound(one, it, bench))
    progress(one, round, bench)
  }
  return contenders.map((it) => summary(it, played.get(it.name) ?? []))
}

/** Starts the contender in front of an endpoint that fails at times, and one that is well. */
export async function measureFailover(
  one: Failover,
  contender: Contender,
  bench: Bench,
): Promise<FailoverMeasured> {
  const { control, fickle, good } = bench.upstreams
  const it = await started(contender, [fickle, good])
  try {
    const rounds = new Map<FailureName, Done[]>(FAILURES.map((name) => [name, []]))
    for (let round = -1; round < bench.rounds; round++) {
      for (const failure of FAILURES) {
        const done = await bench.load({
          ...{ task: 'failover', url: it.url, control, failure, kilobytes: 1, wanted: { kind: 'whole' } },
          count: scaled(one.probes, bench.scale),
        })
        // The first round warms up.
        if (round >= 0) rounds.get(failure)?.push(done)
      }
    }
    progress({ name: `${one.name}, ${contender.name}` }, bench.rounds - 1, bench)
    const failing = FAILURES.map((name) => [name, failingOf(name, rounds.get(name) ?? [])])
    return { name: contender.name, failing: Object.fromEntries(failing) as FailoverMeasured['failing'] }
  } finally {
    await it.stop()
  }
}

const failingOf = (name: FailureName, rounds: readonly Done[]): Failing => ({
  ...counts(rounds),
  wellMs: rounds.map(({ firstByteMs }) => firstByteMs),
  addedMs: rounds.flatMap(({ failover }) => failover?.addedMs ?? []),
  met: name === 'refusing' ? null : rounds.reduce((sum, { failover }) => sum + (failover?.met ?? 0), 0),
})

/** So that nothing is compiled any more in what is measured. */
async function warmUp(one: Crowd | Streams, it: Started, bench: Bench): Promise<void> {
  if (one.kind === 'streams') await playRound(one, it, bench)
  else await bench.load({ ...crowdOf(one, it.url, bench.roundMs * WARM_UP_ROUNDS), most: one.warmUp })
}

async function playRound(one: Crowd | Streams, { pid, url }: Started, bench: Bench): Promise<Round> {
  const { load, roundMs, scale } = bench
  const before = cpuTimeMs(pid)
  const crowd = await load(
    one.kind === 'crowd'
      ? crowdOf(one, url, roundMs)
      : {
          ...{ task: 'streams', url, kilobytes: 1, wanted: one.wanted },
          ...{ count: scaled(one.count, scale), beginOverMs: one.beginOverMs },
        },
  )
  await new Promise((resolve) => setTimeout(resolve, SETTLES_MS))
  const after = cpuTimeMs(pid)
  const cpuMs = pid === 0 || before === null || after === null ? null : (after - before) / crowd.asked
  if (one.kind === 'streams') return { crowd, cpuMs, alone: null }
  const alone = { ...crowdOf(one, url, roundMs), atOnce: 1, most: scaled(one.probes, scale) }
  return { crowd, cpuMs, alone: await load(alone) }
}

const crowdOf = ({ atOnce, kilobytes, wanted }: Crowd, url: string, forMs: number): CrowdAsked => ({
  ...{ task: 'crowd', url, kilobytes, wanted, atOnce, forMs },
  most: Number.MAX_SAFE_INTEGER,
})

function summary({ name, pid }: Started, rounds: readonly Round[]): Measured {
  const crowds = rounds.map(({ crowd }) => crowd)
  const alone = rounds.flatMap((round) => round.alone ?? [])
  return {
    name,
    cpuMs: rounds.flatMap(({ cpuMs }) => cpuMs ?? []),
    perSecond: crowds.map(({ asked, tookMs }) => (asked / tookMs) * 1_000),
    firstByteMs: alone.map((done) => done.firstByteMs),
    delayMs: crowds.flatMap(({ delayMs }) => delayMs?.median ?? []),
    delayP99Ms: crowds.flatMap(({ delayMs }) => delayMs?.p99 ?? []),
    ...counts([...crowds, ...alone]),
    memory: pid === 0 ? null : memoryMb(pid),
  }
}

const counts = (done: readonly Done[]): Pick<Done, 'asked' | 'wrong' | 'firstWrong'> => ({
  asked: done.reduce((sum, { asked }) => sum + asked, 0),
  wrong: done.reduce((sum, { wrong }) => sum + wrong, 0),
  firstWrong: done.find(({ firstWrong }) => firstWrong !== null)?.firstWrong ?? null,
})

const scaled = (count: number, scale: number): number => Math.max(2, Math.round(count * scale))

/** Another one begins in each round. */
const inTurn = <T>(all: readonly T[], round: number): readonly T[] =>
  all.map((_, at) => all[(at + round) % all.length] as T)

const progress = ({ name }: Pick<Case, 'name'>, round: number, { rounds }: Bench): void => {
  process.stderr.write(`${name}: round ${round + 1} of ${rounds}\n`)
}
