import { AppError } from '../errors/app-error.ts'
import type { ExitCode } from '../errors/failures.ts'
import type { Context } from './context.ts'

/** The one place where a failure ends a command: its message to the person, its exit code to the process. */
export function exitCodeOf(error: unknown, { output, say }: Context): ExitCode {
  const prefix = output.styled('red', say('cli.error'))
  if (error instanceof AppError) {
    output.note(`${prefix} ${error.message}`)
    return error.failure.exit
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
  output.note(`${prefix} ${say('cli.bug', { message: told })}`)
  return 1
}
