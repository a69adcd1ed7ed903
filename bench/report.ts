import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { BARE_START, type StartUp } from './start-up.ts'
import { median, quantile, spread } from './statistics.ts'

/** What one contender did in one case, over all rounds. */
export interface Measured {
  readonly name: string
  /** CPU milliseconds a request, a value a round; empty where the system does not tell. */
  readonly cpuMs: readonly number[]
  /** Requests a second at 16 at a time, a value a round. */
  readonly perSecond: readonly number[]
  /** Milliseconds to the first byte, a value a request, one at a time. */
  readonly firstByteMs: readonly number[]
}

export interface Result {
  /** The case's. */
  readonly name: string
  readonly measured: readonly Measured[]
}

const HEAD = ['', 'CPU ms/request', '÷ bare', 'requests/s', 'first byte ms (p50)', '(p95)', 'added to direct']

const START_HEAD = ['', 'ms', '÷ bare', 'target']

export function printTables(results: readonly Result[], startUps: readonly StartUp[]): void {
  for (const result of results) printTable([[result.name, ...HEAD.slice(1)], ...rowsOf(result)])
  printTable([['starting', ...START_HEAD.slice(1)], ...startUps.map((one) => startRow(one, startUps))])
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  console.log('')
}

/** Writes docs/benchmarks.md: every figure in it is of this run. */
export function writeReport(results: readonly Result[], startUps: readonly StartUp[], rounds: number): void {
  const tables = results.map((result) => `## ${result.name}\n\n${markdown([HEAD, ...rowsOf(result)])}\n`)
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${String(availableParallelism())} cores, ${process.platform}, Node ${process.versions.node}`
  const text = [
    '# What QCC costs\n',
    `Made by \`npm run bench -- --rounds ${String(rounds)} --write\` on ${new Date().toISOString().slice(0, 10)}.`,
    `Machine: ${machine}. ${String(rounds)} rounds, all contenders in turn in each; medians, and ± half the distance`,
    'from the lowest to the highest round.\n',
    '- **direct**: the upstream without anything before it.',
    '- **bare**: a pass-through of `node:http` and undici `Pool.dispatch` that keeps no body, judges nothing and fails',
    '  over to nobody (`bench/peers/bare.ts`): the least that a proxy on Node can cost.',
    '- **bare-pipe**: the same with undici `request()` and a stream pipeline (`bench/peers/bare-pipe.ts`).',
    '- **qcc**: the built program, as `qcc proxy start -d` and `qcc run` start it, with log, trails and usage on.\n',
    'CPU is what the operating system accounts to the process, at 16 requests at a time. The time to the first byte is',
    'measured at one request at a time. Machines differ and are noisy; the ratios are what to look at. Targets: CPU',
    'at most 1.5 times bare, at most 1 ms added to the first byte at the median.\n',
    ...tables,
    '## Starting the program\n',
    `The whole life of a process, ${String(startUps[0]?.tookMs.length ?? 0)} runs of each in turn; \`qcc list\` reads a home with three profiles.\n`,
    `${markdown([START_HEAD, ...startUps.map((one) => startRow(one, startUps))])}\n`,
  ].join('\n')
  writeFileSync(fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url)), text)
}

function rowsOf({ measured }: Result): string[][] {
  const of = (name: string) => measured.find((one) => one.name === name)
  const bareCpu = median(of('bare')?.cpuMs ?? [])
  const directMs = median(of('direct')?.firstByteMs ?? [])
  return measured.map(({ cpuMs, firstByteMs, name, perSecond }) => {
    const isProxy = name !== 'direct'
    const cpu = isProxy && cpuMs.length > 0 ? `${median(cpuMs).toFixed(4)} ± ${percent(spread(cpuMs))}` : '–'
    return [
      name,
      cpu,
      isProxy && cpuMs.length > 0 ? (median(cpuMs) / bareCpu).toFixed(2) : '–',
      `${median(perSecond).toFixed(0)} ± ${percent(spread(perSecond))}`,
      median(firstByteMs).toFixed(3),
      quantile(firstByteMs, 0.95).toFixed(3),
      isProxy ? (median(firstByteMs) - directMs).toFixed(3) : '–',
    ]
  })
}

const START_TARGETS: Readonly<Record<string, string>> = { 'qcc --version': '1.5', 'qcc list': '2' }

function startRow({ name, tookMs }: StartUp, all: readonly StartUp[]): string[] {
  const bareMs = median(all.find((one) => one.name === BARE_START)?.tookMs ?? [])
  const ratio = (median(tookMs) / bareMs).toFixed(2)
  return [
    name,
    `${median(tookMs).toFixed(1)} ± ${percent(spread(tookMs))}`,
    ratio,
    START_TARGETS[name] ?? '–',
  ]
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
