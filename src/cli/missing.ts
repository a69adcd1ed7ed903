import { AppError } from '../errors/app-error.ts'
import type { Say } from './texts.ts'

/** What a command needs, was not given, and cannot be asked for here. `usage` is how the command goes. */
export const missing = (name: string, usage: string, say: Say): AppError =>
  new AppError('usage', say('config.missing', { name, command: usage }))
