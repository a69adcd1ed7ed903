// The mutation run over the core, see docs/mutation.md.

export default {
  mutate: ['src/core/**/*.ts', '!src/core/**/*.test.ts'],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.ts', related: false },
  concurrency: 2,
  // What is computed when a file is loaded is seen by every test: a seventh of the changes would take two thirds of the time.
  ignoreStatic: true,
  // On a busy machine a slow test must not be taken for one that a change has made endless.
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: 'coverage/mutation.json',
  tempDirName: 'coverage/mutation',
  ignorePatterns: ['/bench', '/docs', '/dist', '/coverage', '/reports'],
  reporters: ['clear-text', 'progress-append-only', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'coverage/mutation.html' },
  thresholds: { high: 95, low: 90, break: 85 },
}
