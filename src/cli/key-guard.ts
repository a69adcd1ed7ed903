import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'

/**
 * Refuses a command line with a key in it, before anything of it is read. What
 * stands there counts as a secret from then on, so that no text repeats it.
 * Behind `--` another program's arguments begin.
 */
export function refuseKeys(
  args: readonly string[],
  { redactor, say }: Pick<Context, 'redactor' | 'say'>,
): void {
  const end = args.indexOf('--')
  const own = end === -1 ? args : args.slice(0, end)
  const given = own.flatMap((arg, index) => {
    if (arg === '--api-key') return [own[index + 1] ?? '']
    if (arg.startsWith('--api-key=')) return [arg.slice('--api-key='.length)]
    return redactor.redact(arg) === arg ? [] : [arg]
  })
  if (given.length === 0) return
  for (const key of given) if (key !== '') redactor.learn(key)
  throw new AppError('usage', say('cli.key-given'))
}
