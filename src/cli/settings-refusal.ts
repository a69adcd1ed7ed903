import type { SettingsRefusal } from '../claude/settings-file.ts'
import { AppError } from '../errors/app-error.ts'
import type { Say } from './texts.ts'

/** Why settings of Claude Code were left alone, as the error that ends a command. */
export function settingsError({ file, why }: SettingsRefusal, say: Say): AppError {
  const isMoment = why.kind === 'busy' || why.kind === 'changed-meanwhile'
  return new AppError(isMoment ? 'conflict' : 'failed', say(`refused.${why.kind}`, { file, ...why }))
}
