/**
 * `npm run bench`: what QCC costs beside others, in one run. Flags: `--rounds N`, `--seconds N` (of a round), `--cases` and
 * `--contenders` with commas between, `--quick` (a first look), `--write` (docs/benchmarks.md and its chart).
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { CASES, START, type Case } from './cases.ts'
import type { Contender } from './contender.ts'
import { CONTENDERS } from './contenders.ts'
import { startLoad } from './load-process.ts'
import { measure, measureFailover, type Bench, type FailoverMeasured, type Result } from './measure.ts'
import { writeReport, type Missing, type Report } from './report.ts'
import { measureStartUp } from './start-up.ts'
import { started, startUpstreams, type Started } from './started.ts'
import { asText, tablesOf } from './tables.ts'

const ALL_CASES = [...Object.keys(CASES), START]
const ALL_CONTENDERS = CONTENDERS.map(({ name }) => name)

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    cases: { type: 'string', default: ALL_CASES.join(',') },
    contenders: { type: 'string', default: ALL_CONTENDERS.join(',') },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

/** Command lines are quick: as many as are needed for a steady median. */
const STARTS = 25
const QUICK = { rounds: 1, roundMs: 150, scale: 0.05, starts: 2 }

/** The names in a flag, each one that there is. */
function namesIn(flag: string, all: readonly string[]): readonly string[] {
  const names = flag.split(',')
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; there is ${all.join(', ')}.`)
  return all.filter((name) => names.includes(name))
}

/** Starts whom it can; who cannot be had is told with the reason. */
async function startAll(
  wanted: readonly Contender[],
  good: string,
): Promise<{ up: Started[]; missing: Missing[] }> {
  const up: Started[] = []
  const missing: Missing[] = []
  for (const contender of wanted) {
    try {
      up.push(await started(contender, [good]))
    } catch (error) {
      missing.push({ name: contender.name, why: error instanceof Error ? error.message : String(error) })
    }
  }
  return { up, missing }
}

async function resultOf(one: Case, up: readonly Started[], bench: Bench): Promise<Result> {
  if (one.kind === 'crowd') return { kind: 'crowd', of: one, measured: await measure(one, up, bench) }
  const its = CONTENDERS.filter(({ name }) => up.some((other) => other.name === name))
  if (one.kind === 'streams') {
    // What other cases have left in memory would count as theirs.
    const fresh = await startAll(
      one.isForFew ? its.filter(({ isYardstick }) => isYardstick) : its,
      bench.upstreams.good,
    )
    const measured = await measure(one, fresh.up, bench)
    for (const it of fresh.up) await it.stop()
    return { kind: 'streams', of: one, measured }
  }
  const measured: FailoverMeasured[] = []
  for (const it of its) if (it.failsOver) measured.push(await measureFailover(one, it, bench))
  return { kind: 'failover', of: one, measured }
}

async function benchmark(): Promise<Report> {
  const [busyBefore = 0] = loadavg()
  const startedAt = performance.now()
  const cases = namesIn(flags.cases, ALL_CASES)
  const names = namesIn(flags.contenders, ALL_CONTENDERS)
  const wanted = CONTENDERS.filter(({ name }) => names.includes(name))
  const asked = {
    rounds: Number(flags.rounds),
    roundMs: Number(flags.seconds) * 1_000,
    scale: 1,
    starts: STARTS,
  }
  const { starts, ...size } = flags.quick ? QUICK : asked
  const upstreams = await startUpstreams()
  const { load, stop } = startLoad()
  try {
    const { missing, up } = await startAll(wanted, upstreams.good)
    const results: Result[] = []
    for (const [name, one] of Object.entries(CASES)) {
      if (cases.includes(name)) results.push(await resultOf(one, up, { ...size, load, upstreams }))
    }
    for (const one of up) await one.stop()
    const startUps = cases.includes(START) ? measureStartUp(starts) : []
    const tookMinutes = (performance.now() - startedAt) / 60_000
    return { results, startUps, missing, contenders: wanted, rounds: size.rounds, busyBefore, tookMinutes }
  } finally {
    stop()
    await upstreams.stop()
  }
}

process.on('SIGINT', () => process.exit(130))
const report = await benchmark()
for (const table of tablesOf(report.results, report.startUps)) process.stdout.write(`${asText(table)}\n\n`)
process.stdout.write(
  `Processes at work before: ${report.busyBefore.toFixed(1)}; good figures need a machine with nothing to do.\n`,
)
for (const { name, why } of report.missing) process.stdout.write(`${name} was not measured: ${why}\n`)
if (flags.write) writeReport(report)
process.exit()
