import { AppError } from '../errors/app-error.ts'
import type { ExitCode } from '../errors/failures.ts'
import { errorText } from '../views/error-text.ts'
import type { Context } from './context.ts'

/** The one place where a failure ends a command: what it says to the person, its exit code to the process. */
export function exitCodeOf(error: unknown, { output, say }: Pick<Context, 'output' | 'say'>): ExitCode {
  const prefix = output.styled('red', say('cli.error'))
  if (error instanceof AppError) {
    output.error(prefix + errorText(error, say))
    return error.failure.exit
  }
  const bug = error instanceof Error ? (error.stack ?? error.message) : String(error)
  output.error(prefix + say('cli.bug', { message: bug }))
  return 1
}
