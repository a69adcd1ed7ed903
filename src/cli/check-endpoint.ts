/** `--check`: a check of an endpoint as it would be, before it is saved. */
import type { Document } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import { configuredEndpoint } from './configured-endpoint.ts'
import type { Context } from './context.ts'
import { findingText } from './probe-text.ts'

/** What a check asks for, unless it was not asked for. */
export interface CheckFlag {
  readonly check?: boolean
}

/**
 * Checks the endpoint `id` of `document`, with `key` instead of its own where
 * one is given. Throws when it fails; what a check cannot tell is said, and is
 * no reason to refuse.
 */
export async function checkEndpoint(
  context: Context,
  document: Document,
  id: string,
  key: string | null,
): Promise<void> {
  const { output, say } = context
  const endpoint = await configuredEndpoint(context, document, id)
  if (endpoint === null) return
  const { name } = endpoint
  output.note(say('probe.under-way', { name }))
  output.flush()
  const report = await context.probe(endpoint, key)
  const finding = findingText(report, say)
  if (report.result === 'fail') throw new AppError('unhealthy', say('probe.not-saved', { name, finding }))
  const text = say('probe.found', { name, finding })
  output.note(report.result === 'pass' ? text : output.styled('yellow', text))
}
