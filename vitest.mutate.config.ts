import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The first red test ends a run: those of the core are quicker and say more than those of the engine. */
class CoreFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => (one.moduleId < other.moduleId ? -1 : 1)))
  }
}

export default defineConfig({
  test: {
    include: ['src/{core,engine}/**/*.test.ts'],
    // Whole nights of the engine reach every line and would run against every change, most of the time of a mutation run;
    // what each rule says is asked of the rule. Without them the figures are lower bounds.
    exclude: ['src/engine/{engine-tiers-model,replay,sole-endpoint}.test.ts'],
    environment: 'node',
    // Instrumented code is several times slower, and a mutant that hangs is Stryker's to end.
    testTimeout: 60_000,
    // The core has no state that one file could leave to the next, and a worker for each file would be most of the time.
    isolate: false,
    sequence: { sequencer: CoreFirst },
  },
})
