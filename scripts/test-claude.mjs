import { claudePhase } from './claude-phase.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'
import { runPhases } from './runner.mjs'

prepareWorkspace()
const phase = claudePhase()
await runPhases([phase], phase.budgetMs)
