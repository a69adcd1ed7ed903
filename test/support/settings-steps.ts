import type { ClaudeSettings } from '../../src/claude/claude-settings.ts'
import { THROUGH_PROXY } from './settings-rig.ts'

/** A profile's own use. */
const ON_SPARE = {
  ...THROUGH_PROXY,
  variables: { ...THROUGH_PROXY.variables, ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860/p/spare' },
}

/** What is done to settings in one go. */
export const steps = {
  use: (settings: ClaudeSettings) => settings.use(THROUGH_PROXY),
  'use-again': (settings: ClaudeSettings) => settings.use(ON_SPARE),
  undo: (settings: ClaudeSettings) => settings.undo(false),
}

export type StepName = keyof typeof steps
