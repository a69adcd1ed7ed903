import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshEvidence, type Evidence } from '../../src/core/health/evidence.ts'
import { NO_LATENCY, onWaited } from '../../src/core/health/latency.ts'
import { scoreFactors, scores } from '../../src/core/health/score.ts'
import { NO_TALLY, tallied } from '../../src/core/health/tally.ts'
import { DEFAULT_POLICY } from '../../src/core/model.ts'
import { endpoint } from '../support/fleet.ts'

const PAGE = join(import.meta.dirname, '../../docs/health.md')
const NOW = 1_000_000_000

/** `+` was served, `-` was not; answers begin after these times, in ms, one after the other. */
function evidence(outcomes: string, times: readonly number[]): Evidence {
  const asked = { stream: true, bytes: 1_000 }
  const signs = [...outcomes]
  const tally = signs.reduce(
    (before, sign) => tallied(before, sign === '+', DEFAULT_POLICY.staleMs, NOW),
    NO_TALLY,
  )
  const latency = signs.reduce((before, sign, index) => {
    const ms = times[index % times.length] ?? 0
    return sign === '+' ? onWaited(before, asked, { end: 'answered', ms }, NOW) : before
  }, NO_LATENCY)
  return { ...freshEvidence(endpoint('one'), 1, NOW), tally, latency }
}

const PLAYERS: readonly (readonly [string, Evidence])[] = [
  ['serves all, after 1 s', evidence('+'.repeat(20), [1_000])],
  ['serves all, after 2 s', evidence('+'.repeat(20), [2_000])],
  ['serves all, after 10 s', evidence('+'.repeat(20), [10_000])],
  ['serves all, after 1 s or 3 s', evidence('+'.repeat(20), [1_000, 3_000])],
  ['serves 18 of 20', evidence('+++++-++++'.repeat(2), [1_000])],
  ['serves every other one', evidence('-+'.repeat(10), [1_000])],
  ['served 15, and fails since', evidence('+'.repeat(15) + '-'.repeat(5), [1_000])],
  ['serves none', evidence('-'.repeat(20), [1_000])],
  ['was asked twice, and failed', evidence('--', [1_000])],
]

function row([name, one]: (typeof PLAYERS)[number]): string {
  const both = scores([one, evidence('+'.repeat(20), [1_000])], DEFAULT_POLICY, NOW)
  const [mine = 1, its = 1] = scoreFactors(both)
  const [score] = both
  const share = `${((100 * mine) / (mine + its)).toFixed(0)} %`
  if (score?.kind !== 'known') return `| ${name} | - | - | - | unknown | ${share} |`
  const { response, stability, success } = score.parts
  const parts = [success, response, stability].map((part) => (part === null ? '-' : part.toFixed(0)))
  return `| ${[name, ...parts, `${score.overall.toFixed(0)} ${score.condition}`, share].join(' | ')} |`
}

test('the page has the scores and shares that come out', async () => {
  const head =
    '| endpoint | success | response | stability | score | share |\n| --- | --- | --- | --- | --- | --- |'
  const table = [head, ...PLAYERS.map(row)].join('\n')
  const page = readFileSync(PAGE, 'utf8')
  const told = page.replace(
    /<!-- table -->[^]*<!-- end -->/,
    () => `<!-- table -->\n\n${table}\n\n<!-- end -->`,
  )
  await expect(told).toMatchFileSnapshot(PAGE)
})
