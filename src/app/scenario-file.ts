/** Scenarios as files: those that ship with the program lie beside it, for people to read and to begin from. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ScenarioName } from '../cli/scenario-names.ts'
import { readYaml, type PlacedFault } from '../document/yaml.ts'
import { readScenario } from '../lab/sim/read-scenario.ts'
import type { Scenario } from '../lab/sim/scenario.ts'

type ParsedScenario =
  | { readonly kind: 'valid'; readonly scenario: Scenario }
  | { readonly kind: 'invalid'; readonly faults: readonly PlacedFault[] }

/** Beside the bundle, and among the sources. */
const FOLDERS = ['../scenarios/', '../lab/scenarios/']

/** The text of one that ships with the program. */
export function shippedScenario(name: ScenarioName): string {
  const files = FOLDERS.map((folder) => fileURLToPath(new URL(`${folder}${name}.yaml`, import.meta.url)))
  return readFileSync(files.find((file) => existsSync(file)) ?? files[0] ?? name, 'utf8')
}

/** What a text says, or everything that is wrong with it. */
export function parseScenario(text: string): ParsedScenario {
  const yaml = readYaml(text)
  if (yaml.kind === 'invalid') return yaml
  const read = readScenario(yaml.value)
  return read.kind === 'valid' ? read : { kind: 'invalid', faults: yaml.placed(read.faults) }
}
