import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'

/** Stops the service of this home and removes it, read back. Resolves to its file; null when there was none. */
export async function removeService(context: Context): Promise<string | null> {
  const { output, say } = context
  const service = await context.service()
  if (service?.isWritten() !== true) return null
  const { file, name } = service
  const why = await service.uninstall()
  const asked = await service.ask()
  if (service.isWritten() || (asked.kind === 'answered' && (asked.isActive || asked.isEnabled))) {
    throw new AppError('failed', say('service.still-there', { file, name }))
  }
  output.note(say('service.removed', { file, name }))
  if (why !== null) output.note(output.styled('yellow', say('service.removed-unasked', { why })))
  return file
}
