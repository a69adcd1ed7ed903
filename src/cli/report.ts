import type { Applied } from './apply.ts'
import type { Context } from './context.ts'

/** One JSON document for a program. */
export function printJson<T>({ output }: Pick<Context, 'output'>, value: T): void {
  output.data(JSON.stringify(value, null, 2))
}

interface ChangeShape {
  readonly version: number
  readonly changed: boolean
}

/**
 * Says in one line what a change did and which version it made; to a program
 * also what is there now. A change that made no version says so.
 */
export function reportChange<T extends ChangeShape>(
  context: Pick<Context, 'json' | 'output' | 'say'>,
  applied: Applied,
  done: string,
  data: Omit<T, keyof ChangeShape>,
): void {
  const { json, output, say } = context
  const { number: version } = applied.configuration
  const changed = applied.kind === 'changed'
  output.note(changed ? say('change.done', { done, version }) : say('change.none', { version }))
  if (json) printJson(context, { version, changed, ...data })
}
