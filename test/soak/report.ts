import type { LogEvent } from '../../src/ports/log.ts'
import type { Account } from './books.ts'
import type { Measured } from './measures.ts'
import type { Happened } from './trouble.ts'

/** The same number, told by three. */
export interface Counters {
  /** Requests that the proxy took. */
  readonly taken: number
  /** Trails in its database. */
  readonly trails: number
  /** Ends in its metrics. */
  readonly counted: number
  /** Requests that were handed in, whose clients were promised an answer. */
  readonly promises: number
}

export interface Found {
  /** After each round; caches fill in the first third. */
  readonly rounds: readonly Measured[]
  /** After the last one, with no socket left that is only kept for later. */
  readonly end: Measured
  readonly socketsBefore: number | null
  readonly counters: Counters
  readonly account: Account
  /** A line for each promise that was not kept. */
  readonly lost: readonly string[]
  readonly log: readonly LogEvent[]
}

const MB = 2 ** 20
/**
 * What is in use differs by more from one round to the next without growing, while V8 still compiles; 250 bytes kept of
 * each request would be more within ten minutes, and 1 KB within three.
 */
const MAY_GROW_BYTES = 4 * MB
/** Databases reuse what was given back, not always at once. */
const MAY_GROW_SHARE = 1.25
/** Source: a checkpoint every 1,000 pages of 4 KiB, https://www.sqlite.org/wal.html; one transaction may go beyond it. */
const WAL_BYTES = 16 * MB
/** Checks go on: they keep a socket to each of the five endpoints, and whoever reads the status one to the proxy. */
export const KEPT_SOCKETS = 6
const FAULTS: ReadonlySet<LogEvent['event']> = new Set([
  ...([
    'fault',
    'state-not-saved',
    'trail-not-saved',
    'queue-fault',
    'config-refused',
    'lines-lost',
  ] as const),
])

/** Everything that is not as it should be, a line each. */
export function verdictOf({
  account,
  counters,
  end,
  lost,
  log,
  rounds,
  socketsBefore,
}: Found): readonly string[] {
  const third = Math.floor(rounds.length / 3)
  const first = rounds.slice(-2 * third, -third)
  const last = rounds.slice(-third)
  const files = Math.max(...first.map((one) => one.files ?? 0))
  const least = (of: readonly Measured[]): number => Math.min(...of.map(({ used }) => used))
  const grown = (name: 'configuration' | 'history' | 'queue'): string[] => {
    const most = (of: readonly Measured[]): number => Math.max(...of.map((one) => one[name]))
    const isFlat = most(last) <= most(first) * MAY_GROW_SHARE + MB
    return isFlat ? [] : [`the database ${name} grew from ${mb(most(first))} to ${mb(most(last))} MB`]
  }
  const checks: readonly (readonly [isWell: boolean, fault: string])[] = [
    [account.requests > 0, 'no request was made'],
    [
      least(last) - least(first) < MAY_GROW_BYTES,
      `memory grew from ${mb(least(first))} to ${mb(least(last))} MB`,
    ],
    [
      (end.sockets ?? 0) <= (socketsBefore ?? 0) + KEPT_SOCKETS,
      `${String(end.sockets)} sockets are open, ${String(socketsBefore)} were before`,
    ],
    [(end.files ?? 0) <= files, `${String(end.files)} files are open, ${String(files)} were before`],
    [rounds.every(({ wal }) => wal <= WAL_BYTES), `a write-ahead log grew beyond ${mb(WAL_BYTES)} MB`],
    [
      counters.taken === counters.trails && counters.taken === counters.counted,
      `${String(counters.taken)} were taken, ${String(counters.trails)} have a trail, ${String(counters.counted)} were counted`,
    ],
  ]
  return [
    ...account.faults.map((fault) => `not accounted for: ${fault}`),
    ...lost,
    ...checks.flatMap(([isWell, fault]) => (isWell ? [] : [fault])),
    ...(['configuration', 'history', 'queue'] as const).flatMap(grown),
    ...log.filter(({ event }) => FAULTS.has(event)).map((event) => `in the log: ${JSON.stringify(event)}`),
  ]
}

const mb = (bytes: number): string => (bytes / MB).toFixed(2)

const MOST_FAULTS = 20

export function report({
  account,
  counters,
  end,
  faults,
  happened,
  rounds,
  seed,
}: Found & {
  readonly happened: Happened
  readonly faults: readonly string[]
  readonly seed: number
}): void {
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  print(
    '\n| round | used MB | resident MB | sockets | files | configuration MB | history MB | queue MB | WAL MB |',
  )
  print('| --- | --- | --- | --- | --- | --- | --- | --- | --- |')
  const row = (name: string, one: Measured): string => {
    const { configuration, files, history, queue, resident, sockets, used, wal } = one
    const sizes = [configuration, history, queue, wal].map(mb)
    const cells = [mb(used), resident === null ? '–' : mb(resident), sockets ?? '–', files ?? '–', ...sizes]
    return `| ${[name, ...cells].join(' | ')} |`
  }
  for (const [index, one] of rounds.entries()) print(row(String(index + 1), one))
  print(row('end', end))
  print('\n| its client saw | its trail says | requests |\n| --- | --- | --- |')
  for (const [pair, count] of [...account.rows].sort()) print(`| ${pair} | ${String(count)} |`)
  print(`| not accounted for | | ${String(account.faults.length)} |`)
  print(
    `\n${String(account.requests)} requests, ${String(counters.trails)} trails, ${String(counters.counted)} counted in`,
  )
  print(
    `the metrics, ${String(counters.promises)} handed in; ${[...happened].map(([what, count]) => `${String(count)} × ${what}`).join(', ')}`,
  )
  if (faults.length === 0) {
    print('\nEvery request is accounted for, and nothing grew.')
    return
  }
  print(`\n${String(faults.length)} faults; the same again: npm run soak -- --seed ${String(seed)}`)
  for (const fault of faults.slice(0, MOST_FAULTS)) print(`- ${fault}`)
}
