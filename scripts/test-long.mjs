import { minute } from './check-phase.mjs'
import { claudePhase } from './claude-phase.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'
import { runPhases, vitest } from './runner.mjs'

const budgetMs = 20 * minute

prepareWorkspace()
await runPhases([claudePhase(), { name: 'long', budgetMs, steps: [vitest('long')] }], budgetMs)
