import { checkPhase } from './check-phase.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'
import { runPhases } from './runner.mjs'

prepareWorkspace({ build: false })
await runPhases([checkPhase], checkPhase.budgetMs)
