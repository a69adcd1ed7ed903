/**
 * Makes the tables of docs/resilience.md: `node bench/resilience.ts 10 --write`.
 * Without `--write` it only prints them. Virtual time: nothing is sent, and the machine does not matter.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseScenario, shippedScenario } from '../src/app/scenario-file.ts'
import { SCENARIOS } from '../src/cli/scenario-names.ts'
import type { Policy } from '../src/core/model.ts'
import { BUILT_IN_TABLE } from '../src/lab/sim/built-in-table.ts'
import type { RivalName } from '../src/lab/sim/rival-policy.ts'
import { rivalRun } from '../src/lab/sim/rival-run.ts'
import type { Scenario } from '../src/lab/sim/scenario.ts'
import { simulate } from '../src/lab/sim/simulate.ts'
import type { Totals } from '../src/lab/sim/tally.ts'

const PAGE = new URL('../docs/resilience.md', import.meta.url)
/** What stands behind it in the page is made here. */
const MARK = '<!-- made by bench/resilience.ts -->'
const SEEDS = Number(process.argv[2] ?? 20)
const MOST_ATTEMPTS = 4
const COUNTED = [
  'asked',
  'served',
  'primary',
  'extraPaid',
  'sends',
  'flaps',
  'moves',
  'failoverP99Ms',
  'addedP99Ms',
] as const

type Sums = Record<(typeof COUNTED)[number], number>

const servedBy = ({ slices }: Totals, place: string): number =>
  slices.reduce((sum, { served }) => sum + (served.get(place) ?? 0), 0)

const RIVALS: readonly (readonly [RivalName, string])[] = [
  ['passive', 'passive, as nginx'],
  ['threshold', '3 failures, 300 s'],
  ['everybody', 'everything on everybody'],
]

/** What was tried, one thing at a time: of the policy, and how long an endpoint's first content is waited for. */
const TRIED: readonly (readonly [string, Partial<Policy>, firstContentMs?: number])[] = [
  ['as shipped', {}],
  ['`circuit.failure-threshold` 2', { failureThreshold: 2 }],
  ['`circuit.failure-threshold` 5', { failureThreshold: 5 }],
  ['`circuit.max-open` 60 s', { circuitMaxOpenMs: 60_000 }],
  ['`tier.cooldown` 60 s', { tierCooldownMs: 60_000 }],
  ['`tier.cooldown` 600 s', { tierCooldownMs: 600_000 }],
  ['`recovery.checks` 1', { recoveryChecks: 1 }],
  ['`recovery.checks` 4', { recoveryChecks: 4 }],
  ['`timeout.first-content-least` 60 s', { leastFirstContentMs: 60_000 }],
  ['`timeout.first-content` 120 s', {}, 120_000],
  ['`timeout.first-content` 60 s', { leastFirstContentMs: 60_000 }, 60_000],
  ['`room.wait` 2 s', { roomWaitMs: 2_000 }],
  ['`hold.max` 0 s', { holdMs: 0 }],
]

/** An endpoint that is well: its few failures must not move anybody for good. */
const BLIPS = `lasts: 45m
clients:
  - { like: claude-code, count: 12, pause: 2s..20s }
happens:
  - { at: tier 1, what: reset, share: 1% }
  - { at: tier 1, what: error, share: 1% }
`

/** Crashes and restarts are left out: the simpler policies have no proxy that could. */
function scenarioOf(name: (typeof SCENARIOS)[number]): Scenario {
  const read = parseScenario(shippedScenario(name))
  if (read.kind === 'invalid') throw new Error(`${name} is not valid`)
  const { scenario } = read
  return { ...scenario, proxy: scenario.proxy.filter(({ does }) => does !== 'crash' && does !== 'restart') }
}

function summed(run: (seed: number) => Totals): Sums {
  const sums: Sums = {
    asked: 0,
    served: 0,
    primary: 0,
    extraPaid: 0,
    sends: 0,
    flaps: 0,
    moves: 0,
    failoverP99Ms: 0,
    addedP99Ms: 0,
  }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const totals = run(seed)
    for (const key of COUNTED) sums[key] += key === 'primary' ? servedBy(totals, key) : totals[key]
  }
  return sums
}

const qcc = (scenario: Scenario, policy: Partial<Policy> = {}, firstContentMs = 300_000): Sums => {
  const table = {
    ...BUILT_IN_TABLE,
    policy: { ...BUILT_IN_TABLE.policy, ...policy },
    profiles: BUILT_IN_TABLE.profiles.map((profile) => ({
      ...profile,
      endpoints: profile.endpoints.map((one) => ({ ...one, timers: { ...one.timers, firstContentMs } })),
    })),
  }
  return summed((seed) => simulate({ scenario, table, seed, mostAttempts: MOST_ATTEMPTS }))
}

const percent = ({ asked, served }: Sums): string => ((100 * served) / asked).toFixed(2)
const perThousand = (count: number, { asked }: Sums): string => ((1_000 * count) / asked).toFixed(0)
const seconds = (sumMs: number): string => (sumMs / SEEDS / 1_000).toFixed(1)

const TITLES = [
  'served %',
  'first tier %',
  'failover p99 s',
  'added p99 s',
  'extra paid ‰',
  'flaps',
  'moves ‰',
]

const lines: string[] = []
const print = (line: string): void => {
  lines.push(line)
  process.stdout.write(`${line}\n`)
}
function head(first: string): void {
  print(`| ${[first, ...TITLES].join(' | ')} |`)
  print(`| ${[first, ...TITLES].map(() => '---').join(' | ')} |`)
}

const row = (label: string, sums: Sums): string =>
  `| ${[
    label,
    percent(sums),
    ((100 * sums.primary) / sums.served).toFixed(1),
    seconds(sums.failoverP99Ms),
    seconds(sums.addedP99Ms),
    perThousand(sums.extraPaid, sums),
    (sums.flaps / SEEDS).toFixed(1),
    perThousand(sums.moves, sums),
  ].join(' | ')} |`

for (const name of SCENARIOS) {
  const scenario = scenarioOf(name)
  print(`\n### ${name}\n\n${scenario.about.en}.\n`)
  head('')
  print(row('**QCC**', qcc(scenario)))
  for (const [rival, label] of RIVALS) {
    print(
      row(
        label,
        summed((seed) => rivalRun(rival, { scenario, seed, table: BUILT_IN_TABLE })),
      ),
    )
  }
}

function triedOn(scenarios: readonly Scenario[]): void {
  head('setting')
  for (const [label, policy, firstContentMs] of TRIED) {
    const all = scenarios.map((scenario) => qcc(scenario, policy, firstContentMs))
    const mean = Object.fromEntries(
      COUNTED.map((key) => [key, all.reduce((sum, one) => sum + one[key], 0) / all.length]),
    ) as Sums
    print(row(label, mean))
  }
}

print('\n## What was tried, over all ten\n')
triedOn(SCENARIOS.map(scenarioOf))
print(
  '\n## What was tried, on a first tier that is well\n\nOne request in a hundred is reset, one gets a 500.\n',
)
const blips = parseScenario(BLIPS)
if (blips.kind === 'valid') triedOn([blips.scenario])

if (process.argv.includes('--write')) {
  const page = readFileSync(PAGE, 'utf8')
  writeFileSync(PAGE, `${page.slice(0, page.indexOf(MARK) + MARK.length)}\n${lines.join('\n')}\n`)
}
