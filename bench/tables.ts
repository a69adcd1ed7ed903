/** Results as rows of cells, for the terminal and for Markdown alike. */
import { startRatio, targets, type Target } from './targets.ts'
import type { FailoverMeasured, Failing, Measured, Result } from './measure.ts'
import { FAILURES } from './started.ts'
import type { StartUp } from './start-up.ts'
import { median, pairedRatio, spread } from './statistics.ts'

export interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const NONE = '–'

/** All of a run, the targets last. */
export const tablesOf = (results: readonly Result[], startUps: readonly StartUp[]): readonly Table[] => [
  ...results.map(tableOf),
  ...(startUps.length > 0 ? [startTable(startUps)] : []),
  targetTable(targets(results, startUps)),
]

export function tableOf(result: Result): Table {
  switch (result.kind) {
    case 'crowd':
      return {
        title: result.of.name,
        head: [
          '',
          'CPU ms/request',
          '÷ bare',
          'requests/s',
          'first byte ms',
          'added',
          'MB peak',
          'after',
          'wrong',
        ],
        rows: result.measured.map((one) => crowdRow(one, result.measured)),
      }
    case 'streams':
      return {
        title: result.of.name,
        head: [
          '',
          'CPU ms/stream',
          '÷ bare',
          'delay of an event ms',
          'added',
          'p99',
          'MB peak',
          'after',
          'lost or wrong',
        ],
        rows: result.measured.map((one) => streamsRow(one, result.measured)),
      }
    case 'failover':
      return {
        title: result.of.name,
        head: ['', 'first byte ms, all well', ...FAILURES.map((failure) => `added: ${failure}`)],
        rows: result.measured.map(failoverRow),
      }
  }
}

export const startTable = (startUps: readonly StartUp[]): Table => ({
  title: 'Starting the program',
  head: ['', 'ms', '÷ node -e 0'],
  rows: startUps.map(({ name, tookMs }) => [
    name,
    withSpread(tookMs, 1),
    times(startRatio(name, startUps) ?? Number.NaN),
  ]),
})

export const targetTable = (all: readonly Target[]): Table => ({
  title: 'Targets',
  head: ['', 'at most', 'measured', ''],
  rows: all.map(({ most, unit, value, what }) => [
    what,
    shown(most, unit),
    value === null ? NONE : shown(value, unit),
    verdict({ most, unit, value }),
  ]),
})

function verdict({ most, unit, value }: Pick<Target, 'most' | 'unit' | 'value'>): string {
  if (value === null) return 'not measured'
  if (value <= most) return 'reached'
  return `missed by ${shown(value - most, unit)}`
}

function shown(value: number, unit: Target['unit']): string {
  switch (unit) {
    case '×':
      return `${times(value)} ×`
    case 'ms':
      return `${value.toFixed(2)} ms`
    case 'MB':
      return `${value.toFixed(0)} MB`
    case 'streams':
      return value.toFixed(0)
  }
}

function crowdRow(one: Measured, all: readonly Measured[]): string[] {
  return [
    ...cpuCells(one, all),
    withSpread(one.perSecond, 0),
    withSpread(one.firstByteMs, 3),
    added(one, all, (measured) => measured.firstByteMs, 3),
    ...memoryCells(one),
    wrongCell(one),
  ]
}

function streamsRow(one: Measured, all: readonly Measured[]): string[] {
  return [
    ...cpuCells(one, all),
    withSpread(one.delayMs, 2),
    added(one, all, (measured) => measured.delayMs, 2),
    median(one.delayP99Ms).toFixed(1),
    ...memoryCells(one),
    wrongCell(one),
  ]
}

function failoverRow({ failing, name }: FailoverMeasured): string[] {
  const wellMs = FAILURES.flatMap((failure) => failing[failure].wellMs)
  return [name, withSpread(wellMs, 3), ...FAILURES.map((failure) => failingCell(failing[failure]))]
}

function failingCell({ addedMs, asked, firstWrong, met, wrong }: Failing): string {
  if (wrong > 0) return `${wrong} of ${asked} wrong (${firstWrong?.slice(0, 'status 000'.length) ?? ''})`
  // Who sets a failing endpoint aside pays for a few requests only.
  const share = met === null || met >= asked ? '' : `; ${met} of ${asked} met it`
  return `${median(addedMs).toFixed(2)} ms${share}`
}

function cpuCells({ cpuMs, name }: Measured, all: readonly Measured[]): string[] {
  const bare = all.find((one) => one.name === 'bare')
  if (cpuMs.length === 0) return [name, NONE, NONE]
  return [name, withSpread(cpuMs, 4), bare === undefined ? NONE : times(pairedRatio(cpuMs, bare.cpuMs))]
}

function added(
  one: Measured,
  all: readonly Measured[],
  of: (measured: Measured) => readonly number[],
  digits: number,
): string {
  const direct = all.find(({ name }) => name === 'direct')
  if (direct === undefined || direct === one) return NONE
  return (median(of(one)) - median(of(direct))).toFixed(digits)
}

const memoryCells = ({ memory }: Measured): string[] =>
  memory === null ? [NONE, NONE] : [memory.peak.toFixed(0), memory.now.toFixed(0)]

const wrongCell = ({ asked, wrong }: Measured): string => (wrong === 0 ? '0' : `${wrong} of ${asked}`)

const times = (value: number): string => value.toFixed(2)

const withSpread = (values: readonly number[], digits: number): string =>
  `${median(values).toFixed(digits)} ± ${(spread(values) * 100).toFixed(0)} %`

export function asText({ head, rows, title }: Table): string {
  const all = [[title, ...head.slice(1)], ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function asMarkdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
