// Everything that can be said about the sources without running the program; the slowest steps first, for two cores.
import { vitest } from './runner.mjs'

export const minute = 60_000

/** @type {import('./runner.mjs').Phase} */
export const checkPhase = {
  name: 'check',
  budgetMs: minute,
  steps: [
    vitest('unit'),
    {
      name: 'lint',
      args: [
        // Parsing makes much that is garbage at once: with room for it, collecting takes less of the whole.
        ...['--max-semi-space-size=64', 'node_modules/eslint/bin/eslint.js', '.'],
        // No rule looks beyond its file: what was sound stays so while neither it nor the rules change.
        ...['--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/eslint/'],
      ],
    },
    { name: 'types', args: ['node_modules/oxlint/bin/oxlint'] },
    {
      name: 'imports',
      args: [
        'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
        ...['--config', '.dependency-cruiser.mjs', 'src', 'web', 'test', 'bench'],
      ],
    },
    { name: 'unused', args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
    { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check', '.'] },
    { name: 'layout', args: ['scripts/check-layout.mjs'] },
  ],
}
