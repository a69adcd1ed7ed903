/**
 * `npm run bench`: what QCC costs beside the least that a proxy can cost.
 * Upstream, load generator and each proxy have a process of their own; the
 * rounds of all contenders alternate, so that a busy machine slows all alike.
 * Flags: `--rounds N`, `--quick`, `--write` (docs/benchmarks.md).
 */
import { parseArgs } from 'node:util'
import { cases, type Case } from './cases.ts'
import { startContenders, type Contender } from './contenders.ts'
import { cpuTimeMs } from './cpu-time.ts'
import { crowd, queue } from './load.ts'
import { printTables, writeReport, type Measured } from './report.ts'
import { measureStartUp } from './start-up.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const rounds = flags.quick ? 1 : Math.max(5, Number(flags.rounds))

interface Round {
  readonly cpuMs: number | null
  readonly perSecond: number
  readonly firstByteMs: readonly number[]
}

async function playRound({ pid, url }: Contender, one: Case): Promise<Round> {
  const before = cpuTimeMs(pid)
  const tookMs = await crowd(url, one)
  const after = cpuTimeMs(pid)
  const cpuMs = before === null || after === null ? null : (after - before) / one.requests
  return { cpuMs, perSecond: (one.requests / tookMs) * 1_000, firstByteMs: await queue(url, one) }
}

async function measure(one: Case, contenders: readonly Contender[]): Promise<Measured[]> {
  for (const contender of contenders) await playRound(contender, one) // until everything is compiled
  const played = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length])
    for (const contender of order)
      if (contender) played.get(contender.name)?.push(await playRound(contender, one))
    process.stderr.write(`${one.name}: round ${String(round + 1)} of ${String(rounds)}\n`)
  }
  return [...played].map(([name, all]) => ({
    name,
    cpuMs: all.flatMap(({ cpuMs }) => (cpuMs === null ? [] : [cpuMs])),
    perSecond: all.map(({ perSecond }) => perSecond),
    firstByteMs: all.flatMap(({ firstByteMs }) => firstByteMs),
  }))
}

const { contenders, stop } = await startContenders()
process.on('SIGINT', () => process.exit(130))
try {
  const results = []
  for (const one of cases(flags.quick ? 0.05 : 1))
    results.push({ name: one.name, measured: await measure(one, contenders) })
  const startUps = measureStartUp(flags.quick ? 3 : 30)
  printTables(results, startUps)
  if (flags.write) writeReport(results, startUps, rounds)
} finally {
  stop()
}
process.exit()
