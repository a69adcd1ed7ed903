import { checkPhase, minute } from './check-phase.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'
import { runPhases, vitest } from './runner.mjs'

const budgetMs = 8 * minute

prepareWorkspace()
await runPhases(
  [
    checkPhase,
    { name: 'end to end', budgetMs, steps: [vitest('e2e')] },
    { name: 'browser', budgetMs: 2 * minute, steps: [vitest('browser')] },
    { name: 'packed artefact', budgetMs, steps: [vitest('packed')] },
  ],
  budgetMs,
)
