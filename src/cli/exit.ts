import { AppError } from '../errors/app-error.ts'
import type { ExitCode } from '../errors/failures.ts'
import type { Context } from './context.ts'

/** The one place where a failure ends a command: what it says to the person, its exit code to the process. */
export function exitCodeOf(error: unknown, { output, say }: Pick<Context, 'output' | 'say'>): ExitCode {
  const prefix = output.styled('red', say('cli.error'))
  if (error instanceof AppError) {
    output.error(prefix + told(error, say))
    return error.failure.exit
  }
  const bug = error instanceof Error ? (error.stack ?? error.message) : String(error)
  output.error(prefix + say('cli.bug', { message: bug }))
  return 1
}

/** What went wrong, in the person's language where there is a text and the error knows what to fill in. */
export function told({ details, message, text }: AppError, say: Context['say']): string {
  return text === undefined || Object.keys(details).length === 0 ? message : say(text, details)
}
