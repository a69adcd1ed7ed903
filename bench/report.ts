/** Writes docs/benchmarks.md and its chart: every figure in them is of this run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { chartOf } from './chart.ts'
import type { Contender } from './contender.ts'
import type { Result } from './measure.ts'
import type { StartUp } from './start-up.ts'
import { asMarkdown, startTable, tableOf, targetTable, type Table } from './tables.ts'
import { targets } from './targets.ts'

/** Who could not be measured. */
export interface Missing {
  readonly name: string
  readonly why: string
}

export interface Report {
  readonly results: readonly Result[]
  readonly startUps: readonly StartUp[]
  readonly missing: readonly Missing[]
  readonly contenders: readonly Contender[]
  readonly rounds: number
  /** How many processes wanted a processor before, on average of a minute. */
  readonly busyBefore: number
  readonly tookMinutes: number
}

const PAGE = new URL('../docs/benchmarks.md', import.meta.url)
const CHART = new URL('../docs/images/benchmarks.svg', import.meta.url)
/** What stands between them in the page is made here; the rest is written by hand. */
const BEGIN = '<!-- made by npm run bench -- --write -->'
const END = '<!-- until here -->'

export function writeReport(report: Report): void {
  mkdirSync(new URL('.', CHART), { recursive: true })
  writeFileSync(CHART, chartOf(report.results))
  const page = readFileSync(PAGE, 'utf8')
  const [before, after] = [page.slice(0, page.indexOf(BEGIN) + BEGIN.length), page.slice(page.indexOf(END))]
  writeFileSync(PAGE, `${before}\n\n${textOf(report)}\n\n${after}`)
}

function textOf({ busyBefore, contenders, missing, results, rounds, startUps, tookMinutes }: Report): string {
  const machine = `${cpus()[0]?.model ?? 'an unknown processor'}, ${availableParallelism()} cores, ${process.platform}, Node ${process.versions.node}`
  const today = new Date().toISOString().slice(0, 10)
  return [
    `Made on ${today} on this machine: ${machine}; ${rounds} rounds in ${tookMinutes.toFixed(0)} minutes. Before, ${busyBefore.toFixed(1)} other processes were at work on it, on average: figures are good where that is near 0.`,
    '![CPU time per request of each contender](images/benchmarks.svg)',
    section(targetTable(targets(results, startUps))),
    ...results.map((result) => section(tableOf(result))),
    section(startTable(startUps)),
    '## Who was measured',
    [
      ...contenders.map(({ about, name }) => `- **${name}**: ${about}.`),
      ...missing.map(({ name, why }) => `- ${name} could not be measured here: ${why}`),
    ].join('\n'),
  ].join('\n\n')
}

const section = (table: Table): string => `## ${table.title}\n\n${asMarkdown(table)}`
