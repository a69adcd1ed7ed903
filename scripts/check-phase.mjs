// Everything that can be said about the sources without running the program; the slowest steps first, for two cores.
import { vitest } from './runner.mjs'

export const minute = 60_000

/** @type {import('./runner.mjs').Phase} */
export const checkPhase = {
  name: 'check',
  budgetMs: minute,
  steps: [
    { name: 'types and lint: rest', args: ['scripts/check-code.mjs', 'rest'] },
    { name: 'types and lint: sources', args: ['scripts/check-code.mjs', 'sources'] },
    vitest('unit'),
    { name: 'types and lint: web', args: ['scripts/check-code.mjs', 'web'] },
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
