// Everything that can be said about the sources without running the program; the slowest steps first, for two cores.
import { vitest } from './runner.mjs'

export const minute = 60_000

/**
 * Compilers make much that is garbage at once: with room for it, collecting takes a tenth less of the whole.
 * @param {string} part @returns {import('./runner.mjs').Step}
 */
const code = (part) => ({
  name: `types and lint: ${part}`,
  args: ['--max-semi-space-size=64', 'scripts/check-code.mjs', part],
})

/** @type {import('./runner.mjs').Phase} */
export const checkPhase = {
  name: 'check',
  budgetMs: minute,
  steps: [
    code('rest'),
    code('sources'),
    vitest('unit'),
    code('web'),
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
