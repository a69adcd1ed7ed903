/** `qcc simulate`: the lab's simulator on a person's configuration. Nothing is sent. */
import type { ReadSimulation } from '../cli/context.ts'
import { endpointsWithin } from '../core/failover/line-up.ts'
import type { RoutingTable } from '../core/model.ts'
import { routingTable } from '../core/config/routing-table.ts'
import { readConfiguration } from '../document/configuration.ts'
import { BUILT_IN_TABLE } from '../lab/sim/built-in-table.ts'
import { checkedRun } from '../lab/sim/checked-run.ts'
import { START_AT, type Run } from '../lab/sim/simulate.ts'
import type { Scenario } from '../lab/sim/scenario.ts'
import type { Simulated, ScenarioText } from '../ports/simulated.ts'
import type { Store } from '../ports/store.ts'
import { policyOf, timersOf, type SettingsView } from '../settings/resolve.ts'
import { parseScenario } from './scenario-file.ts'
import { VERSION } from './version.ts'

interface Services {
  store(): Promise<Store>
  settings(): Promise<SettingsView>
}

/** A scenario ready to run, or what is wrong with its text. */
export async function readSimulation(
  { name, text }: ScenarioText,
  isBuiltIn: boolean,
  services: Services,
): Promise<ReadSimulation> {
  const read = parseScenario(text)
  if (read.kind === 'invalid') return read
  const { settings } = await services.settings()
  const own = isBuiltIn ? null : await ownTable(services)
  const table = own ?? { ...BUILT_IN_TABLE, policy: policyOf(settings) }
  const { scenario } = read
  return {
    kind: 'valid',
    simulator: {
      configuration: own === null ? 'built-in' : 'own',
      run: (seed) => {
        const setup = { scenario, table, seed, mostAttempts: settings['attempts.max'] }
        const outcome = checkedRun(setup, VERSION)
        return outcome.kind === 'held'
          ? { kind: 'simulated', simulated: told(name, scenario, outcome.run) }
          : { kind: 'violated', what: outcome.violation.message, flight: JSON.stringify(outcome.flight) }
      },
    },
  }
}

/** Null while nobody would serve the root URL. */
async function ownTable(services: Services): Promise<RoutingTable | null> {
  const { document } = await readConfiguration((await services.store()).versions)
  const { settings: values } = await services.settings()
  const table = routingTable(document, { timers: timersOf(values), policy: policyOf(values) })
  return endpointsWithin(table, null).length === 0 ? null : table
}

function told(name: string, { lastsMs }: Scenario, run: Run): Simulated {
  const { onPlaceMs, slices, switches, ...totals } = run
  const { addedP50Ms, addedP99Ms, asked, extraPaid, failoverP99Ms, left, moves, probes, sends, served } =
    totals
  return {
    ...{ name, lastsMs, asked, served, left, sends, extraPaid, probes },
    ...{ addedP50Ms, addedP99Ms, failoverP99Ms, moves, onTierMs: onPlaceMs },
    switches: switches.map(({ at, cause, from, to }) => {
      return { atMs: at - START_AT, from: from?.place ?? null, to: to?.place ?? null, cause }
    }),
    timeline: slices.map((slice) => ({ served: Object.fromEntries(slice.served), failed: slice.failed })),
  }
}
