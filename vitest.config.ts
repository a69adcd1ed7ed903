import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

const project = (name: string, include: string[], testTimeout: number, more: object = {}) => ({
  // What the bundler puts in the place of the version (scripts/bundle.mjs).
  define: { __QCC_VERSION__: JSON.stringify(root.version) },
  test: { name, include, environment: 'node', testTimeout, hookTimeout: testTimeout, ...more },
})

/** Each test is a client, whose start keeps a core busy for a second; most of the rest it waits. */
const clients = { maxConcurrency: 2, maxWorkers: 2 }

/** Files that take longest. Begun last, one of them would keep one core busy while the others have nothing to do. */
const SLOWEST = [
  'cli/transcripts',
  'cli/sync',
  'cli/queue-idle',
  'cli/bad-input',
  'sim/simulator',
  'sim/storm',
  'long/simulator',
  'long/soak',
]

/** Of test/long, what neither measures nor is hurried: it runs beside the real client (`scripts/test-long.mjs`). */
const BESIDE = [
  'age-program',
  'crash',
  'queue-kills',
  'rekey-kills',
  'simulator',
  'slow-headers',
  'soak',
  'splits',
  'sync',
].map((name) => `test/long/${name}.test.ts`)

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) =>
      SLOWEST.some((name) => moduleId.endsWith(`test/${name}.test.ts`))
    const sorted = await super.sort(files)
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}

export default defineConfig({
  test: {
    passWithNoTests: false,
    sequence: { sequencer: SlowestFirst },
    projects: [
      // No module of src keeps a state that one file could leave to the next: a worker for each file would be two thirds of the time.
      project('unit', ['{src,web}/**/*.test.ts'], 20_000, { isolate: false }),
      // More than half of the time they wait for processes and timers: on two cores five of them are at work.
      project('e2e', ['test/{e2e,cli,rules,contract,sim,fuzz}/**/*.test.ts'], 60_000, {
        ...{ isolate: false, maxWorkers: 5 },
      }),
      project('browser', ['test/browser/**/*.test.ts'], 60_000, { isolate: false }),
      project('packed', ['test/packed/**/*.test.ts'], 120_000),
      project('long', ['test/long/**/*.test.ts'], 1_200_000, { exclude: BESIDE }),
      project('beside', BESIDE, 1_200_000, { maxWorkers: 2 }),
      project('claude', ['test/claude/**/*.test.ts'], 300_000, clients),
    ],
  },
})
