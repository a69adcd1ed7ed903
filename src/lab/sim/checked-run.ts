import type { Json } from '../../core/json.ts'
import { flightRecord } from '../../engine/flight-text.ts'
import { RecordedEngine } from '../../engine/recorded-engine.ts'
import { simulate, type Run, type Setup } from './simulate.ts'
import { Violation } from './violation.ts'

export type Outcome =
  | { readonly kind: 'held'; readonly run: Run }
  /** `flight`: what the engine decided before, for `qcc explain --replay`. */
  | { readonly kind: 'violated'; readonly violation: Violation; readonly flight: Json | null }

/** Runs it; where a rule is broken, once more, writing down what the engine decides. `version`: of this program. */
export function checkedRun(setup: Setup, version: string): Outcome {
  const plain = ran(setup)
  if (plain.kind === 'held') return plain
  const engines: RecordedEngine[] = []
  const engineOf: Setup['engineOf'] = (table, deps) => {
    const engine = new RecordedEngine(table, deps)
    engines.push(engine)
    return engine
  }
  const recorded = ran({ ...setup, engineOf })
  const stretch = engines.at(-1)?.flight.stretch ?? null
  const violation = recorded.kind === 'violated' ? recorded.violation : plain.violation
  return { kind: 'violated', violation, flight: stretch === null ? null : flightRecord(stretch, version) }
}

function ran(
  setup: Setup,
): Extract<Outcome, { kind: 'held' }> | { readonly kind: 'violated'; readonly violation: Violation } {
  try {
    return { kind: 'held', run: simulate(setup) }
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    return { kind: 'violated', violation: error }
  }
}
