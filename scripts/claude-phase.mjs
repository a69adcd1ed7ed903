import { minute } from './check-phase.mjs'
import { installClaudeCode } from './claude-code.mjs'
import { vitest } from './runner.mjs'

/** The real Claude Code against the built proxy; left out, with the reason, where the client cannot be had. @returns {import('./runner.mjs').Phase} */
export function claudePhase() {
  const client = installClaudeCode()
  const phase = { name: 'real client', budgetMs: 8 * minute }
  if ('missing' in client) return { ...phase, steps: [], skipped: client.missing }
  return { ...phase, steps: [{ ...vitest('claude'), env: { QCC_TEST_CLAUDE: client.binary } }] }
}
