/** Runs of the scenarios that ship, on the table that ships; a run in which a rule is broken says how to see it again. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseScenario, shippedScenario } from '../../src/app/scenario-file.ts'
import type { SCENARIOS } from '../../src/cli/scenario-names.ts'
import type { RoutingTable } from '../../src/core/model.ts'
import { BUILT_IN_TABLE } from '../../src/lab/sim/built-in-table.ts'
import { checkedRun } from '../../src/lab/sim/checked-run.ts'
import type { Scenario } from '../../src/lab/sim/scenario.ts'
import type { Run } from '../../src/lab/sim/simulate.ts'

const MOST_ATTEMPTS = 4

export function shipped(name: (typeof SCENARIOS)[number]): Scenario {
  const read = parseScenario(shippedScenario(name))
  if (read.kind === 'invalid') throw new Error(JSON.stringify(read.faults))
  return read.scenario
}

/** The same with fewer who ask: one in `parts`, and one at least. */
export const thinned = (scenario: Scenario, parts: number): Scenario => ({
  ...scenario,
  clients: scenario.clients.map((group) => ({ ...group, count: Math.ceil(group.count / parts) })),
})

/** Throws with the seed and the file of the flight when a rule is broken. */
export function heldRun(scenario: Scenario, seed: number, table: RoutingTable = BUILT_IN_TABLE): Run {
  const outcome = checkedRun({ scenario, table, seed, mostAttempts: MOST_ATTEMPTS }, 'test')
  if (outcome.kind === 'held') return outcome.run
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'qcc-flight-')), 'flight.json')
  writeFileSync(file, JSON.stringify(outcome.flight))
  throw new Error(`seed ${String(seed)}: ${outcome.violation.message}\nqcc explain --replay ${file}`)
}
