import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'

/**
 * Resolves when a person agrees to `question`, or has with `--yes`. Throws
 * `cancelled` when they do not, `usage` when nobody can be asked.
 */
export async function confirmed(
  context: Pick<Context, 'ask' | 'say' | 'yes'>,
  question: string,
): Promise<void> {
  const { say, yes } = context
  if (yes) return
  const ask = await context.ask()
  if (ask === null) throw new AppError('usage', say('prompt.needs-yes', { question }))
  if (!(await ask.confirm(question, false))) throw new AppError('cancelled', say('prompt.cancelled'))
}
