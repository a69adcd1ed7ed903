/** What simulations came to, as tables; on a terminal with a timeline of each. */
import type { Simulated } from '../ports/simulated.ts'
import type { Context } from './context.ts'
import { lasted } from '../views/lasted.ts'
import { printPairs, printTable } from './table.ts'

type Reader = Pick<Context, 'output' | 'say'>

export async function printSimulated(
  context: Reader,
  scenarios: readonly Simulated[],
  seed: number,
): Promise<void> {
  const { output, say } = context
  const titles = ['scenario', 'served', 'of', 'switches', 'p50', 'p99', 'paid', 'tiers'] as const
  await printTable(
    output,
    titles.map((title) => say(`simulate.title.${title}`)),
    scenarios.map(rowOf),
  )
  if (process.stdout.isTTY) for (const one of scenarios) await printTimeline(context, one)
  output.note(say('simulate.seed', { seed }))
}

function rowOf(one: Simulated): readonly string[] {
  const { addedP50Ms, addedP99Ms, asked, extraPaid, lastsMs, name, onTierMs, served, switches } = one
  const tiers = Object.entries(onTierMs).filter(([, ms]) => ms > 0)
  return [
    ...[name, percent(served, asked), String(asked), String(switches.length)],
    ...[seconds(addedP50Ms), seconds(addedP99Ms), String(extraPaid)],
    tiers.map(([tier, ms]) => `${tier} ${percent(ms, lastsMs)}`).join(', '),
  ]
}

/** Rounded down: all means all. */
const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${String(Math.floor((1_000 * part) / whole) / 10)} %`

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

const LEVELS = [...'·▁▂▃▄▅▆▇█']

/** Each tier's share of the requests over time, and those that failed; then every switch. */
async function printTimeline({ output, say }: Reader, one: Simulated): Promise<void> {
  output.data('')
  output.data(output.heading(`${one.name} (${lasted(one.lastsMs)})`))
  const tiers = [...new Set(one.timeline.flatMap(({ served }) => Object.keys(served)))].toSorted(
    (a, b) => orderOf(a) - orderOf(b),
  )
  const most = Math.max(1, ...one.timeline.map(sumOf))
  const bar = (count: number): string => {
    const level = count === 0 ? 0 : Math.max(1, Math.round((count / most) * (LEVELS.length - 1)))
    return LEVELS[level] ?? ''
  }
  const rows = tiers.map((tier) => [tier, one.timeline.map(({ served }) => bar(served[tier] ?? 0)).join('')])
  const failed = one.timeline.map((slice) => (slice.failed > 0 ? '×' : '·')).join('')
  await printPairs(
    output,
    [...rows, [say('simulate.failed'), failed]].map(
      ([label = '', text = '']) => [label, `│${text}│`] as const,
    ),
    '  ',
  )
  for (const { atMs, cause, from, to } of one.switches) {
    output.data(
      `  ${say('simulate.switch', { at: lasted(atMs), from: from ?? '-', to: to ?? '-', cause: say(`cause.${cause}`) })}`,
    )
  }
}

const ORDER = ['hand', 'primary', 'secondary', 'fallback']
const orderOf = (tier: string): number => {
  const index = ORDER.indexOf(tier)
  return index === -1 ? ORDER.length : index
}

const sumOf = ({ failed, served }: Simulated['timeline'][number]): number =>
  Object.values(served).reduce((sum, one) => sum + one, failed)
