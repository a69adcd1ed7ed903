import { minute } from './check-phase.mjs'
import { claudePhase } from './claude-phase.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'
import { runPhases, vitest } from './runner.mjs'

const budgetMs = 20 * minute

prepareWorkspace()
const client = claudePhase()
const isHere = client.skipped === undefined
// The client waits for most of its time: what does not depend on how busy the machine is runs beside it.
const beside = { ...vitest('beside'), beside: isHere }
const sideBySide = { name: isHere ? `${client.name} and what runs beside it` : 'beside', budgetMs }
await runPhases(
  [
    ...(isHere ? [] : [client]),
    { ...sideBySide, steps: [...client.steps, beside] },
    { name: 'long', budgetMs, steps: [vitest('long')] },
  ],
  budgetMs,
)
