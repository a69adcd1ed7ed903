import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const root = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

const project = (name: string, include: string[], testTimeout: number, more: object = {}) => ({
  // What the bundler puts in the place of the version (scripts/bundle.mjs).
  define: { __QCC_VERSION__: JSON.stringify(root.version) },
  test: { name, include, environment: 'node', testTimeout, hookTimeout: testTimeout, ...more },
})

/** Each test is a client, whose start keeps a core busy for a second; most of the rest it waits. */
const clients = { maxConcurrency: 2, maxWorkers: 2 }

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      // No module of src keeps a state that one file could leave to the next: a worker for each file would be two thirds of the time.
      project('unit', ['{src,web}/**/*.test.ts'], 20_000, { isolate: false }),
      // Most of the time they wait for processes and timers.
      project('e2e', ['test/{e2e,cli,rules,contract,sim,fuzz}/**/*.test.ts'], 30_000, { maxWorkers: 2 }),
      project('packed', ['test/packed/**/*.test.ts'], 120_000),
      project('long', ['test/long/**/*.test.ts'], 1_200_000),
      project('claude', ['test/claude/**/*.test.ts'], 300_000, clients),
    ],
  },
})
